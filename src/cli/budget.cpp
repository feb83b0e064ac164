#include "cli/budget.h"

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/error.h"
#include "base/text.h"

namespace shotlist::cli {

std::optional<std::string> currency_of(const manifest::Manifest& manifest) {
  if (manifest.prices() == nullptr) return std::nullopt;
  return manifest.prices()->currency;
}

void must_have_prices(const std::optional<Money>& max_cost, const api::PriceList* prices) {
  if (!max_cost || prices != nullptr) return;
  throw Error(ExitCode::invalid, "--max-cost needs to know what requests cost",
              "write `prices` into the manifest, give --price AMOUNT, or leave --max-cost out");
}

Money budget_left(Money max_cost, const Spent& spent) {
  const Cost so_far = spent.at_most();
  if (so_far.unpriced > 0) {
    throw Error(ExitCode::invalid,
                fmt::format("{} submitted or in doubt {} no price, so --max-cost cannot be kept",
                            counted(so_far.unpriced, "row"), so_far.unpriced == 1 ? "has" : "have"),
                "add lines to `prices` that fit what was sent");
  }
  return max_cost.minus(so_far.known);
}

void must_be_priced(const plan::Plan& plan, const std::string& first) {
  if (plan.cost.unpriced == 0) return;
  throw Error(
      ExitCode::invalid,
      fmt::format("{} to send {} no price, so --max-cost cannot be kept; the first is {}",
                  counted(plan.cost.unpriced, "row"), plan.cost.unpriced == 1 ? "has" : "have",
                  disarm(first)),
      "add lines to `prices` that fit them, give --price AMOUNT, or leave them out with --only or "
      "--where");
}

}  // namespace shotlist::cli
