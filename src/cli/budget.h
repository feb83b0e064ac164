#pragma once
// What a run may cost, and what was spent before.

#include <cstddef>
#include <optional>
#include <string>

#include "api/price_list.h"
#include "base/error.h"
#include "base/money.h"
#include "manifest/manifest.h"
#include "model/cost.h"
#include "plan/plan.h"

namespace shotlist::cli {

/// The currency of the manifest's prices; empty if unnamed, none if the manifest has no prices.
std::optional<std::string> currency_of(const manifest::Manifest& manifest);

/// Throws Error (invalid) if there is a `--max-cost` and the manifest has no prices.
void must_have_prices(const std::optional<Money>& max_cost, const api::PriceList* prices);

/// What `--max-cost` leaves for the rows still to be sent. Doubt counts as spent, and requests sent
/// without a price count as `otherwise`. Throws Error (invalid) if it is unknown what was spent.
Money budget_left(Money max_cost, const Spent& spent, const std::optional<Money>& otherwise);

/// The error to throw if `rows` rows were paid for in another currency than that of `prices`;
/// `other` is one such currency.
Error wrong_currency(std::size_t rows, const std::string& other, const api::PriceList& prices);

/// Throws Error (invalid) if `plan` sends rows of unknown price; `first` is one of them.
void must_be_priced(const plan::Plan& plan, const std::string& first);

}  // namespace shotlist::cli
