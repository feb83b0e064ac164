#pragma once
// Prose that is broken between words to fit the width of a terminal.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace shotlist::show {

/// `lead` and then `pieces`, each with its own spaces in front where it follows another on the same
/// line; further lines are indented by `indent` columns. A piece is never broken, so that a command
/// can be copied: one wider than `width` sticks out. Ends in a newline.
std::string paragraph(std::string_view lead, const std::vector<std::string>& pieces,
                      std::size_t width, std::size_t indent);

/// The words of `prose`, each with a space in front, added to `pieces`.
void add_words(std::vector<std::string>& pieces, std::string_view prose);

}  // namespace shotlist::show
