#pragma once
// What rows cost, by model.

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "base/money.h"
#include "model/cost.h"
#include "model/request.h"

namespace shotlist::show {

/// Adds up rows, each of which must name a model.
class CostByModel {
 public:
  explicit CostByModel(std::string currency) : currency_(std::move(currency)) {}

  void add(const Fields& fields, const std::optional<Money>& price);

  /// `  sora-2-pro: 5 rows, CNY 24.00`, one model per line, in alphabetical order; or `  veo3: 2
  /// rows of unknown price`.
  std::string text() const;

 private:
  std::string currency_;
  std::map<std::string, std::pair<std::size_t, Cost>> models_;  // rows and their cost
};

}  // namespace shotlist::show
