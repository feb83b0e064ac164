#pragma once
// Writes text as a JSON string.

#include <string>
#include <string_view>

namespace shotlist::inline base {

/// Appends `text`, which must be UTF-8, to `json` as a string in quotes. The same text always gives
/// the same bytes: only what must be escaped is, in the shortest form JSON has for it.
void append_json_text(std::string& json, std::string_view text);

/// `json`, a JSON text in UTF-8, with everything escaped that could move the cursor or reorder the
/// text (`is_unsafe_to_show`). Programs read the same values from it.
std::string disarmed_json(std::string_view json);

}  // namespace shotlist::inline base
