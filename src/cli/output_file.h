#pragma once
// Writes the results file, and keeps a person's edits to the previous one.

#include <cstddef>
#include <string>

#include "base/time.h"
#include "cli/files.h"
#include "cli/manifest_rows.h"
#include "cli/past_results.h"
#include "ledger/ledger.h"
#include "model/result.h"
#include "results/results_csv.h"
#include "system/disk.h"

namespace shotlist::cli {

/// Throws Error (invalid) if the file at `path` is not a results file: it would be replaced and
/// lost. Throws Error (usage) if no file can be written there.
void must_be_replaceable(PastResults& past, const std::string& path);

/// To be called before anything is sent, and before the OutputFile of a command. Records where it
/// will be, so that leftovers of a killed process are found even after the manifest is renamed, and
/// removes earlier leftovers. If the present file was changed since it was written, keeps a copy
/// and returns its name. Throws Error (disk) if no file can be written there.
std::string expect_output(system::Disk& disk, PastResults& past, ledger::Ledger& ledger,
                          const Files& files, Date now);

/// That the file with a person's edits is kept as `aside`, and the command that carries them out,
/// if there is one. Empty if `aside` is.
std::string kept_aside_text(const Files& files, const std::string& aside,
                            const std::string& command = {});

/// The results of one manifest, written line by line. Until `commit` the previous file stays.
class OutputFile {
 public:
  OutputFile(system::Disk& disk, const Files& files, const ManifestRows& rows, bool excel);

  void add(const Result& line) { file_.add(line); }

  /// Moves the file of `lines` lines into place. If the previous file was changed since it was
  /// written, keeps that first and returns its new name.
  std::string commit(ledger::Ledger& ledger, std::size_t lines, Date now);

  /// The same for a failed ledger, which cannot record the file.
  void commit_alone(const ledger::Ledger& ledger, std::size_t lines, Date now);

 private:
  system::Disk& disk_;
  const Files& files_;
  std::string path_;  // symbolic links resolved
  results::ResultsFile file_;
};

}  // namespace shotlist::cli
