#include "cli/video_files.h"

#include <filesystem>
#include <system_error>

namespace shotlist::cli {
namespace {

namespace fs = std::filesystem;

// In rows, paths are relative to the results file.
fs::path whole_path(const show::Review& review, const Result& row) {
  const fs::path beside = fs::path(review.ending.results_file).parent_path();
  return fs::absolute(beside / row.video_file).lexically_normal();
}

bool is_file(const fs::path& path) {
  std::error_code none;
  return fs::is_regular_file(path, none);
}

}  // namespace

show::VideoFiles look_for_videos(const show::Review& review) {
  show::VideoFiles files;
  for (const Result& row : review.results.rows) {
    if (row.video_file.empty() || row.has_left()) continue;
    std::error_code failure;
    const std::uintmax_t size = fs::file_size(whole_path(review, row), failure);
    if (failure) {
      ++files.missing;
    } else {
      ++files.found;
      files.bytes += size;
    }
  }
  return files;
}

SeenRows seen_from(const std::string& folder, const show::Review& review,
                   const std::vector<const Result*>& rows) {
  SeenRows seen{review, {}};
  for (Result& row : seen.review.results.rows) {
    if (row.video_file.empty()) continue;
    const fs::path path = whole_path(review, row);
    if (!is_file(path)) {
      if (!row.video_error.empty()) row.video_error += "; ";
      row.video_error += row.video_file + " is not there";
      row.video_file.clear();
    } else if (!fs::path(row.video_file).is_absolute()) {
      row.video_file = path.lexically_proximate(folder).string();
    }
  }
  for (const Result* row : rows)
    seen.rows.push_back(seen.review.results.rows.data() + (row - review.results.rows.data()));
  return seen;
}

std::string folder_of(const std::string& path) {
  if (path == "-") return fs::current_path().string();
  return fs::absolute(path).lexically_normal().parent_path().string();
}

}  // namespace shotlist::cli
