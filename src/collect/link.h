#pragma once
// The links of videos, as they are shown and stored.

#include <string>

namespace shotlist::collect {

/// `link` without the video that a `data:` link holds: `data:video/mp4;base64,…`.
std::string link_to_store(const std::string& link);

/// Whether a stored link can be fetched as it is. Else the server must be asked for it: it was a
/// `data:` link, or the key was taken out of it.
bool is_whole_link(const std::string& stored);

}  // namespace shotlist::collect
