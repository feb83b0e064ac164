#pragma once
// The rules of the architecture: who may include whom, and where each library lives.

#include <string>
#include <string_view>
#include <vector>

namespace shotlist::tests {

/// What is wrong with one line of the source file `path` (relative to src/, such as
/// `http/url.cpp`), or nothing. Only include lines can be wrong.
std::string complaint_about(std::string_view path, std::string_view line);

/// What is wrong with the file itself: its place, its first line, its namespace.
std::string complaint_about_file(std::string_view path, const std::vector<std::string>& lines);

/// The file that a line includes in quotes, such as `base/text.h`; empty where it includes none.
std::string quoted_include(std::string_view line);

}  // namespace shotlist::tests
