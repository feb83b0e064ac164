#pragma once
// Questions about text that a person is shown.

#include <cstddef>
#include <string_view>

#include "base/disarm.h"
#include "base/utf8.h"

namespace shotlist::tests {

inline bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// Whether anything in it could move a cursor, change a colour or reorder what is read.
inline bool has_unsafe_characters(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    if (!point.valid || is_unsafe_to_show(point.value)) return true;
    at += point.size;
  }
  return false;
}

}  // namespace shotlist::tests
