#pragma once
// Text in the encodings that spreadsheets write, as UTF-8.

#include <string>
#include <string_view>

namespace shotlist::system {

enum class Encoding {
  utf8,
  utf16_le,  ///< Excel's "Unicode text"
  utf16_be,
  gb18030,  ///< what Excel saves in China; GBK and GB 2312 are parts of it
};

/// `UTF-8`, `UTF-16` or `GB18030`.
std::string_view to_text(Encoding encoding);

/// What the C library calls it: `UTF-16LE`.
const char* name_for_iconv(Encoding encoding);

/// `bytes`, which are text in `encoding` without a byte order mark, as UTF-8. Each byte that is no
/// part of a character becomes the byte FF, which no UTF-8 holds: so it is found where it stood.
/// UTF-8 comes back as it is. Throws Error (invalid) where the C library does not know the
/// encoding.
std::string decoded(std::string_view bytes, Encoding encoding);

}  // namespace shotlist::system
