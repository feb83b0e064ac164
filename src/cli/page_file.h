#pragma once
// Where the page of a review goes.

#include <string>
#include <vector>

#include "model/result.h"
#include "show/review.h"
#include "system/disk.h"

namespace shotlist::cli {

/// Writes the page of `rows`, which are the review's, to `path`, at one instant, for its owner's
/// eyes only: it holds prompts. Video files are named relative to it. Throws Error (usage) where
/// there is no folder for it, Error (invalid) where another kind of file is there, which is never
/// replaced.
void write_page(system::Disk& disk, const std::string& path, const show::Review& review,
                const std::vector<const Result*>& rows);

}  // namespace shotlist::cli
