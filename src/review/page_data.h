#pragma once
// The rows and their attempts, as the data that the page's script reads.

#include <string>
#include <vector>

#include "report/cause.h"
#include "review/review.h"

namespace shotlist::review {

/// One JSON object, fit to stand in a script element. All text in it is disarmed. Lists of cells
/// name their columns once, and leave off empty cells at their end:
///
///     {"columns":["id","status",…],"variables":["style",…],"attemptColumns":["attempt",…],
///      "causes":["moderation: prompt refused",…],"rows":[["market","submitted",…],…],
///      "attempts":[[[1,1772357400125,"made a task",…]],…]}
///
/// Times are milliseconds since 1970, latencies milliseconds. `attempts` has a list for each row.
/// The `rows` are out of the review's, of which `causes` tell.
std::string page_data(const Review& review, const std::vector<const Result*>& rows,
                      const std::vector<report::Cause>& causes);

/// A cause in words, not longer than what can be read at a glance: a row's details have all of it.
/// Disarmed.
std::string cause_name(const report::Cause& cause);

}  // namespace shotlist::review
