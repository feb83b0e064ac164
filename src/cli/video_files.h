#pragma once
// The video files of a review, as they lie on this machine.

#include <filesystem>
#include <string>

#include "model/result.h"
#include "show/review.h"
#include "show/row_selection.h"

namespace shotlist::cli {

/// Looks at the files that rows name as their videos, relative to that of `results_file`.
class VideoLook {
 public:
  explicit VideoLook(const std::string& results_file);

  /// Adds what a row of the manifest names to `files`.
  void look(const Result& row, show::VideoFiles& files) const;

  /// Names each video file as seen from `folder`. One that is not there is no `video_file`, and its
  /// `video_error` says so.
  show::SelectedRows seen_from(const std::string& folder, const show::SelectedRows& rows) const;

 private:
  std::filesystem::path whole_path(const Result& row) const;

  std::filesystem::path beside_;
};

/// The folder of the file at `path`; of `-`, the working folder. Absolute.
std::string folder_of(const std::string& path);

}  // namespace shotlist::cli
