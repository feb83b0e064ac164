#include "api/price_list.h"

#include <algorithm>

namespace shotlist::api {
namespace {

bool fits(const PriceLine& line, const Fields& request) {
  return std::all_of(line.when.begin(), line.when.end(), [&](const Field& field) {
    const Value* value = find_field(request, field.first);
    return value != nullptr && *value == field.second;
  });
}

std::optional<Money> price_by(const PriceLine& line, const Fields& request) {
  if (!line.per_second) return line.amount;
  const Value* duration = find_field(request, "duration");
  const auto* seconds = duration == nullptr ? nullptr : std::get_if<std::int64_t>(duration);
  if (seconds == nullptr) return std::nullopt;
  return line.amount.times(*seconds);
}

}  // namespace

Quote PriceList::quote(const Fields& request) const {
  Quote quote;
  for (const PriceLine& line : lines) {
    const bool may_hold = quote.line == nullptr || line.when.size() >= quote.line->when.size();
    if (!may_hold || !fits(line, request)) continue;
    const bool is_as_good = quote.line != nullptr && line.when.size() == quote.line->when.size();
    if (is_as_good) {
      quote.rival = &line;
    } else {
      quote = {std::nullopt, &line, nullptr};
    }
  }
  if (quote.line != nullptr) quote.price = price_by(*quote.line, request);
  return quote;
}

}  // namespace shotlist::api
