#include "base/quantity.h"

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"

namespace shotlist::inline base {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::pair<std::string_view, Duration>, 9> units = {{{"ms", 1ms},
                                                                         {"s", 1s},
                                                                         {"sec", 1s},
                                                                         {"second", 1s},
                                                                         {"m", 1min},
                                                                         {"min", 1min},
                                                                         {"minute", 1min},
                                                                         {"h", 1h},
                                                                         {"hour", 1h}}};
constexpr Duration longest = 24h;

std::optional<Duration> unit_named(std::string_view name) {
  for (const auto& [unit, length] : units) {
    if (unit == name) return length;
  }
  return std::nullopt;
}

// Only plain decimals: from_chars would also read a sign, an exponent, `inf` and hexadecimal.
std::optional<double> parse_decimal(std::string_view text) {
  if (text.empty() || text.find_first_not_of("0123456789.") != std::string_view::npos) {
    return std::nullopt;
  }
  double value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::optional<std::int64_t> parse_integer(std::string_view text, std::int64_t least,
                                          std::int64_t most) {
  std::int64_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (value < least || value > most) return std::nullopt;
  return value;
}

std::optional<Duration> parse_duration(std::string_view text) {
  const auto unit_at = text.find_first_not_of("0123456789.");
  if (unit_at == std::string_view::npos) return std::nullopt;
  const auto number = parse_decimal(text.substr(0, unit_at));
  const auto unit = unit_named(text.substr(unit_at));
  if (!number || !unit || *number > 1e9) return std::nullopt;
  const double length = *number * static_cast<double>(unit->count());
  if (length < 1 || length > static_cast<double>(longest.count())) return std::nullopt;
  return Duration(std::llround(length));
}

std::optional<Pace> parse_pace(std::string_view text) {
  if (text == "none") return Pace{};
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto count = parse_integer(text.substr(0, slash), 1, 1'000'000);
  const std::string_view window = text.substr(slash + 1);
  const auto per = unit_named(window) ? unit_named(window) : parse_duration(window);
  if (!count || !per) return std::nullopt;
  return Pace{Rate{*count, *per}};
}

std::optional<CountOrShare> parse_count_or_share(std::string_view text) {
  const bool percent = !text.empty() && text.back() == '%';
  if (percent) text.remove_suffix(1);
  const auto count = parse_integer(text, 1, percent ? 100 : 1'000'000'000);
  if (!count) return std::nullopt;
  return CountOrShare{*count, percent};
}

std::optional<double> parse_probability(std::string_view text) {
  const bool percent = !text.empty() && text.back() == '%';
  if (percent) text.remove_suffix(1);
  const auto number = parse_decimal(text);
  if (!number) return std::nullopt;
  const double probability = percent ? *number / 100 : *number;
  if (probability > 1) return std::nullopt;
  return probability;
}

std::optional<Span> parse_span(std::string_view text) {
  const auto comma = text.find(',');
  if (comma == std::string_view::npos) return std::nullopt;
  const auto start = parse_decimal(text.substr(0, comma));
  const auto end = parse_decimal(text.substr(comma + 1));
  if (!start || !end || *end <= *start) return std::nullopt;
  return Span{*start, *end};
}

std::string to_text(const Pace& pace) {
  if (!pace.rate) return "none";
  for (const std::string_view name : {"s", "min", "h"}) {
    if (*unit_named(name) == pace.rate->per) return fmt::format("{}/{}", pace.rate->count, name);
  }
  const auto ms = rounded_to_ms(pace.rate->per).count();
  return ms % 1000 == 0 ? fmt::format("{}/{}s", pace.rate->count, ms / 1000)
                        : fmt::format("{}/{}ms", pace.rate->count, ms);
}

std::optional<std::uint64_t> parse_size(std::string_view text) {
  constexpr std::string_view powers = "kmgt";
  constexpr double most = 4.6e18;  // below 2^62
  const auto unit_at = text.find_first_not_of("0123456789.");
  const auto number = parse_decimal(text.substr(0, unit_at));
  if (!number) return std::nullopt;
  std::string unit;
  if (unit_at != std::string_view::npos) unit = lower_ascii(text.substr(unit_at));
  if (!unit.empty() && unit.front() == ' ') unit.erase(0, 1);
  if (!unit.empty() && unit.back() == 'b') unit.pop_back();
  double factor = 1;
  if (!unit.empty()) {
    const auto power = powers.find(unit.front());
    const std::string_view rest = std::string_view(unit).substr(1);
    if (power == std::string_view::npos || (!rest.empty() && rest != "i")) return std::nullopt;
    factor = std::pow(rest.empty() ? 1000.0 : 1024.0, static_cast<double>(power + 1));
  }
  const double bytes = *number * factor;
  if (bytes < 1 || bytes > most) return std::nullopt;
  return static_cast<std::uint64_t>(bytes);
}

}  // namespace shotlist::inline base
