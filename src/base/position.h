#pragma once
// A place in a file the user wrote.

#include <compare>
#include <cstdint>
#include <string>

namespace shotlist::inline base {

/// Lines and columns count from 1; 0 means "not known". A column counts characters (code points),
/// as editors do, not bytes.
struct Position {
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;

  friend bool operator==(const Position&, const Position&) = default;
};

/// `file:line:column`, leaving out what is not known.
std::string to_text(const Position& position);

}  // namespace shotlist::inline base
