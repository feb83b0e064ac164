#pragma once
// Writes the results file, and keeps what a person wrote into the one before.

#include <cstddef>
#include <string>

#include "base/time.h"
#include "cli/files.h"
#include "cli/manifest_rows.h"
#include "ledger/ledger.h"
#include "model/result.h"
#include "results/results_csv.h"
#include "system/disk.h"

namespace shotlist::cli {

/// Throws Error (invalid) where something is at `path` that is no results file: it would be
/// replaced and lost. Throws Error (usage) where no file can be put there.
void must_be_replaceable(system::Disk& disk, const std::string& path);

/// Before the first OutputFile of a command: notes where it will be, so that what a kill leaves
/// beside it is found even after the manifest was renamed, and removes what earlier kills left.
void expect_output(system::Disk& disk, ledger::Ledger& ledger, const Files& files);

/// The results of one manifest, line by line. Until `commit` the file that was there stays.
class OutputFile {
 public:
  OutputFile(system::Disk& disk, const Files& files, const ManifestRows& rows, bool excel);

  void add(const Result& line) { file_.add(line); }

  /// Puts the file of `lines` lines in its place. Where the one before is not as it was written, it
  /// is kept first, under the name that is returned.
  std::string commit(ledger::Ledger& ledger, std::size_t lines, Date now);

  /// The same where the ledger has failed, which cannot note that.
  void commit_alone(const ledger::Ledger& ledger, std::size_t lines, Date now);

 private:
  std::string keep_aside(const ledger::Ledger& ledger, Date now);

  system::Disk& disk_;
  const Files& files_;
  std::string path_;  // symbolic links resolved
  results::ResultsFile file_;
};

}  // namespace shotlist::cli
