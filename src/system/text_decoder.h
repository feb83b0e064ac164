#pragma once
// Text in other encodings, as UTF-8.

#include <string>
#include <string_view>

namespace shotlist::system {

/// The encodings that are told from the bytes of a file; others are named by the user.
inline constexpr std::string_view utf8 = "UTF-8";
inline constexpr std::string_view utf16_le = "UTF-16LE";  ///< Excel's "Unicode text"
inline constexpr std::string_view utf16_be = "UTF-16BE";
inline constexpr std::string_view gb18030 = "GB18030";  ///< Excel's in China; includes GBK, GB 2312

/// Whether the C library can read text in the encoding of this name, in any case.
bool is_encoding(std::string_view name);

/// `bytes`, text in `encoding` without a byte order mark, as UTF-8. Each code unit that is not part
/// of a character becomes the byte FF, which UTF-8 never contains, so its position can be found.
/// UTF-8 is returned unchanged. Throws Error (invalid) if the C library does not know the encoding.
std::string decoded(std::string_view bytes, std::string_view encoding);

}  // namespace shotlist::system
