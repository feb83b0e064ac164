#include "cli/playlist_file.h"

#include <cstddef>
#include <filesystem>

#include "base/error.h"
#include "base/text.h"
#include "base/translation.h"
#include "cli/files.h"
#include "cli/video_files.h"
#include "show/playlist.h"
#include "system/atomic_file.h"

namespace shotlist::cli {
namespace {

void must_be_replaceable_playlist(system::Disk& disk, const std::string& path) {
  must_take_file(path, "--playlist");
  const auto there = disk.read_start(path, show::playlist_start.size());
  if (!there || there->empty() || *there == show::playlist_start) return;
  throw Error(ExitCode::invalid, path + tr(" is there, and is no playlist"),
              tr("move it away, or name another file with --playlist"));
}

}  // namespace

WrittenPlaylist write_playlist(system::Disk& disk, const std::string& path,
                               const show::Review& review, const show::SelectedRows& rows) {
  if (path != "-") must_be_replaceable_playlist(disk, path);
  const show::SelectedRows in_order = rows.in_their_order();
  std::size_t named = 0;
  in_order.for_each(
      [&named](const show::ReviewRow& row) { named += row.line.video_file.empty() ? 0 : 1; });
  // A player follows links to folders before it follows `..`.
  const std::string folder = std::filesystem::weakly_canonical(folder_of(path)).string();
  show::Playlist list =
      show::playlist_of(VideoLook(review.ending.results_file).seen_from(folder, in_order));
  if (path != "-") {
    system::AtomicFile file(disk, path);
    file.append(list.text);
    file.commit();
  }
  std::string said = counted(list.videos, "video");
  if (const std::size_t left = named - list.videos; left > 0) {
    said += left == 1 ? tr("; 1 is left out: its file is not there")
                      : tr("; {} are left out: their files are not there", left);
  }
  return {std::move(list.text), std::move(said)};
}

}  // namespace shotlist::cli
