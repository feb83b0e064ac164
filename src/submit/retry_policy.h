#pragma once
// Whether and when a row is retried automatically: pure functions of the outcome and of chance.

#include <optional>

#include "base/time.h"
#include "model/outcome.h"

namespace shotlist::submit {

/// The wait after the `failures`th failure in a row (from 1). It doubles from `shortest` to at most
/// `longest`; `chance`, uniform in [0, 1), takes away up to half, so that many clients do not
/// return at once.
Duration backoff(int failures, double chance, Duration shortest = std::chrono::seconds(1),
                 Duration longest = std::chrono::minutes(1));

/// The wait of the whole line after an answer that says "not now", or if the server cannot be
/// reached: what the server asked for, else the backoff. That starts from `shortest` if the server
/// refuses for the moment, and from more if it must come back first or a task must end.
Duration hold_for(const Outcome& outcome, int failures, double chance,
                  Duration shortest = std::chrono::seconds(1));

/// A model without a channel is given up after this many refusals in a row.
inline constexpr int most_refusals_of_model = 3;

/// The wait of a model's rows after its `refusals`th refusal in a row: what the server asked for,
/// else half a minute to a minute.
Duration model_hold(const Outcome& outcome, int refusals, double chance);

/// The wait of the row itself before its next try; none if it is not retried. If `is_line_held`
/// because of this outcome, the line's wait is enough, and the row goes first after it. From the
/// third "not now" on, unless the server said until when, the row waits for itself as well, since
/// the line's waits may be short: from `shortest` on. A row whose model has no channel waits with
/// its model. `tries` counts this run's tries of the row, including the one that just ended;
/// `allowed` is
/// `--attempts`. Only what is known to be free is retried: `unsent` and `busy`.
std::optional<Duration> row_wait(const Outcome& outcome, bool is_line_held, int tries, int allowed,
                                 double chance, Duration shortest = std::chrono::seconds(1));

}  // namespace shotlist::submit
