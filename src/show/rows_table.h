#pragma once
// The table of rows that a review shows to people.

#include <cstddef>
#include <string>
#include <vector>

#include "model/result.h"
#include "show/attempt_lines.h"
#include "show/style.h"

namespace shotlist::show {

/// `in doubt`, or `in doubt (left)` for a row that left the manifest.
std::string status_text(const Result& row);

/// The task id of a row, or why it has none; not disarmed.
std::string outcome_text(const Result& row);

/// A title line and one line per row, at most `width` columns; empty if there are no rows. Columns
/// that do not fit are left out, the least important first; if there is room to spare, the time of
/// sending, the model (if models differ) and the variables are shown, too.
std::string rows_text(const Results& results, const std::vector<const Result*>& rows,
                      std::size_t width, const show::Style& style);

/// What is needed to look up the rows in doubt at the provider; empty if there are none.
std::string doubts_text(const std::vector<const Result*>& rows, std::size_t width,
                        const show::Style& style);

/// The tries that were or may have been paid for, of rows that were sent again later; empty if
/// there are none.
std::string earlier_tries_text(const std::vector<Superseded>& tries, std::size_t width,
                               const show::Style& style);

}  // namespace shotlist::show
