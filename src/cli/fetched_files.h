#pragma once
// The files of videos that the ledger has, as they are on this machine now.

#include <vector>

#include "cli/account.h"
#include "cli/console.h"
#include "cli/manifest_rows.h"
#include "collect/task.h"
#include "ledger/ledger.h"
#include "model/verdict.h"
#include "system/disk.h"

namespace shotlist::cli {

/// Says which files are no longer as they were fetched: gone, or changed. Both are left at that,
/// unless `again` has `completed`: what is gone is then forgotten, and is fetched anew. A file that
/// another machine fetched may be there all the same, on a shared disk.
void look_after_files(std::vector<collect::Task>& tasks, const std::vector<VideoStatus>& again,
                      Console& console);

/// Writes `NAME.json` beside each video: request, task and sum. A file of that name that is not one
/// of these is left, and told. Throws Error (disk).
void write_sidecars(const ManifestRows& rows, const Account& account, ledger::Reader& reader,
                    system::Disk& disk, Console& console);

}  // namespace shotlist::cli
