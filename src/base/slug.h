#pragma once
// Text as part of an id that names files.

#include <cstddef>
#include <string>
#include <string_view>

namespace shotlist::inline base {

/// Letters of any script, digits, `_` and `.` unchanged, and one `-` for every run of anything else
/// between them; empty if there are none. `16:9` becomes `16-9`.
std::string slug_of(std::string_view text);

/// `slug`, or if it is longer than `most` bytes, its beginning, `-` and 8 digits that distinguish
/// `whole` from other texts with the same beginning.
std::string shortened(std::string slug, std::size_t most, std::string_view whole);

/// 8 hexadecimal digits that depend on every byte of `text`.
std::string short_digest(std::string_view text);

}  // namespace shotlist::inline base
