#pragma once
// Prose, broken between words to fit the width of a terminal.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace shotlist::show {

/// `lead`, then `pieces`, each with its own leading spaces, which are kept only within a line;
/// further lines are indented by `indent` columns. A piece is never broken, so that a command can
/// be copied: a piece wider than `width` sticks out. Ends in a newline.
std::string paragraph(std::string_view lead, const std::vector<std::string>& pieces,
                      std::size_t width, std::size_t indent);

/// Adds the words of `prose` to `pieces`, each with a leading space.
void add_words(std::vector<std::string>& pieces, std::string_view prose);

}  // namespace shotlist::show
