#pragma once
// The video files of a review, as they lie on this machine.

#include <string>
#include <vector>

#include "model/result.h"
#include "show/review.h"

namespace shotlist::cli {

/// How many of the files that the rows of the manifest name are there, and how large they are.
show::VideoFiles look_for_videos(const show::Review& review);

/// Rows of a review, and the review that owns them.
struct SeenRows {
  show::Review review;
  std::vector<const Result*> rows;
};

/// The review and `rows`, a subset of its rows. Each `video_file` is named as seen from `folder`
/// instead of from the results file. One that is not there is no `video_file`, and its
/// `video_error` says so.
SeenRows seen_from(const std::string& folder, const show::Review& review,
                   const std::vector<const Result*>& rows);

/// The folder of the file at `path`; of `-`, the working folder. Absolute.
std::string folder_of(const std::string& path);

}  // namespace shotlist::cli
