#pragma once
// "Did you mean": the known word closest to an unknown one.

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace shotlist::inline base {

/// How many edits (insert, delete, replace, swap of neighbours) lead from `a` to `b`, in bytes. The
/// cost is the product of their lengths.
std::size_t edits_between(std::string_view a, std::string_view b);

/// The candidate with the fewest edits (insert, delete, replace, swap of neighbours) from `word`,
/// ignoring case; none if even the closest differs by more than a third of the word.
std::optional<std::string_view> nearest(std::string_view word,
                                        const std::vector<std::string_view>& candidates);

/// How many edits (insert, delete, replace, swap of neighbours) lead from `a` to `b`, in bytes. The
/// cost is the product of their lengths.
std::size_t edits_between(std::string_view a, std::string_view b);

}  // namespace shotlist::inline base
