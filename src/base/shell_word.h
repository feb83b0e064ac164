#pragma once
// Text as a word of a command that can be pasted into a shell.

#include <string>

namespace shotlist::inline base {

/// `word` as it is if no character of it means anything to a shell, else in quotes. What is not
/// safe to show is written in octal, for shells that know $'...'.
std::string shell_word(const std::string& word);

}  // namespace shotlist::inline base
