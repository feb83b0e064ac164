#pragma once
// A review whose rows and attempts are written down by a test.

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ledger/attempt.h"
#include "model/result.h"
#include "show/attempt_lines.h"
#include "show/review.h"
#include "show/row_selection.h"

namespace shotlist::tests {

/// Change the rows and attempts, and take a new `view`.
struct ReviewInMemory : show::Review {
  ReviewInMemory() = default;
  ReviewInMemory(Results rows) : results(std::move(rows)) {}

  /// Borrows this object.
  show::Review view() const {
    show::Review review = *this;
    review.field_names = results.field_names;
    review.variable_names = results.variable_names;
    review.for_each_row = [this](const show::TakeRow& take) {
      for (std::size_t i = 0; i < results.rows.size(); ++i)
        take({i, results.rows[i], tries_of(results.rows[i])});
    };
    review.attempts.clear();
    for (const ledger::Attempt& attempt : tries)
      review.attempts.push_back(show::point_of(attempt));
    review.totals = {};
    review.unfinished = {};
    for (const Result& row : results.rows) {
      review.totals.add(row);
      review.unfinished.add(row);
    }
    review.totals.add(review.attempts, has_all_attempts);
    return review;
  }

  Results results;
  std::vector<ledger::Attempt> tries;  ///< each belongs to the row that has its entry, or its id

 private:
  const std::vector<const ledger::Attempt*>& tries_of(const Result& row) const {
    told_.clear();
    for (const ledger::Attempt& attempt : tries) {
      if (row.entry.empty() ? attempt.row == row.id : attempt.entry == row.entry)
        told_.push_back(&attempt);
    }
    return told_;
  }

  mutable std::vector<const ledger::Attempt*> told_;
};

/// What `write` passes on.
template <typename Write>
std::string text_of(const Write& write) {
  std::string text;
  write([&text](std::string_view piece) { text += piece; });
  return text;
}

}  // namespace shotlist::tests
