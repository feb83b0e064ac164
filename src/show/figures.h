#pragma once
// The figures of a review in words, for its summary.

#include <string>
#include <vector>

#include "show/review.h"
#include "show/summary.h"
#include "show/totals.h"

namespace shotlist::show {

/// For example; each line appears only if it has something to say:
///
///   rehearsal: nothing was paid
///   running: a run is under way; 3 requests on their way, and in doubt only should it die now
///   left: 2 rows are no longer in the manifest: they are listed behind the others, …
///   tries: 913, the first at 2026-03-01T09:30:00.000Z, the last 15:20 later; 58.9/min
///   latency: median 1.2s, 95 of 100 within 3.4s
std::vector<show::Figure> figures_of(const Review& review, const Totals& totals);

/// Says that nothing was paid, or which part was not; empty if every request was real.
std::string rehearsal_text(const Totals& totals);

}  // namespace shotlist::show
