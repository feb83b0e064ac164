#pragma once
// The line of a location, to be shown under a message.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/location.h"

namespace shotlist::inline base {

/// A location and the excerpt of its line. Owns the excerpt, so it can outlive the file.
struct Excerpt {
  Location start;
  std::uint32_t end_column = 0;  ///< the column after the last character; 0 if unknown
  std::string line = {};         ///< as in the file, or the part of it around the column
  std::uint32_t line_start = 1;  ///< the column of the first character of `line`
  bool line_goes_on = false;     ///< the line in the file continues after `line`

  Excerpt() = default;
  Excerpt(Location location) : start(std::move(location)) {}  // without its line

  friend bool operator==(const Excerpt&, const Excerpt&) = default;
};

/// The offset of the first byte of the line that byte `offset` of `text` is on.
std::size_t start_of_line(std::string_view text, std::size_t offset);

/// The excerpt for the `size` bytes (0 if unknown) at `offset` of `text`, a whole file; they begin
/// at `start`. Lines end in LF, CRLF or CR. A long line is cut to more than any terminal shows.
Excerpt excerpt_of(std::string_view text, Location start, std::size_t offset, std::size_t size);

/// The line and, under it, a `^~~~` that marks the place, both indented and at most `width` columns
/// wide:
///
///         tram,A tram,sora-2-pro,landscap,large,20
///                                ^~~~~~~~
///
/// Empty if there is no line to show. Nothing in it can move the cursor.
std::string excerpt_text(const Excerpt& excerpt, std::size_t width);

}  // namespace shotlist::inline base
