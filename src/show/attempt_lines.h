#pragma once
// The attempts of a review.

#include <string>
#include <vector>

#include "ledger/reader.h"
#include "model/result.h"
#include "show/review.h"

namespace shotlist::show {

/// Every attempt of a manifest, in the order of sending. An attempt without an answer is on its way
/// while its run is at work, else lost.
std::vector<AttemptLine> attempts_of(ledger::Reader& reader, const std::string& manifest);

/// The last attempt of each row that was sent, by the time of sending if known: the best available
/// without a ledger.
std::vector<AttemptLine> last_attempts(const Results& results);

/// A try that was or may have been paid for, of a row that was sent again later. Both are borrowed.
struct Superseded {
  const Result* row;
  const AttemptLine* line;
};

/// The superseded tries of `rows`, in their order, the oldest first within a row. Empty for results
/// without a ledger.
std::vector<Superseded> superseded_of(const std::vector<AttemptLine>& attempts,
                                      const std::vector<const Result*>& rows);

}  // namespace shotlist::show
