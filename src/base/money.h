#pragma once
// Amounts of money, exact.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/translation.h"

namespace shotlist::inline base {

/// An amount in any currency, in millionths of its unit; never negative. Sums and products saturate
/// at the largest amount.
class Money {
 public:
  Money() = default;

  /// The largest amount that `parse_money` accepts, in units.
  static constexpr std::int64_t most_units = 1'000'000'000;

  static constexpr Money of_millionths(std::int64_t count) { return Money(count); }
  std::int64_t millionths() const { return millionths_; }

  Money operator+(Money other) const;
  Money& operator+=(Money other) { return *this = *this + other; }

  /// The difference, or zero if `other` is larger.
  Money minus(Money other) const;

  /// This amount `count` times; zero if `count` is less than 1.
  Money times(std::int64_t count) const;

  friend auto operator<=>(const Money&, const Money&) = default;

 private:
  explicit constexpr Money(std::int64_t millionths) : millionths_(millionths) {}

  std::int64_t millionths_ = 0;
};

/// `4.8`, `0.125`, `25`: digits with at most six decimals, no sign, up to `Money::most_units`.
std::optional<Money> parse_money(std::string_view text);

/// With two decimals, or more if it has more: `4.80`, `0.125`.
std::string to_text(Money money);

inline constexpr std::string_view money_hint =
    marked("write an amount such as 4.8, without a currency, six decimals at most");

}  // namespace shotlist::inline base
