#pragma once
// Makes text from elsewhere (a server, a manifest) harmless on a terminal and in a log line.

#include <string>
#include <string_view>

namespace shotlist::inline base {

/// `text` on one line. Everything that could move the cursor, change a colour or reorder the text
/// is made visible: control characters (C0, DEL, C1) become `\n`, `\t` or `\x1b`, bidi and
/// invisible formatting marks become `\u{202e}`, and bytes that are not UTF-8 become U+FFFD.
std::string disarm(std::string_view text);

/// Whether it is a control character other than tab and newline, a bidi mark or another invisible
/// formatting character.
bool is_unsafe_to_show(char32_t code_point);

}  // namespace shotlist::inline base
