#pragma once
// Examines eight bytes of text at once.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace shotlist::inline base {

/// Eight bytes as one number. Each test costs a few operations without a branch; compilers
/// vectorize none of this at our usual optimization level.
class EightBytes {
 public:
  static constexpr std::size_t size = sizeof(std::uint64_t);

  /// `text` must point to at least eight bytes.
  explicit EightBytes(const char* text) {
    std::memcpy(&bytes_, text, size);
    if constexpr (std::endian::native == std::endian::big) turn();  // the first byte is the lowest
  }

  bool all_ascii() const { return (bytes_ & tops) == 0; }

  /// Whether all bytes are between space and `~`.
  bool all_printable_ascii() const {
    return ((bytes_ | (bytes_ - all_of(' ')) | (bytes_ + ones)) & tops) == 0;
  }

  /// Whether any byte is `c`.
  bool has(char c) const { return has_zero(bytes_ ^ all_of(c)); }

  /// Whether any byte is less than `least`, which must be at most 128.
  bool has_less_than(unsigned char least) const {
    return ((bytes_ - ones * least) & ~bytes_ & tops) != 0;
  }

  /// How many bytes stand before the first that is `a`, `b` or a control character below space;
  /// `size` if none is. Both must be ASCII.
  std::size_t before_any(char a, char b) const {
    const std::uint64_t places =
        ((bytes_ ^ all_of(a)) - ones) | ((bytes_ ^ all_of(b)) - ones) | (bytes_ - all_of(' '));
    // The first mark is right; a borrow may have made others behind it.
    const std::uint64_t marks = places & ~bytes_ & tops;
    return marks == 0 ? size : static_cast<std::size_t>(std::countr_zero(marks)) / 8;
  }

 private:
  static constexpr std::uint64_t ones = 0x0101010101010101U;
  static constexpr std::uint64_t tops = 0x8080808080808080U;

  static constexpr std::uint64_t all_of(char c) { return ones * static_cast<unsigned char>(c); }

  static constexpr bool has_zero(std::uint64_t bytes) {
    return ((bytes - ones) & ~bytes & tops) != 0;
  }

  void turn() {
    std::uint64_t turned = 0;
    for (std::size_t i = 0; i < size; ++i, bytes_ >>= 8U)
      turned = turned << 8U | (bytes_ & 0xFFU);
    bytes_ = turned;
  }

  std::uint64_t bytes_ = 0;
};

/// The first position from `at` on, in steps of eight, whose eight bytes are not `plain`, or where
/// fewer than eight bytes are left.
template <typename Plain>
std::size_t skip_eights(std::string_view text, std::size_t at, const Plain& plain) {
  while (at + EightBytes::size <= text.size() && plain(EightBytes(text.data() + at)))
    at += EightBytes::size;
  return at;
}

}  // namespace shotlist::inline base
