#pragma once
// A position in a file.

#include <compare>
#include <cstdint>
#include <string>

namespace shotlist::inline base {

/// Lines and columns count from 1; 0 means unknown. A column counts characters (code points), as
/// editors do, not bytes.
struct Location {
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;

  friend bool operator==(const Location&, const Location&) = default;
};

/// `file:line:column`, without the parts that are unknown.
std::string to_text(const Location& location);

}  // namespace shotlist::inline base
