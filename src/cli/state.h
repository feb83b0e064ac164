#pragma once
// The files of one manifest's results, and what they know.

#include <optional>
#include <string>

#include "cli/command_line.h"
#include "journal/journal.h"
#include "journal/ledger.h"
#include "manifest/manifest.h"
#include "system/disk.h"

namespace shotlist {

/// Where the results of `manifest` go: what the user said, else `<stem>.results.csv` beside the
/// manifest. Throws Error (usage) where the manifest has no name and the user said nothing, or
/// where the results would replace the manifest.
std::string results_path(const ManifestOptions& manifest);

/// Throws Error (invalid) where something is at `path` that is no results file and has no journal
/// beside it: it would be replaced and lost. Throws Error (usage) where there is no folder for it.
void must_be_replaceable(Disk& disk, const std::string& path);

/// The rows that the results file at `path` knows something about, as a fact for a journal; nothing
/// where there is no such file or it knows nothing. Throws Error (invalid) where another kind of
/// file is at that place: it is never overwritten.
std::optional<AdoptedFact> adoptable_rows(Disk& disk, const std::string& path, Date now);

/// What is known about the rows of the results file at `path`, by its journal, or by itself where
/// the journal is gone. Takes and changes nothing.
Ledger known_ledger(Disk& disk, const std::string& path, Date now);

}  // namespace shotlist
