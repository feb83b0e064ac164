#pragma once
// The table of rows that a review shows to people.

#include <cstddef>
#include <string>
#include <vector>

#include "model/result.h"
#include "show/attempt_lines.h"
#include "show/style.h"

namespace shotlist::show {

/// `in doubt`; of a row that left the manifest `in doubt (left)`.
std::string status_text(const Result& row);

/// The task id of a row, or else why it has none; not disarmed.
std::string outcome_text(const Result& row);

/// A title line and a line for each row, `width` columns at most; nothing where there are no rows.
/// What does not fit is left out, the least important column first; where there is room to spare,
/// when a row was sent, its model where they differ, and its variables are shown, too.
std::string rows_text(const Results& results, const std::vector<const Result*>& rows,
                      std::size_t width, const show::Style& style);

/// What is needed to look up the rows in doubt at the provider; nothing where there is none.
std::string doubts_text(const std::vector<const Result*>& rows, std::size_t width,
                        const show::Style& style);

/// The tries that were paid for, or may have been, of rows that were sent again since; nothing
/// where there is none.
std::string earlier_tries_text(const std::vector<Superseded>& tries, std::size_t width,
                               const show::Style& style);

}  // namespace shotlist::show
