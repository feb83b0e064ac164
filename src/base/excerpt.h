#pragma once
// The line that a location is on, to be shown under a message.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/location.h"

namespace shotlist::inline base {

/// A location, and what is shown of its line. Owns that, so that it may outlive the file.
struct Excerpt {
  Location start;
  std::uint32_t end_column = 0;  ///< of the first character behind it; 0: not known
  std::string line = {};         ///< as it is in the file, or a part of it around the column
  std::uint32_t line_start = 1;  ///< the column of the first character of `line`
  bool line_goes_on = false;     ///< there is more of it than `line`

  Excerpt() = default;
  Excerpt(Location location) : start(std::move(location)) {}  // without its line

  friend bool operator==(const Excerpt&, const Excerpt&) = default;
};

/// The offset of the first byte of the line that byte `offset` of `text` is on.
std::size_t start_of_line(std::string_view text, std::size_t offset);

/// Of the `size` bytes (0: not known) from `offset` on of `text`, the whole of a file, which begin
/// at `start`. Lines end in LF, CRLF or CR. Of a long line it takes what no terminal is wider than.
Excerpt excerpt_of(std::string_view text, Location start, std::size_t offset, std::size_t size);

/// The line and under it a `^~~~` that marks the place, both in at most `width` columns and
/// indented:
///
///         tram,A tram,sora-2-pro,landscap,large,20
///                                ^~~~~~~~
///
/// Empty where there is no line to show. Nothing in it can move the cursor.
std::string excerpt_text(const Excerpt& excerpt, std::size_t width);

}  // namespace shotlist::inline base
