#include "api/price_list.h"

#include <algorithm>

#include "base/utf8.h"

namespace shotlist::api {
namespace {

constexpr std::size_t longest_currency = 8;  // characters

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

bool is_currency(std::string_view text) {
  return !text.empty() && text.find_first_of(" \t\r\n") == std::string_view::npos &&
         count_code_points(text) <= longest_currency;
}

std::string to_text(const GivenPrice& price) {
  return to_text(price.amount) + (price.currency.empty() ? "" : '/' + price.currency);
}

std::optional<GivenPrice> parse_given_price(std::string_view text) {
  const auto slash = text.find('/');
  const auto amount = parse_money(text.substr(0, slash));
  if (!amount) return std::nullopt;
  if (slash == std::string_view::npos) return GivenPrice{*amount, {}};
  const std::string_view currency = text.substr(slash + 1);
  if (!is_currency(currency) || currency.find('/') != std::string_view::npos) return std::nullopt;
  return GivenPrice{*amount, std::string(currency)};
}

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
  if (!quote.price) quote.price = otherwise;
  return quote;
}

}  // namespace shotlist::api
