#include "cli/page_file.h"

#include <optional>
#include <string_view>

#include "base/error.h"
#include "base/translation.h"
#include "cli/files.h"
#include "cli/pieces.h"
#include "cli/video_files.h"
#include "show/page.h"
#include "system/atomic_file.h"

namespace shotlist::cli {
namespace {

void must_be_replaceable_page(system::Disk& disk, const std::string& path) {
  must_take_file(path, "--html");
  const auto there = disk.read_start(path, show::page_start.size());
  if (!there || there->empty() || *there == show::page_start) return;
  throw Error(ExitCode::invalid, path + tr(" is there, and is no page of a review"),
              tr("move it away, or name another file with --html"));
}

}  // namespace

void write_page_at(const std::string& path, const show::Review& review,
                   const show::SelectedRows& rows, const show::TakeText& take) {
  const VideoLook look(review.ending.results_file);
  Pieces pieces(take);
  show::write_page(review, look.seen_from(folder_of(path), rows),
                   [&pieces](std::string_view text) { pieces.add(text); });
  pieces.end();
}

void write_page(system::Disk& disk, const std::string& path, const show::Review& review,
                const show::SelectedRows& rows) {
  must_be_replaceable_page(disk, path);
  system::AtomicFile file(disk, path);
  write_page_at(path, review, rows, [&file](std::string_view text) { file.append(text); });
  file.commit();
}

}  // namespace shotlist::cli
