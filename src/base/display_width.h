#pragma once
// The columns that text takes on a terminal: two for CJK and emoji, none for combining marks.

#include <cstddef>
#include <string>
#include <string_view>

namespace shotlist::inline base {

/// The width in columns. Control characters count as 0, so disarm text first.
std::size_t display_width(std::string_view text);

/// At most `width` columns of `text`, never half a wide character; ends in `…` if anything was cut.
std::string fitted(std::string_view text, std::size_t width);

/// The same for the end of `text`, with `…` at its start.
std::string fitted_end(std::string_view text, std::size_t width);

/// `fitted`, then padded with spaces to exactly `width` columns.
std::string padded(std::string_view text, std::size_t width);

/// Appends `padded(cell, width)` to `text`.
void append_padded(std::string& text, std::string_view cell, std::size_t width);

}  // namespace shotlist::inline base
