#include "cli/video_files.h"

#include <filesystem>
#include <system_error>

namespace shotlist::cli {
namespace {

namespace fs = std::filesystem;

bool is_file(const fs::path& path) {
  std::error_code none;
  return fs::is_regular_file(path, none);
}

}  // namespace

VideoLook::VideoLook(const std::string& results_file)
    : beside_(fs::path(results_file).parent_path()) {}

fs::path VideoLook::whole_path(const Result& row) const {
  return fs::absolute(beside_ / row.video_file).lexically_normal();
}

void VideoLook::look(const Result& row, show::VideoFiles& files) const {
  if (row.video_file.empty() || row.has_left()) return;
  std::error_code failure;
  const std::uintmax_t size = fs::file_size(whole_path(row), failure);
  if (failure) {
    ++files.missing;
  } else {
    ++files.found;
    files.bytes += size;
  }
}

show::SelectedRows VideoLook::seen_from(const std::string& folder,
                                        const show::SelectedRows& rows) const {
  return rows.changed([*this, folder](const show::ReviewRow& row, const show::TakeRow& take) {
    if (row.line.video_file.empty()) return take(row);
    Result line = row.line;
    const fs::path path = whole_path(line);
    if (!is_file(path)) {
      if (!line.video_error.empty()) line.video_error += "; ";
      line.video_error += line.video_file + " is not there";
      line.video_file.clear();
    } else if (!fs::path(line.video_file).is_absolute()) {
      line.video_file = path.lexically_proximate(folder).string();
    }
    take({row.number, line, row.tries});
  });
}

std::string folder_of(const std::string& path) {
  if (path == "-") return fs::current_path().string();
  return fs::absolute(path).lexically_normal().parent_path().string();
}

}  // namespace shotlist::cli
