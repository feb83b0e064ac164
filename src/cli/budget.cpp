#include "cli/budget.h"

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/error.h"
#include "base/text.h"
#include "base/translation.h"

namespace shotlist::cli {

std::optional<std::string> currency_of(const manifest::Manifest& manifest) {
  if (manifest.prices() == nullptr) return std::nullopt;
  return manifest.prices()->currency;
}

void must_have_prices(const std::optional<Money>& max_cost, const api::PriceList* prices) {
  if (!max_cost || prices != nullptr) return;
  throw Error(
      ExitCode::invalid, tr("--max-cost needs to know what requests cost"),
      tr("give --price AMOUNT, write `prices` into a YAML manifest, or leave --max-cost out"));
}

Money budget_left(Money max_cost, const Spent& spent, const std::optional<Money>& otherwise) {
  const Cost so_far = spent.at_most();
  if (so_far.unpriced > 0 && !otherwise) {
    throw Error(
        ExitCode::invalid,
        tr("{} sent before without a price, so --max-cost cannot be kept",
           counted(so_far.unpriced, "row", "was", "were")),
        tr("give --price AMOUNT, which then counts for them as well, or leave --max-cost out"));
  }
  const Money assumed =
      otherwise.value_or(Money()).times(static_cast<std::int64_t>(so_far.unpriced));
  return max_cost.minus(so_far.known + assumed);
}

Error wrong_currency(std::size_t rows, const std::string& other, const api::PriceList& prices) {
  const auto named = [](const std::string& currency) {
    return currency.empty() ? std::string(tr("no named currency")) : disarm(currency);
  };
  const std::string remedy = !prices.lines.empty() ? tr("write `prices` in that currency")
                             : other.empty()
                                 ? tr("give --price without a currency")
                                 : tr("give --max-cost and --price in ") + disarm(other) +
                                       tr(", such as --price AMOUNT/") + disarm(other);
  return Error(ExitCode::invalid,
               tr("{} paid for in {}, and --max-cost is in {}, so it cannot be kept",
                  counted(rows, "row", "was", "were"), named(other), named(prices.currency)),
               remedy + tr(", or leave --max-cost out"));
}

void must_be_priced(const plan::Plan& plan, const std::string& first) {
  if (plan.cost.unpriced == 0) return;
  throw Error(ExitCode::invalid,
              tr("{} to send {} no price, so --max-cost cannot be kept; the first is {}",
                 counted(plan.cost.unpriced, "row"), plan.cost.unpriced == 1 ? "has" : "have",
                 disarm(first)),
              tr("add lines to `prices` that fit them, give --price AMOUNT, or leave them out with "
                 "--only or "
                 "--where"));
}

}  // namespace shotlist::cli
