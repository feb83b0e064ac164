#pragma once
// The ledger that a command writes to.

#include <optional>
#include <string>

#include "cli/console.h"
#include "ledger/ledger.h"
#include "ledger/ledger_file.h"
#include "system/background_work.h"
#include "system/random.h"

namespace shotlist::cli {

/// Holds a ledger for its lifetime, and creates it if there is none. A shared ledger is held by
/// nobody.
class OpenLedger {
 public:
  /// If another process has the ledger: with `wait`, waits for it until the user interrupts, else
  /// throws Error (held), which names the process. Throws Error as ledger::LedgerFile does.
  OpenLedger(const std::string& path, bool wait, system::Random& random, Console& console);

  ledger::Ledger& ledger() { return ledger_; }

  /// The file's current location, and its machine.
  ledger::Whereabouts whereabouts() const;

  /// Whether it had to wait: what was read before may have changed.
  bool has_waited() const { return has_waited_; }

  /// See ledger::LedgerFile.
  bool had_log() const { return file_ && file_->had_log(); }

 private:
  ledger::Database open(bool wait, system::Random& random, Console& console);

  std::string path_;
  bool has_waited_ = false;
  std::optional<ledger::LedgerFile> file_;  ///< none if the ledger is shared
  system::BackgroundWork work_;
  ledger::Ledger ledger_;
};

}  // namespace shotlist::cli
