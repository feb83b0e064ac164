#pragma once
// Examines eight bytes of text at once.

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
  explicit EightBytes(const char* text) { std::memcpy(&bytes_, text, size); }

  bool all_ascii() const { return (bytes_ & tops) == 0; }

  /// Whether any byte is `c`.
  bool has(char c) const { return has_zero(bytes_ ^ (ones * static_cast<unsigned char>(c))); }

  /// Whether any byte is less than `least`, which must be at most 128.
  bool has_less_than(unsigned char least) const {
    return ((bytes_ - ones * least) & ~bytes_ & tops) != 0;
  }

 private:
  static constexpr std::uint64_t ones = 0x0101010101010101U;
  static constexpr std::uint64_t tops = 0x8080808080808080U;

  static constexpr bool has_zero(std::uint64_t bytes) {
    return ((bytes - ones) & ~bytes & tops) != 0;
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
