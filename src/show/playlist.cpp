#include "show/playlist.h"

#include <algorithm>

#include "base/disarm.h"
#include "base/text.h"

namespace shotlist::show {
namespace {

bool fits_on_a_line(std::string_view path) {
  return std::none_of(path.begin(), path.end(),
                      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

// `-1` where the request does not tell it in seconds.
std::string_view seconds_of(const Result& row) {
  return all_digits(row.duration) ? std::string_view(row.duration) : "-1";
}

}  // namespace

Playlist playlist_of(const SelectedRows& rows) {
  Playlist list;
  list.text = std::string(playlist_start) + '\n';
  rows.for_each([&list](const ReviewRow& row) {
    const std::string& path = row.line.video_file;
    if (path.empty() || !fits_on_a_line(path)) return;
    list.text += "#EXTINF:";
    list.text += seconds_of(row.line);
    list.text += ',' + disarm(row.line.id) + '\n';
    // Players take `#a.mp4` for a comment, and `a:b.mp4` for an address.
    if (path.front() != '/') list.text += "./";
    list.text += path + '\n';
    ++list.videos;
  });
  return list;
}

}  // namespace shotlist::show
