#include "api/answer_date.h"

#include <charconv>
#include <cstdint>
#include <string>

#include "base/quantity.h"
#include "base/text.h"

namespace shotlist::api {
namespace {

using namespace std::chrono_literals;

constexpr Date earliest(1'000'000'000s);
constexpr Date latest(7'258'118'400s);

std::optional<Date> date_of_number(std::string_view text) {
  constexpr double smallest_ms = 1e11;
  constexpr double smallest_us = 1e14;
  constexpr double largest = 1e17;
  double value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (!(value >= 0 && value < largest)) return std::nullopt;
  const double ms = value < smallest_ms ? value * 1000 : value < smallest_us ? value : value / 1000;
  return Date(std::chrono::milliseconds(static_cast<std::int64_t>(ms)));
}

// Takes `count` digits from the front of `text`; empty if they are not there.
std::string_view take_digits(std::string_view& text, std::size_t count) {
  const std::string_view digits = text.substr(0, count);
  if (digits.size() < count || !all_digits(digits)) return {};
  text.remove_prefix(count);
  return digits;
}

bool take_sign(std::string_view& text, std::string_view signs) {
  if (text.empty() || signs.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

// The zone at the end of a date: how far its clock is ahead of UTC.
std::optional<Duration> zone_of(std::string_view text) {
  if (text.empty() || text == "Z" || text == "z" || text == "UTC") return Duration(0);
  const bool behind = text.front() == '-';
  if (!take_sign(text, "+-")) return std::nullopt;
  const auto hours = parse_integer(take_digits(text, 2), 0, 23);
  take_sign(text, ":");
  const auto minutes =
      text.empty() ? std::optional<std::int64_t>(0) : parse_integer(take_digits(text, 2), 0, 59);
  if (!hours || !minutes || !text.empty()) return std::nullopt;
  const Duration ahead = std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
  return behind ? -ahead : ahead;
}

// Brings it into the one form that `parse_date` reads.
std::optional<Date> date_of_iso(std::string_view text) {
  std::string date;
  const auto add = [&](std::string_view separator, std::string_view signs, std::size_t digits) {
    take_sign(text, signs);
    const std::string_view taken = take_digits(text, digits);
    date += separator;
    date += taken;
    return !taken.empty();
  };
  if (!add("", "", 4) || !add("-", "-", 2) || !add("-", "-", 2)) return std::nullopt;
  if (text.empty() || !take_sign(text, "Tt ")) return std::nullopt;
  if (!add("T", "", 2) || !add(":", ":", 2) || !add(":", ":", 2)) return std::nullopt;
  std::string fraction;
  if (take_sign(text, ".,")) {
    while (!text.empty() && is_ascii_digit(text.front())) {
      fraction += text.front();
      text.remove_prefix(1);
    }
  }
  fraction.resize(3, '0');
  const auto zone = zone_of(trimmed(text));
  const auto read = parse_date(date + '.' + fraction + 'Z');
  if (!zone || !read) return std::nullopt;
  return *read - std::chrono::duration_cast<std::chrono::milliseconds>(*zone);
}

}  // namespace

std::optional<Date> read_date(std::string_view text) {
  text = trimmed(text);
  auto date = date_of_number(text);
  if (!date) date = date_of_iso(text);
  if (!date) date = parse_http_date(text);
  return date && *date >= earliest && *date < latest ? date : std::nullopt;
}

}  // namespace shotlist::api
