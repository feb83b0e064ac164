#pragma once
// UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing above U+10FFFF.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace shotlist::inline base {

/// One code point read from text. `size` is in bytes; 0 at the end of the text. If the bytes are
/// not UTF-8, `valid` is false, `size` is 1 and `value` is the byte.
struct CodePoint {
  char32_t value = 0;
  std::size_t size = 0;
  bool valid = true;
};

/// The code point that starts at byte `at` of `text`.
CodePoint decode_utf8(std::string_view text, std::size_t at);

/// Whether `byte` is a continuation byte, which no character begins with.
constexpr bool is_inside_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// The offset of the first byte that is not UTF-8, if any.
std::optional<std::size_t> first_invalid_utf8(std::string_view text);

/// `text` with each byte that is not UTF-8 replaced by U+FFFD.
std::string repaired_utf8(std::string_view text);

/// Appends `value`, which must be a Unicode scalar value, as UTF-8.
void append_utf8(std::string& text, char32_t value);

/// The longest prefix of at most `bytes` bytes that does not cut a code point.
std::string_view utf8_prefix(std::string_view text, std::size_t bytes);

/// The number of code points; an invalid byte counts as one.
std::size_t count_code_points(std::string_view text);

/// Whether `text` is nothing but white space, as Unicode defines it (White_Space): the ideographic
/// space and the no-break space count, bytes that are not UTF-8 do not. True for empty text.
bool is_blank(std::string_view text);

}  // namespace shotlist::inline base
