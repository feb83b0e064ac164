#pragma once
// Bytes as text: base64 of RFC 4648, with its padding.

#include <string>
#include <string_view>

namespace shotlist::inline base {

/// Appends `bytes` in base64: four characters for each three of them.
void append_base64(std::string& out, std::string_view bytes);

}  // namespace shotlist::inline base
