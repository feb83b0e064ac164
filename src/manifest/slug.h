#pragma once
// Text as a part of an id that names files.

#include <cstddef>
#include <string>
#include <string_view>

namespace shotlist::manifest {

/// Letters of any script, digits, `_` and `.` as they are, and one `-` for every run of anything
/// else between them; empty where there is none of them. `16:9` becomes `16-9`.
std::string slug_of(std::string_view text);

/// `slug`, or where it is longer than `most` bytes, its beginning, `-` and 8 digits that tell
/// `whole` from other texts that begin alike.
std::string shortened(std::string slug, std::size_t most, std::string_view whole);

/// 8 hexadecimal digits that depend on every byte of `text`.
std::string short_digest(std::string_view text);

}  // namespace shotlist::manifest
