#pragma once
// A place in a file with the line it stands on, to be shown under a message.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/position.h"

namespace shotlist::inline base {

/// Where a mistake is. Owns what is shown of the line, so that it may outlive the file.
struct Location {
  Position start;
  std::uint32_t end_column = 0;  ///< of the first character behind it; 0: not known
  std::string line = {};         ///< as it is in the file, or a part of it around the column
  std::uint32_t line_start = 1;  ///< the column of the first character of `line`
  bool line_goes_on = false;     ///< there is more of it than `line`

  Location() = default;
  Location(Position position) : start(std::move(position)) {}  // a place without its line

  friend bool operator==(const Location&, const Location&) = default;
};

/// The offset of the first byte of the line that byte `offset` of `text` is on.
std::size_t start_of_line(std::string_view text, std::size_t offset);

/// The location of `size` bytes of `text`, the whole of a file, from `offset` on; 0: of nobody
/// knows how many. Lines end in LF, CRLF or CR. Of a long line it takes what no terminal is wider
/// than.
Location location_in(std::string_view text, Position start, std::size_t offset, std::size_t size);

/// The line and under it a `^~~~` that marks the place, both in at most `width` columns and
/// indented:
///
///         tram,A tram,sora-2-pro,landscap,large,20
///                                ^~~~~~~~
///
/// Empty where there is no line to show. Nothing in it can move the cursor.
std::string excerpt(const Location& location, std::size_t width);

}  // namespace shotlist::inline base
