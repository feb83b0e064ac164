#include "base/money.h"

#include <limits>

#include <fmt/format.h>

#include "base/quantity.h"
#include "base/text.h"

namespace shotlist::inline base {
namespace {

constexpr std::int64_t per_unit = 1'000'000;
constexpr std::size_t decimals = 6;
constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

}  // namespace

Money Money::operator+(Money other) const {
  return Money(millionths_ > most - other.millionths_ ? most : millionths_ + other.millionths_);
}

Money Money::minus(Money other) const {
  return Money(other.millionths_ > millionths_ ? 0 : millionths_ - other.millionths_);
}

Money Money::times(std::int64_t count) const {
  if (count <= 0) return Money();
  return Money(millionths_ > most / count ? most : millionths_ * count);
}

std::optional<Money> parse_money(std::string_view text) {
  const auto point = text.find('.');
  const std::string_view units = text.substr(0, point);
  std::string fraction;
  if (point != std::string_view::npos) {
    fraction = text.substr(point + 1);
    if (!all_digits(fraction) || fraction.size() > decimals) return std::nullopt;
  }
  fraction.resize(decimals, '0');
  if (!all_digits(units)) return std::nullopt;
  const auto whole = parse_integer(units, 0, Money::most_units);
  if (!whole) return std::nullopt;
  return Money::of_millionths(*whole * per_unit + *parse_integer(fraction, 0, per_unit));
}

std::string to_text(Money money) {
  std::string text =
      fmt::format("{}.{:06}", money.millionths() / per_unit, money.millionths() % per_unit);
  const std::size_t shortest = text.size() - decimals + 2;
  while (text.size() > shortest && text.back() == '0')
    text.pop_back();
  return text;
}

}  // namespace shotlist::inline base
