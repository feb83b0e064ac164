#pragma once
// How many columns text takes on a terminal: CJK and emoji take two, combining marks none.

#include <cstddef>
#include <string>
#include <string_view>

namespace shotlist::inline base {

/// In columns. Control characters count as 0: disarm text first.
std::size_t display_width(std::string_view text);

/// At most `width` columns of `text`, never half of a wide character; where something had to go,
/// it ends in `…`.
std::string fitted(std::string_view text, std::size_t width);

/// The same of the end of `text`, with `…` at its start.
std::string fitted_end(std::string_view text, std::size_t width);

/// `fitted`, then filled up with spaces to exactly `width` columns.
std::string padded(std::string_view text, std::size_t width);

/// Adds what `padded` makes of `cell` to `text`.
void append_padded(std::string& text, std::string_view cell, std::size_t width);

}  // namespace shotlist::inline base
