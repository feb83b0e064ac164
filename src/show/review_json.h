#pragma once
// A review as one JSON object, for programs.

#include "show/review.h"
#include "show/row_selection.h"

namespace shotlist::show {

/// One line. manifests/README.md documents its members; new ones may be added, none is ever removed
/// or changed. Totals, cost, causes and next steps cover all rows; `requests` holds `rows` as
/// `row_as_json` writes them.
void write_review_json(const Review& review, const SelectedRows& rows, const TakeText& take);

}  // namespace shotlist::show
