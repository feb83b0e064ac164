#pragma once
// Writes text as a JSON string.

#include <string>
#include <string_view>

namespace shotlist {

/// Adds `text`, which must be UTF-8, to `json` as a string in quotes. One text is always written
/// with the same bytes: only what must be escaped is, in the shortest form JSON has for it.
void append_json_text(std::string& json, std::string_view text);

}  // namespace shotlist
