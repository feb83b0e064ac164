#pragma once
// The videos of a review as a list that players play in order.

#include <cstddef>
#include <string>
#include <string_view>

#include "show/row_selection.h"

namespace shotlist::show {

/// The start of every playlist, used to recognize one.
inline constexpr std::string_view playlist_start = "#EXTM3U";

struct Playlist {
  std::string text;        ///< m3u8: UTF-8
  std::size_t videos = 0;  ///< how many it names
};

/// The files of `rows`, in their order; rows without one are left out. A `video_file` is an
/// absolute path, or relative to the playlist. One that holds a line break or another control
/// character cannot be named, and is left out.
///
///     #EXTM3U
///     #EXTINF:15,harbor@dawn
///     ./videos/harbor@dawn.mp4
Playlist playlist_of(const SelectedRows& rows);

}  // namespace shotlist::show
