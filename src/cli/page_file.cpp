#include "cli/page_file.h"

#include <filesystem>
#include <optional>
#include <string_view>

#include "base/error.h"
#include "cli/files.h"
#include "show/page.h"
#include "system/atomic_file.h"

namespace shotlist::cli {
namespace {

namespace fs = std::filesystem;

void must_be_replaceable_page(system::Disk& disk, const std::string& path) {
  must_take_file(path, "--html");
  const auto there = disk.read(path);
  if (!there || there->empty() || there->starts_with(show::page_start)) return;
  throw Error(ExitCode::invalid, path + " is there, and is no page of a review",
              "move it away, or name another file with --html");
}

// In rows, video paths are relative to the results file; in the page, to the page.
void look_from(const fs::path& page, const fs::path& results, std::vector<Result>& rows) {
  for (Result& row : rows) {
    const fs::path video = row.video_file;
    if (video.empty() || video.is_absolute()) continue;
    row.video_file = fs::absolute(results.parent_path() / video)
                         .lexically_normal()
                         .lexically_proximate(fs::absolute(page).lexically_normal().parent_path())
                         .string();
  }
}

}  // namespace

void write_page(system::Disk& disk, const std::string& path, const show::Review& review,
                const std::vector<const Result*>& rows) {
  must_be_replaceable_page(disk, path);
  show::Review seen = review;
  look_from(path, review.ending.results_file, seen.results.rows);
  std::vector<const Result*> seen_rows;
  for (const Result* row : rows)
    seen_rows.push_back(seen.results.rows.data() + (row - review.results.rows.data()));
  system::AtomicFile file(disk, path);
  file.append(show::page_text(seen, seen_rows));
  file.commit();
}

}  // namespace shotlist::cli
