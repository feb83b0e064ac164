#pragma once
// The files of one manifest's results, and what they know.

#include <string>
#include <vector>

#include "cli/command_line.h"
#include "journal/journal.h"
#include "journal/ledger.h"
#include "manifest/manifest.h"
#include "model/request.h"
#include "report/old_results.h"
#include "report/results_csv.h"
#include "system/disk.h"

namespace shotlist::cli {

/// Where the results of `manifest` go: what the user said, else `<stem>.results.csv` beside the
/// manifest. Throws Error (usage) where the manifest has no name and the user said nothing, or
/// where the results would replace the manifest.
std::string results_path(const ManifestOptions& manifest);

/// Whether both names are of one file. Files that can not be compared are not the same.
bool is_same_file(const std::string& one, const std::string& other);

/// How they are written.
report::ResultsForm form_of(const ManifestOptions& manifest);

/// Throws Error (usage) where no file can be put at `path`, which was given with `option`: there is
/// no folder for it, or it is one, or a device.
void must_take_file(const std::string& path, const std::string& option);

/// Throws Error (invalid) where something is at `path` that is no results file and has no journal
/// beside it: it would be replaced and lost. Throws Error (usage) where there is no folder for it.
void must_be_replaceable(system::Disk& disk, const std::string& path);

/// What the results file at `path` says that `ledger`, of its journal, does not; nothing where
/// there is no such file. Where it can not be read: if the ledger knows anything, the file was
/// ours, and only that is said; else throws Error (invalid), because another kind of file is at
/// that place, and is never overwritten.
/// `requests`, of the manifest, and the ledger tell the ids that a spreadsheet spoilt.
report::OldResults read_old_results(system::Disk& disk, const std::string& path,
                                    const journal::Ledger& ledger,
                                    const std::vector<RequestKey>& requests = {});

/// What is known about the rows of a results file.
struct Known {
  journal::Ledger
      ledger;  ///< by its journal, and by the file where the journal does not know an attempt
  report::OldResults old;  ///< what the file says beyond the journal
};

/// Takes and changes nothing. `requests` as above.
Known read_known(system::Disk& disk, const std::string& path, Date now,
                 const std::vector<RequestKey>& requests = {});

}  // namespace shotlist::cli
