#pragma once
// What requests cost together, as far as their prices are known.

#include <cstddef>
#include <optional>
#include <string>

#include "base/money.h"

namespace shotlist::inline model {

/// A sum that does not forget what it could not add.
struct Cost {
  Money known;
  std::size_t unpriced = 0;  ///< rows of unknown price, which are not part of `known`

  void add(const std::optional<Money>& price);
  Cost& operator+=(const Cost& more);
  bool empty() const { return known == Money() && unpriced == 0; }

  friend bool operator==(const Cost&, const Cost&) = default;
};

/// `CNY 28.80`, `CNY 28.80 + 2 rows of unknown price`, `2 rows of unknown price`; `28.80` where the
/// currency is not known.
std::string to_text(const Cost& cost, const std::string& currency);

/// What was spent, and what may have been.
struct Spent {
  Cost certain;   ///< on tasks that were made
  Cost possible;  ///< beyond that, on attempts in doubt

  /// Both together: what a budget must count.
  Cost at_most() const;
};

/// `est. CNY 24.00`, or with doubt `est. CNY 24.00, or up to CNY 28.80 with what is in doubt`.
std::string to_text(const Spent& spent, const std::string& currency);

}  // namespace shotlist::inline model
