#pragma once
// Where the page of a review goes.

#include <string>

#include "show/review.h"
#include "show/row_selection.h"
#include "system/disk.h"

namespace shotlist::cli {

/// Passes on the page of `rows`, a subset of the review's, for the file at `path` (`-`: for the
/// working folder). Video files are named relative to it; of one that is not there, the page says
/// so.
void write_page_at(const std::string& path, const show::Review& review,
                   const show::SelectedRows& rows, const show::TakeText& take);

/// Writes that page to `path`, atomically and readable only by its owner: it holds prompts. Throws
/// Error (usage) if its folder does not exist, Error (invalid) if another kind of file is there,
/// which is never replaced.
void write_page(system::Disk& disk, const std::string& path, const show::Review& review,
                const show::SelectedRows& rows);

}  // namespace shotlist::cli
