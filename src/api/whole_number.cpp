#include "api/whole_number.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/quantity.h"
#include "base/text.h"
#include "base/utf8.h"

namespace shotlist::api {
namespace {

using namespace std::string_view_literals;

constexpr std::array seconds = {"s"sv,       "sec"sv, "secs"sv, "second"sv,
                                "seconds"sv, "秒"sv,  "秒钟"sv};

// In lower case, full-width characters as ASCII.
std::string narrowed(std::string_view text) {
  constexpr char32_t shift = 0xFEE0;
  std::string narrow;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    if (point.valid && point.value >= 0xFF01 && point.value <= 0xFF5E) {
      append_utf8(narrow, point.value - shift);
    } else {
      narrow += text.substr(at, point.size);
    }
    at += point.size;
  }
  return lower_ascii(narrow);
}

}  // namespace

std::optional<std::int64_t> read_whole_number(std::string_view text, bool in_seconds) {
  text = trimmed_of_blanks(text);
  if (const auto number = parse_integer(text, INT64_MIN, INT64_MAX)) return number;
  const std::string all = narrowed(text);
  std::string_view digits = all;
  const std::size_t end = std::min(digits.find_first_not_of("-0123456789."), digits.size());
  if (end < digits.size()) {
    const std::string_view unit = trimmed_of_blanks(digits.substr(end));
    const bool known = std::find(seconds.begin(), seconds.end(), unit) != seconds.end();
    if (!in_seconds || !known) return std::nullopt;
    digits = digits.substr(0, end);
  }
  // Three digits could be thousands: 15.000.
  for (const std::string_view fraction : {".0"sv, ".00"sv}) {
    if (digits.ends_with(fraction)) {
      digits.remove_suffix(fraction.size());
      break;
    }
  }
  return parse_integer(digits, INT64_MIN, INT64_MAX);
}

}  // namespace shotlist::api
