#pragma once
// "Did you mean": the known word closest to an unknown one.

#include <optional>
#include <string_view>
#include <vector>

namespace shotlist::inline base {

/// The candidate with the fewest edits (insert, delete, replace, swap of neighbours) from `word`,
/// ignoring case; none if even the closest differs by more than a third of the word.
std::optional<std::string_view> nearest(std::string_view word,
                                        const std::vector<std::string_view>& candidates);

}  // namespace shotlist::inline base
