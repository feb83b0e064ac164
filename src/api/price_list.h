#pragma once
// What a request costs, by the lines of a price list.

#include <optional>
#include <string>
#include <vector>

#include "base/money.h"
#include "base/position.h"
#include "model/request.h"

namespace shotlist::api {

/// One line: a price for every request that has all its fields.
struct PriceLine {
  Fields when;
  Money amount;
  bool per_second = false;  ///< of the request's `duration`; else per video
  Position at;              ///< where it is written
};

/// What a list says about one request.
struct Quote {
  std::optional<Money> price;        ///< unknown where no line fits, or a duration is missing
  const PriceLine* line = nullptr;   ///< the one that holds
  const PriceLine* rival = nullptr;  ///< another one that fits as well as `line`: a mistake
};

/// Prices in one currency. Of the lines that fit a request, the one with the most fields holds.
struct PriceList {
  std::string currency;
  std::vector<PriceLine> lines;

  Quote quote(const Fields& request) const;
};

}  // namespace shotlist::api
