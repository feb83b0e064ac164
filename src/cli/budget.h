#pragma once
// What a run may cost.

#include <optional>

#include "api/price_list.h"
#include "base/money.h"
#include "model/cost.h"
#include "model/request.h"
#include "submit/plan.h"

namespace shotlist {

/// Throws Error (invalid) where there is a `--max-cost` and the manifest has no prices.
void must_have_prices(const std::optional<Money>& max_cost, const PriceList* prices);

/// What `--max-cost` leaves for the rows still to be sent; doubt counts as spent. Throws Error
/// (invalid) where it is not known what was spent.
Money budget_left(Money max_cost, const Spent& spent);

/// Throws Error (invalid) where `plan` sends rows of unknown price; `first` is one of them.
void must_be_priced(const Plan& plan, const std::string& first);

}  // namespace shotlist
