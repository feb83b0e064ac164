#pragma once
// The price of a request, by the lines of a price list.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/location.h"
#include "base/money.h"
#include "base/translation.h"
#include "model/request.h"

namespace shotlist::api {

/// One line: a price for every request that has all its fields.
struct PriceLine {
  Fields when;
  Money amount;
  bool per_second = false;  ///< of the request's `duration`; else per video
  Location at;              ///< where it is written
};

/// A price for requests without one, as the user gives it: `4.8` or `4.8/CNY`.
struct GivenPrice {
  Money amount;
  std::string currency;  ///< empty: the currency of the other prices

  friend bool operator==(const GivenPrice&, const GivenPrice&) = default;
};

/// Whether `text` can name a currency: a word of at most eight characters.
bool is_currency(std::string_view text);

/// As the user gives it; `parse_given_price` reads it.
std::string to_text(const GivenPrice& price);

/// None if `text` is not a price.
std::optional<GivenPrice> parse_given_price(std::string_view text);

inline constexpr std::string_view given_price_hint =
    marked("write an amount such as 4.8, or with its currency 4.8/CNY");

/// What a list says about one request.
struct Quote {
  std::optional<Money> price;        ///< none if no line fits or a duration is missing,
                                     ///< and there is no other price
  const PriceLine* line = nullptr;   ///< the line that applies
  const PriceLine* rival = nullptr;  ///< another that fits as well as `line`: a mistake
};

/// Prices in one currency. Of the lines that fit a request, the one with the most fields applies.
struct PriceList {
  std::string currency;  ///< empty if unnamed
  std::vector<PriceLine> lines;
  std::optional<Money> otherwise = {};  ///< for requests without a price in the lines

  Quote quote(const Fields& request) const;
};

}  // namespace shotlist::api
