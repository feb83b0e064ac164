#pragma once
// A command line that is being typed in bash.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace shotlist::cli {

/// A line up to the cursor, as bash would read it: quotes and backslashes are gone. Nothing is
/// expanded.
struct ShellLine {
  std::vector<std::string> words;  ///< the last one is being typed, and may be empty
  char quote = 0;                  ///< the one that is open in it; 0 if none
  std::size_t quoted_from = 0;     ///< the characters of it before the open quote
};

ShellLine read_shell_line(std::string_view line);

/// What bash is to put into `line` so that its last word becomes `word`, which runs nothing when
/// the line is entered: bash itself quotes nothing, and replaces only what stands behind the open
/// quote, or else behind the last of `word_breaks`.
std::string replacement_in_bash(const std::string& word, const ShellLine& line,
                                std::string_view word_breaks);

}  // namespace shotlist::cli
