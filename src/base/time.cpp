#include "base/time.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

namespace shotlist::inline base {
namespace {

// Reads `count` decimal digits at `at`; signs and spaces are not allowed.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<Date> date_of(int year, int month, int day, int hour, int minute, int second,
                            int ms) {
  using namespace std::chrono;
  const year_month_day calendar{std::chrono::year{year}, std::chrono::month{unsigned(month)},
                                std::chrono::day{unsigned(day)}};
  // 60 is a leap second: it becomes the next second, as the calendar has none.
  if (!calendar.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  return Date(sys_days(calendar).time_since_epoch() + hours(hour) + minutes(minute) +
              seconds(second) + milliseconds(ms));
}

// The last `count` decimal digits of `value`, which is not negative.
void put_digits(std::string& text, std::size_t at, std::size_t count, std::int64_t value) {
  for (std::size_t i = at + count; i-- > at; value /= 10)
    text[i] = static_cast<char>('0' + value % 10);
}

bool has_shape(std::string_view text, std::string_view shape) {
  return text.size() == shape.size() &&
         std::equal(text.begin(), text.end(), shape.begin(), [](char c, char s) {
           return s == '0' ? c >= '0' && c <= '9' : s == 'a' || c == s;
         });
}

}  // namespace

std::string to_text(Date date) {
  using namespace std::chrono;
  const auto midnight = floor<days>(date);
  const year_month_day day(midnight);
  const hh_mm_ss<milliseconds> time(date - midnight);
  std::string text = "0000-00-00T00:00:00.000Z";
  put_digits(text, 0, 4, int(day.year()));
  put_digits(text, 5, 2, unsigned(day.month()));
  put_digits(text, 8, 2, unsigned(day.day()));
  put_digits(text, 11, 2, time.hours().count());
  put_digits(text, 14, 2, time.minutes().count());
  put_digits(text, 17, 2, time.seconds().count());
  put_digits(text, 20, 3, time.subseconds().count());
  return text;
}

std::optional<Date> parse_date(std::string_view text) {
  // We never write a leap second.
  if (!has_shape(text, "0000-00-00T00:00:00.000Z") || text[17] == '6') return std::nullopt;
  return date_of(*digits(text, 0, 4), *digits(text, 5, 2), *digits(text, 8, 2),
                 *digits(text, 11, 2), *digits(text, 14, 2), *digits(text, 17, 2),
                 *digits(text, 20, 3));
}

std::optional<Date> parse_http_date(std::string_view text) {
  static constexpr std::array<std::string_view, 12> months = {
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto date_at = [text](std::size_t year, std::size_t month, std::size_t day,
                              std::size_t time) -> std::optional<Date> {
    const auto name = std::find(months.begin(), months.end(), text.substr(month, 3));
    // asctime pads the day with a space.
    const auto of_month = text[day] == ' ' ? digits(text, day + 1, 1) : digits(text, day, 2);
    if (name == months.end() || !of_month) return std::nullopt;
    const bool is_short = year + 4 > text.size() || text[year + 2] == ' ';
    int in_full = *digits(text, year, is_short ? 2 : 4);
    if (is_short) in_full += in_full < 70 ? 2000 : 1900;
    return date_of(in_full, int(name - months.begin()) + 1, *of_month, *digits(text, time, 2),
                   *digits(text, time + 3, 2), *digits(text, time + 6, 2), 0);
  };
  if (has_shape(text, "aaa, 00 aaa 0000 00:00:00 GMT")) return date_at(12, 8, 5, 17);
  if (has_shape(text, "aaa aaa 00 00:00:00 0000") || has_shape(text, "aaa aaa  0 00:00:00 0000")) {
    return date_at(20, 4, 8, 11);
  }
  const auto comma = std::min(text.find(','), text.size());
  if (!has_shape(text.substr(comma), ", 00-aaa-00 00:00:00 GMT")) return std::nullopt;
  return date_at(comma + 9, comma + 5, comma + 2, comma + 12);
}

std::string to_text(Duration duration) {
  using namespace std::chrono;
  // Rounded before choosing a form: 999.9ms is 1s, and 59.99s is 1:00.
  const auto ms = rounded_to_ms(duration).count();
  if (ms < 1000) return fmt::format("{}ms", ms);
  const auto tenths = (ms + 50) / 100;
  if (tenths < 600) {
    return tenths % 10 == 0 ? fmt::format("{}s", tenths / 10)
                            : fmt::format("{}.{}s", tenths / 10, tenths % 10);
  }
  const auto seconds = round<std::chrono::seconds>(duration).count();
  if (seconds < 3600) return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
  return fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

std::chrono::milliseconds rounded_to_ms(Duration duration) {
  return std::chrono::round<std::chrono::milliseconds>(duration);
}

}  // namespace shotlist::inline base
