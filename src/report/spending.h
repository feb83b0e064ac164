#pragma once
// What was paid so far, as far as prices tell.

#include <optional>
#include <vector>

#include "api/price_list.h"
#include "base/money.h"
#include "journal/ledger.h"
#include "model/cost.h"
#include "model/request.h"
#include "report/past.h"

namespace shotlist::report {

/// A request of the manifest, and its price.
struct PricedRequest {
  RequestKey key;
  std::optional<Money> price;
};

/// The cost of every attempt that made a task, and of every one in doubt, also of rows that were
/// edited since or are no longer in the manifest: by what was sent, where `past` knows it.
Spent spent_so_far(const std::vector<PricedRequest>& requests, const journal::Ledger& ledger,
                   const Past& past, const api::PriceList& prices);

/// The same of whole requests.
Spent spent_so_far(const Requests& requests, const journal::Ledger& ledger, const Past& past,
                   const api::PriceList& prices);

}  // namespace shotlist::report
