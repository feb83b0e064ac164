#pragma once
// Whether and when a row is tried again by itself: pure functions of what happened and of chance.

#include <optional>

#include "base/time.h"
#include "model/outcome.h"

namespace shotlist::submit {

/// The wait after the `failures`th failure in a row (from 1): doubles from `shortest` to at most
/// `longest`, of which `chance`, even over [0, 1), takes away up to half, so that many clients do
/// not return as one.
Duration backoff(int failures, double chance, Duration shortest = std::chrono::seconds(1),
                 Duration longest = std::chrono::minutes(1));

/// How long the whole line waits after an answer that says "not now", or where the server cannot
/// be reached: what the server asked for, else the backoff. That starts from `shortest` where the
/// server takes no more just now, and from more where it must come back first, or a task must end.
Duration hold_for(const Outcome& outcome, int failures, double chance,
                  Duration shortest = std::chrono::seconds(1));

/// A model without a channel is given up after so many refusals in a row.
inline constexpr int most_refusals_of_model = 3;

/// How long the rows of a model wait after its `refusals`th refusal in a row: what the server asked
/// for, else half a minute to a minute.
Duration model_hold(const Outcome& outcome, int refusals, double chance);

/// How long the row itself waits before its next try; nothing where it is not tried again. Where
/// `is_line_held` because of this outcome, the line's wait is enough, and the row goes first after
/// it; from the third "not now" on, unless the server said until when, it waits for itself as well,
/// since the line's waits may be short. A row whose model has no channel waits with its model.
/// `tries` counts this run's tries of the row, the one that
/// just ended included; `allowed` is `--attempts`. Only what is known to be free is tried again:
/// `unsent` and `busy`.
std::optional<Duration> row_wait(const Outcome& outcome, bool is_line_held, int tries, int allowed,
                                 double chance);

}  // namespace shotlist::submit
