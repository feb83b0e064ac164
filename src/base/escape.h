#pragma once
// Reads the character escapes of JSON, URLs, HTML and source code.

#include <cstddef>
#include <string_view>

namespace shotlist::inline base {

/// Families of escapes, each decoded by different programs. They are bits, to combine into sets.
enum : unsigned {
  /// JSON (RFC 8259, section 7) and the variants in C, JavaScript and Python: `\/`, `\n`, `\u002d`,
  /// `\x2d`, `\055`, `\u{2d}`. Any other character after a backslash stands for itself.
  backslash_escapes = 1,
  /// RFC 3986, section 2.1: `%2d`; and `%u002d` from old scripts.
  percent_escapes = 2,
  /// HTML's `&#45;`, `&#x2d;` and names such as `&amp;`; the semicolon may be missing.
  html_escapes = 4,
  all_escapes = backslash_escapes | percent_escapes | html_escapes
};

/// One escape: its character (a code point, or half of a surrogate pair), its length in bytes, and
/// its family. `size` is 0 if there is none.
struct Escape {
  unsigned value = 0;
  std::size_t size = 0;
  unsigned family = 0;
};

/// The escape from one of `families` that starts at byte `at` of `text`. Hexadecimal digits may be
/// in either case.
Escape read_escape(std::string_view text, std::size_t at, unsigned families);

/// The number of bytes of `text` from `at` on that must stay together in JSON: those of an escape,
/// of the two escapes of a surrogate pair, or 1.
std::size_t json_unit(std::string_view text, std::size_t at);

}  // namespace shotlist::inline base
