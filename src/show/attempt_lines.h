#pragma once
// The attempts of a review.

#include <string>
#include <vector>

#include "ledger/reader.h"
#include "model/result.h"
#include "show/review.h"

namespace shotlist::show {

/// Every attempt of a manifest, in the order of sending. What has no answer is on its way where a
/// run `is_live`, else lost.
std::vector<AttemptLine> attempts_of(ledger::Reader& reader, const std::string& manifest,
                                     bool is_live);

/// The last attempt of each row that was sent, by the time of sending where that is known: all
/// there is to see where there is no ledger.
std::vector<AttemptLine> last_attempts(const Results& results);

/// A try that was paid for, or may have been, of a row that was sent again since. Both borrowed.
struct Superseded {
  const Result* row;
  const AttemptLine* line;
};

/// Those of `rows`, in their order, and of a row the oldest first. Of results alone, without a
/// ledger, there are none.
std::vector<Superseded> superseded_of(const std::vector<AttemptLine>& attempts,
                                      const std::vector<const Result*>& rows);

}  // namespace shotlist::show
