#pragma once
// A review as one JSON object, for programs.

#include <string>
#include <vector>

#include "model/result.h"
#include "show/review.h"

namespace shotlist::show {

/// One line. The README documents its members; new ones may be added, none is ever removed or
/// changed. Totals, cost, causes and next steps cover all rows; `requests` holds `rows` as
/// `row_as_json` writes them.
std::string review_json(const Review& review, const std::vector<const Result*>& rows);

}  // namespace shotlist::show
