#pragma once
// Writes text as a JSON string.

#include <string>
#include <string_view>

namespace shotlist::inline base {

/// Adds `text`, which must be UTF-8, to `json` as a string in quotes. One text is always written
/// with the same bytes: only what must be escaped is, in the shortest form JSON has for it.
void append_json_text(std::string& json, std::string_view text);

/// `json`, a JSON text in UTF-8, with everything in it escaped that could move a cursor or reorder
/// what is read (`is_unsafe_to_show`): to a program it is the same text.
std::string disarmed_json(std::string_view json);

}  // namespace shotlist::inline base
