#include "ledger/write_ahead_log.h"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <string_view>

namespace shotlist::ledger {
namespace {

constexpr std::size_t log_header_size = 32;
constexpr std::size_t frame_header_size = 24;

std::uint32_t word_of(std::string_view bytes, std::size_t at, bool big_endian) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const std::size_t from = big_endian ? at + i : at + 3 - i;
    value = value << 8U | static_cast<unsigned char>(bytes[from]);
  }
  return value;
}

std::uint32_t word_of(std::string_view bytes, std::size_t at) {
  return word_of(bytes, at, true);
}

struct Sum {
  std::uint32_t first = 0;
  std::uint32_t second = 0;

  void add(std::string_view bytes, bool big_endian) {
    for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8) {
      first += word_of(bytes, at, big_endian) + second;
      second += word_of(bytes, at + 4, big_endian) + first;
    }
  }
  bool is_at(std::string_view bytes, std::size_t at) const {
    return first == word_of(bytes, at) && second == word_of(bytes, at + 4);
  }
};

bool fill(std::istream& in, std::string& bytes) {
  return static_cast<bool>(in.read(bytes.data(), static_cast<std::streamsize>(bytes.size())));
}

}  // namespace

bool is_damaged_log(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string header(log_header_size, '\0');
  if (!in || !fill(in, header)) return false;
  if (std::all_of(header.begin(), header.end(), [](char c) { return c == '\0'; })) return false;

  constexpr std::uint32_t magic = 0x377f0682;  // the last bit: checksums use big-endian words
  const bool big_endian = (word_of(header, 0) & 1U) != 0;
  const std::size_t page_size = word_of(header, 8);
  Sum sum;
  sum.add(std::string_view(header).substr(0, 24), big_endian);
  if ((word_of(header, 0) & ~1U) != magic || !sum.is_at(header, 24)) return true;

  const std::string_view salt = std::string_view(header).substr(16, 8);
  std::string frame(frame_header_size + page_size, '\0');
  bool is_whole = true;
  int ends = 0;  // ends of transactions at or after the first invalid frame
  while (fill(in, frame)) {
    const std::string_view bytes = frame;
    const bool is_of_this_log = bytes.substr(8, 8) == salt;
    if (is_whole) {
      sum.add(bytes.substr(0, 8), big_endian);
      sum.add(bytes.substr(frame_header_size), big_endian);
      is_whole = is_of_this_log && sum.is_at(bytes, 16);
    }
    if (is_whole) continue;
    // Frames of an older log, which this one overwrites, have neither of its two salts.
    const bool is_likely =
        bytes.substr(8, 4) == salt.substr(0, 4) || bytes.substr(12, 4) == salt.substr(4, 4);
    const bool is_end = word_of(bytes, 4) != 0;
    if (is_likely && is_end && ++ends == 2) return true;
  }
  return false;
}

}  // namespace shotlist::ledger
