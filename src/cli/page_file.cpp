#include "cli/page_file.h"

#include <optional>
#include <string_view>

#include "base/error.h"
#include "cli/files.h"
#include "cli/video_files.h"
#include "show/page.h"
#include "system/atomic_file.h"

namespace shotlist::cli {
namespace {

void must_be_replaceable_page(system::Disk& disk, const std::string& path) {
  must_take_file(path, "--html");
  const auto there = disk.read(path);
  if (!there || there->empty() || there->starts_with(show::page_start)) return;
  throw Error(ExitCode::invalid, path + " is there, and is no page of a review",
              "move it away, or name another file with --html");
}

}  // namespace

std::string page_at(const std::string& path, const show::Review& review,
                    const std::vector<const Result*>& rows) {
  const SeenRows seen = seen_from(folder_of(path), review, rows);
  return show::page_text(seen.review, seen.rows);
}

void write_page(system::Disk& disk, const std::string& path, const show::Review& review,
                const std::vector<const Result*>& rows) {
  must_be_replaceable_page(disk, path);
  system::AtomicFile file(disk, path);
  file.append(page_at(path, review, rows));
  file.commit();
}

}  // namespace shotlist::cli
