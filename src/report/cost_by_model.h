#pragma once
// What the rows of a plan cost, by their models.

#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "base/money.h"
#include "model/request.h"
#include "submit/plan.h"

namespace shotlist::report {

/// Remembers the price and the model of every row of a manifest, in order.
class CostByModel {
 public:
  explicit CostByModel(std::string currency) : currency_(std::move(currency)) {}

  /// Adds the next row, which must name a model.
  void add(const Fields& fields, const std::optional<Money>& price);

  const std::optional<Money>& price_of(std::size_t row) const { return rows_[row].price; }

  /// Of the rows that `plan`, of the same rows, sends: `  sora-2-pro: 5 rows, CNY 24.00`, one model
  /// a line, in alphabetical order; or `  veo3: 2 rows of unknown price`.
  std::string text(const submit::Plan& plan) const;

 private:
  struct Row {
    std::optional<Money> price;
    std::size_t model = 0;  // its number
  };

  std::string currency_;
  std::map<std::string, std::size_t> models_;
  std::deque<Row> rows_;
};

}  // namespace shotlist::report
