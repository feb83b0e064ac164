#include "show/cost_by_model.h"

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/text.h"
#include "base/translation.h"

namespace shotlist::show {

void CostByModel::add(const Fields& fields, const std::optional<Money>& price) {
  auto& [rows, cost] = models_[to_text(*find_field(fields, "model"))];
  ++rows;
  cost.add(price);
}

std::string CostByModel::text() const {
  std::string text;
  for (const auto& [model, sum] : models_) {
    const auto& [count, cost] = sum;
    const std::string money = to_text(cost, disarm(currency_));
    text += cost.unpriced == count
                ? tr("  {}: {}\n", disarm(model), money)
                : tr("  {}: {}, {}\n", disarm(model), counted(count, "row"), money);
  }
  return text;
}

}  // namespace shotlist::show
