#pragma once
// Text in the encodings that spreadsheets write, as UTF-8.

#include <string>
#include <string_view>

namespace shotlist::system {

enum class Encoding {
  utf8,
  utf16_le,  ///< Excel's "Unicode text"
  utf16_be,
  gb18030,  ///< what Excel saves in China; GBK and GB 2312 are subsets
};

/// `UTF-8`, `UTF-16` or `GB18030`.
std::string_view to_text(Encoding encoding);

/// The C library's name for it: `UTF-16LE`.
const char* name_for_iconv(Encoding encoding);

/// `bytes`, text in `encoding` without a byte order mark, as UTF-8. Each code unit that is not part
/// of a character becomes the byte FF, which UTF-8 never contains, so its position can be found.
/// UTF-8 is returned unchanged. Throws Error (invalid) if the C library does not know the encoding.
std::string decoded(std::string_view bytes, Encoding encoding);

}  // namespace shotlist::system
