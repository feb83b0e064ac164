#pragma once
// The figures of a review in words, for its summary.

#include <vector>

#include "report/summary.h"
#include "review/review.h"
#include "review/totals.h"

namespace shotlist::review {

/// For example, each line only where there is something to tell:
///
///   running: 3 of the rows in doubt are on their way
///   tries: 913, the first at 2026-03-01T09:30:00.000Z, the last 15:20 later; 58.9/min
///   latency: median 1.2s, 95 of 100 within 3.4s
std::vector<report::Figure> figures_of(const Review& review, const Totals& totals);

}  // namespace shotlist::review
