#include "sandbox/gzip.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace shotlist::sandbox {
namespace {

std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t remainder = 0xffffffffU;
  for (const char c : bytes) {
    remainder ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit)
      remainder = remainder >> 1U ^ ((remainder & 1U) != 0 ? 0xedb88320U : 0U);
  }
  return ~remainder;
}

void append_little_endian(std::string& out, std::uint32_t value, unsigned bytes) {
  for (unsigned i = 0; i < bytes; ++i)
    out += static_cast<char>(value >> 8 * i & 0xffU);
}

}  // namespace

std::string gzipped(std::string_view bytes) {
  constexpr std::size_t block_at_most = 0xffff;
  constexpr std::string_view head("\x1f\x8b\x08\0\0\0\0\0\0\xff", 10);
  std::string out(head);
  std::string_view left = bytes;
  do {
    const std::string_view block = left.substr(0, block_at_most);
    left.remove_prefix(block.size());
    const auto size = static_cast<std::uint32_t>(block.size());
    out += left.empty() ? '\1' : '\0';
    append_little_endian(out, size, 2);
    append_little_endian(out, ~size, 2);
    out.append(block);
  } while (!left.empty());
  append_little_endian(out, crc32(bytes), 4);
  append_little_endian(out, static_cast<std::uint32_t>(bytes.size()), 4);
  return out;
}

}  // namespace shotlist::sandbox
