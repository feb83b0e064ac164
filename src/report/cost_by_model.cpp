#include "report/cost_by_model.h"

#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/text.h"
#include "model/cost.h"

namespace shotlist::report {

void CostByModel::add(const Fields& fields, const std::optional<Money>& price) {
  const std::string model = to_text(*find_field(fields, "model"));
  rows_.push_back({price, models_.emplace(model, models_.size()).first->second});
}

std::string CostByModel::text(const submit::Plan& plan) const {
  std::vector<std::pair<std::size_t, Cost>> of_models(models_.size());
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (plan.rows[i].action != submit::Action::send) continue;
    auto& [count, cost] = of_models[rows_[i].model];
    ++count;
    cost.add(rows_[i].price);
  }
  std::string text;
  for (const auto& [model, number] : models_) {
    const auto& [count, cost] = of_models[number];
    if (count == 0) continue;
    const std::string rows = cost.unpriced == count ? "" : counted(count, "row") + ", ";
    text += fmt::format("  {}: {}{}\n", disarm(model), rows, to_text(cost, disarm(currency_)));
  }
  return text;
}

}  // namespace shotlist::report
