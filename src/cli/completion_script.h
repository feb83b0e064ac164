#pragma once
// The scripts that make a shell complete our command lines.

#include <string_view>

#include "cli/option_values.h"

namespace shotlist::cli {

/// Each asks `shotlist complete SHELL ...` and hands the answer to its shell; what may be typed is
/// known here alone (completion.h). In the answer the first line is the kind of completion:
/// `words`, `words-` (no space follows), `files`, with the endings of those that are meant, or
/// `folders`. Then each line is a word, for zsh and fish with its meaning behind a tab.
std::string_view completion_script(Shell shell);

}  // namespace shotlist::cli
