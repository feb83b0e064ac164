#pragma once
// What decisions mean for a run, in words, before it is begun.

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/money.h"
#include "model/cost.h"
#include "submit/plan.h"

namespace shotlist::report {

/// Rows that were decided about, by what becomes of them. For example:
///
///   decisions of shots.results.csv: 2 rows in doubt sent again, though they may have been paid
///     for (a, b): up to CNY 9.60 paid twice; 1 row known not to have been created (f); 4 rows
///     skipped (c, d, e and 1 more)
class Decided {
 public:
  /// A row of the manifest: what was decided about it, and what that comes to in the plan.
  void add(std::string_view id, submit::RowDecision decided, const submit::Decision& planned,
           const std::optional<Money>& price);

  /// A row that is no longer in the manifest and has no task.
  void add_removed(std::string_view id);

  /// A row that an earlier run had sent or settled by the same decision.
  void add_carried_out(std::string_view id);

  /// Whether rows are sent that may be or are paid for already.
  bool pays_again() const;

  /// Of the decisions of `file`, at most `width` columns. `currency` is absent where there are no
  /// prices.
  std::string text(std::string_view file, const std::optional<std::string>& currency,
                   std::size_t width) const;

 private:
  enum Kind {
    doubtful,
    doubtful_edited,
    changed,
    rejected,
    sent,
    not_created,
    had_task_before,
    skipped,
    carried_out,
    not_reached
  };

  /// Rows of one kind.
  struct Group {
    std::size_t rows = 0;
    std::vector<std::string> ids;  ///< the first few
    Cost cost;
  };

  void add(Kind kind, std::string_view id, const std::optional<Money>& price = {});
  std::string said_of(Kind kind, const std::optional<std::string>& currency) const;

  std::array<Group, not_reached + 1> groups_;
};

}  // namespace shotlist::report
