#pragma once
// Bytes as text: base64 of RFC 4648, with its padding.

#include <optional>
#include <string>
#include <string_view>

namespace shotlist::inline base {

/// Appends `bytes` in base64: four characters for each three of them.
void append_base64(std::string& out, std::string_view bytes);

/// The bytes that `text` stands for; none if it is not base64. White space is skipped, and the
/// padding may be missing.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace shotlist::inline base
