#pragma once
// Which bytes of a file a request asks for.

#include <cstddef>
#include <optional>
#include <string_view>

namespace shotlist::sandbox {

/// Bytes `first` to `first + size - 1`.
struct ByteRange {
  std::size_t first = 0;
  std::size_t size = 0;

  friend bool operator==(const ByteRange&, const ByteRange&) = default;
};

/// Reads a header `Range: bytes=FIRST-LAST`, `bytes=FIRST-` or `bytes=-COUNT` of a file of `total`
/// bytes. A range of no byte of the file has the size 0. None if it is no such header, or one of
/// several ranges: those are answered with the whole file.
std::optional<ByteRange> parse_range(std::string_view header, std::size_t total);

}  // namespace shotlist::sandbox
