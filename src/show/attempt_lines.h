#pragma once
// The attempts of a review.

#include <optional>
#include <vector>

#include "ledger/attempt.h"
#include "ledger/reader.h"
#include "model/result.h"
#include "show/review.h"

namespace shotlist::show {

/// The outcome of an attempt. One without an answer is on its way while its run is at work (none),
/// else lost.
std::optional<Verdict> outcome_of(const ledger::Attempt& attempt);

AttemptPoint point_of(const ledger::Attempt& attempt);

/// Reads every attempt of a manifest into `review`, and the replies of those that made no task if
/// they are wanted.
void read_attempts(ledger::Reader& reader, const std::string& manifest, bool with_replies,
                   Review& review);

/// The last attempt of a row, the best that is available without a ledger; none if it was not sent.
std::optional<ledger::Attempt> last_attempt(const Result& row);

/// The tries of a row that were or may have been paid for, before it was sent again, the oldest
/// first. Empty without a ledger.
std::vector<const ledger::Attempt*> superseded_of(const ReviewRow& row);

}  // namespace shotlist::show
