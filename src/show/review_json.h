#pragma once
// A review as one JSON object, for programs.

#include <cstdint>
#include <optional>
#include <string>

#include "base/exit_code.h"
#include "base/sentence.h"
#include "model/counts.h"
#include "show/collection.h"
#include "show/review.h"
#include "show/row_selection.h"

namespace shotlist::show {

/// One line. manifests/README.md documents its members; new ones may be added, none is ever removed
/// or changed. Totals, cost, causes and next steps cover all rows; `requests` holds `rows` as
/// `row_as_json` writes them.
void write_review_json(const Review& review, const SelectedRows& rows, const TakeText& take);

/// The same without single rows: no `earlier_tries`, no `requests`.
std::string review_summary_json(const Review& review);

/// How a run ended, besides what a review tells of it.
struct RunEnding {
  std::int64_t run = 0;  ///< its number in the ledger
  ExitCode code = ExitCode::ok;
  Sentence why;  ///< it stopped early; empty if it did not
  std::optional<Collection> collection = {};
};

/// That summary at the end of a run, with `run`, `exit_code`, `stopped` (null if it did not) and
/// `collection` (null if it collected nothing).
std::string run_summary_json(const Review& review, const RunEnding& ending);

/// `{"total":3,"submitted":2,...}`.
std::string rows_json(const Counts& rows);

}  // namespace shotlist::show
