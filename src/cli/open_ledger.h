#pragma once
// The ledger that a command writes to.

#include <string>

#include "cli/console.h"
#include "ledger/ledger.h"
#include "ledger/ledger_file.h"
#include "system/background_work.h"
#include "system/random.h"

namespace shotlist::cli {

/// Holds a ledger for as long as it lives, and makes it where there is none.
class OpenLedger {
 public:
  /// Where another process has it: waits for that with `wait`, until the user interrupts, else
  /// throws Error (held), which names it. Throws Error as ledger::LedgerFile does.
  OpenLedger(const std::string& path, bool wait, system::Random& random, Console& console);

  ledger::Ledger& ledger() { return ledger_; }

  /// Where it is now, on which machine.
  ledger::Whereabouts whereabouts() const;

  /// Whether it was waited for: what was read before may have changed meanwhile.
  bool has_waited() const { return has_waited_; }

  /// As ledger::LedgerFile has it.
  bool had_log() const { return file_.had_log(); }

 private:
  bool has_waited_ = false;
  ledger::LedgerFile file_;
  system::BackgroundWork work_;
  ledger::Ledger ledger_;
};

}  // namespace shotlist::cli
