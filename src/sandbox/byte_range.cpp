#include "sandbox/byte_range.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace shotlist::sandbox {
namespace {

std::optional<std::size_t> count_in(std::string_view digits) {
  std::size_t count = 0;
  const char* const end = digits.data() + digits.size();
  const auto [after, error] = std::from_chars(digits.data(), end, count);
  if (error != std::errc() || after != end) return std::nullopt;
  return count;
}

}  // namespace

std::optional<ByteRange> parse_range(std::string_view header, std::size_t total) {
  constexpr std::string_view unit = "bytes=";
  if (lower_ascii(header.substr(0, unit.size())) != unit) return std::nullopt;
  const std::string_view range = header.substr(unit.size());
  const auto dash = range.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto first = count_in(range.substr(0, dash));
  const auto last = count_in(range.substr(dash + 1));
  if (!last && dash + 1 != range.size()) return std::nullopt;
  if (!first) {
    if (dash != 0 || !last) return std::nullopt;
    const std::size_t size = std::min(*last, total);
    return ByteRange{total - size, size};
  }
  if (last && *last < *first) return std::nullopt;
  if (*first >= total) return ByteRange{*first, 0};
  return ByteRange{*first, last ? std::min(*last, total - 1) - *first + 1 : total - *first};
}

}  // namespace shotlist::sandbox
