#pragma once
// The figures of a review in words, for its summary.

#include <string>
#include <vector>

#include "show/review.h"
#include "show/shown_time.h"
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
///   videos: 9 completed, 1 failed, 2 running; 8 files, 1.2 GB, and 1 is missing
std::vector<show::Figure> figures_of(const Review& review, const ShownTime& time = {});

/// `9 completed, 1 failed`: in the order in which a person looks for them; empty if there are none.
std::string videos_text(const VideoTotals& videos);

/// `8 files, 1.2 GB, and 1 is missing`; empty if the rows name none.
std::string files_text(const VideoFiles& files);

/// Says that nothing was paid, or which part was not; empty if every request was real.
std::string rehearsal_text(const Totals& totals);

}  // namespace shotlist::show
