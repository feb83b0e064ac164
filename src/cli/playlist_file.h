#pragma once
// Where the playlist of a review goes.

#include <string>

#include "show/review.h"
#include "show/row_selection.h"
#include "system/disk.h"

namespace shotlist::cli {

/// What was written, for a person: `12 videos; 1 is left out: its file is not there`.
struct WrittenPlaylist {
  std::string text;  ///< the playlist itself
  std::string said;
};

/// The videos of `rows`, a subset of the review's, in the order of the manifest. Unless `path` is
/// `-`, writes them to the file there, atomically and readable only by its owner. Throws Error
/// (usage) if its folder does not exist, Error (invalid) if another kind of file is there, which is
/// never replaced.
WrittenPlaylist write_playlist(system::Disk& disk, const std::string& path,
                               const show::Review& review, const show::SelectedRows& rows);

}  // namespace shotlist::cli
