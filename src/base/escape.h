#pragma once
// Reads the escapes in which programs write a character into JSON, URLs, HTML and source code.

#include <cstddef>
#include <string_view>

namespace shotlist::inline base {

/// Families of escapes, each decoded by programs of its own. As bits, so that they make sets.
enum : unsigned {
  /// JSON (RFC 8259, section 7) and its cousins in C, JavaScript and Python: `\/`, `\u002d`,
  /// `\x2d`,
  /// `\055`, `\u{2d}`. Any other character behind a backslash is that character.
  backslash_escapes = 1,
  /// RFC 3986, section 2.1: `%2d`; and the `%u002d` of old scripts.
  percent_escapes = 2,
  /// HTML's `&#45;`, `&#x2d;` and names such as `&amp;`; the semicolon may be missing.
  html_escapes = 4,
  all_escapes = backslash_escapes | percent_escapes | html_escapes
};

/// One escape: the character it stands for (its place in Unicode, or half of a surrogate pair), how
/// many bytes it is written with, and its family. `size` is 0 where there is none.
struct Escape {
  unsigned value = 0;
  std::size_t size = 0;
  unsigned family = 0;
};

/// The escape of one of `families` that starts at byte `at` of `text`. No case matters.
Escape read_escape(std::string_view text, std::size_t at, unsigned families);

/// How many bytes of `text`, from `at` on, no reader of JSON may see cut: those of an escape, of
/// the two escapes of a surrogate pair, or 1.
std::size_t json_unit(std::string_view text, std::size_t at);

}  // namespace shotlist::inline base
