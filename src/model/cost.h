#pragma once
// The total cost of requests, as far as their prices are known.

#include <cstddef>
#include <optional>
#include <string>

#include "base/money.h"

namespace shotlist::inline model {

/// A sum that also counts the rows it could not add.
struct Cost {
  Money known;
  std::size_t unpriced = 0;  ///< rows of unknown price, not included in `known`

  void add(const std::optional<Money>& price);
  Cost& operator+=(const Cost& more);
  bool empty() const { return known == Money() && unpriced == 0; }

  friend bool operator==(const Cost&, const Cost&) = default;
};

/// `CNY 28.80`, `CNY 28.80 + 2 rows of unknown price`, `2 rows of unknown price`; `28.80` if the
/// currency is unknown.
std::string to_text(const Cost& cost, const std::string& currency);

/// What was spent, and what may have been spent.
struct Spent {
  Cost certain;   ///< for tasks that were created
  Cost possible;  ///< in addition, for attempts in doubt

  /// Both together: what a budget must count.
  Cost at_most() const;
};

/// `est. CNY 24.00`, or with rows in doubt
/// `est. CNY 24.00, or up to CNY 28.80 with what is in doubt`.
std::string to_text(const Spent& spent, const std::string& currency);

}  // namespace shotlist::inline model
