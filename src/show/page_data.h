#pragma once
// The rows and their attempts, as data for the page's script.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "show/cause.h"
#include "show/review.h"
#include "show/totals.h"

namespace shotlist::show {

/// One JSON object, safe inside a script element. All text in it is disarmed. Lists of cells name
/// their columns once, and omit trailing empty cells:
///
///     {"columns":["id","status",…],"variables":["style",…],"attemptColumns":["attempt",…],
///      "causes":["moderation: prompt refused",…],"rows":[["market","submitted",…],…],
///      "attempts":[[[1,1772357400125,"made a task",…]],…],"otherAttempts":[…],
///      "latencyMarks":[["median",400],…],"hasAllAttempts":true,
///      "marksKey":"…"}
///
/// Times are milliseconds since 1970, latencies are milliseconds. `attempts` has a list for each
/// row; `rated` is its line in the CSV of marks but for the mark. The signed address of a video is
/// not there: a page may be given to others. Attempts of other rows are in `otherAttempts`, as
/// short as charts need them. `rows` is a subset of the review's rows, which `causes` refer to.
std::string page_data(const Review& review, const std::vector<const Result*>& rows,
                      const std::vector<show::Cause>& causes,
                      const std::optional<LatencyFigures>& latency);

/// As much of `text` as can be read at a glance; a row's details have the full text. Disarmed.
std::string glance(std::string_view text);

/// A cause in words, at a glance.
std::string cause_name(const show::Cause& cause);

}  // namespace shotlist::show
