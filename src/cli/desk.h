#pragma once
// A manifest, its ledger and its last run, shared by the commands that look back.

#include <optional>
#include <string>

#include "cli/account.h"
#include "cli/command_line.h"
#include "cli/console.h"
#include "cli/environment.h"
#include "cli/files.h"
#include "cli/manifest_rows.h"
#include "ledger/reader.h"
#include "ledger/run.h"
#include "ledger/witness.h"
#include "system/remembering_disk.h"

namespace shotlist::cli {

/// Opens the files of a command without needing the settings of a run: rows are looked up at the
/// server of the last run, with its `--set` options.
class Desk {
 public:
  /// Throws Error as reading a manifest does. `console` and `disk` are borrowed.
  /// The disk is told to forget when the manifest has been read.
  Desk(const ManifestOptions& options, const Environment& environment,
       system::RememberingDisk& disk, Console& console, const plan::Selection& selection = {});

  const ManifestRows& rows() const { return rows_; }
  const Files& files() const { return files_; }
  const ledger::Witnesses& witnesses() const { return witnesses_; }

  /// To be told to forget whenever others may have written them.
  PastResults& past_results() { return past_; }

  /// To be called by a command that writes no results: it needs less memory then.
  void will_write_nothing() { writes_results_ = false; }

  /// The account of the rows at `server`; if that is empty, at the one of the last run. Sets
  /// `last_run` and, if the user named
  /// no results file, that to the one a run wrote. Warns once if a run would refuse to continue.
  Account take_account(ledger::Reader& reader, const std::string& by, Date now,
                       const std::string& server = {});

  const ledger::Run* last_run() const { return last_run_ ? &*last_run_ : nullptr; }
  const std::string& server() const { return server_; }
  std::string run_command() const;
  std::string resolve_command() const;

 private:
  std::optional<std::string> last_results(const ledger::Reader& reader) const;
  void tell_what_is_missing(const ledger::Reader& reader);

  const ManifestOptions options_;
  const Environment& environment_;
  system::Disk& disk_;
  PastResults past_;
  Console& console_;
  ledger::Witnesses witnesses_;
  ManifestRows rows_;
  Files files_;
  std::string server_;
  std::optional<ledger::Run> last_run_;
  bool has_told_ = false;
  bool writes_results_ = true;
};

}  // namespace shotlist::cli
