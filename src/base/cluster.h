#pragma once
// Characters as a reader sees them: a letter with its accents, several joined emoji, a flag.

#include <cstddef>
#include <string_view>

namespace shotlist::inline base {

/// The bytes of the character that starts at byte `at` of `text` (an extended grapheme cluster,
/// UAX 29). A byte that is not UTF-8 is one of its own.
std::size_t cluster_size(std::string_view text, std::size_t at);

/// The longest prefix of at most `bytes` bytes that cuts no character.
std::string_view cluster_prefix(std::string_view text, std::size_t bytes);

}  // namespace shotlist::inline base
