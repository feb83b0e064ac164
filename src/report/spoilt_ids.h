#pragma once
// Ids in a results file that a spreadsheet took for numbers and dates, and wrote back as such.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "journal/ledger.h"
#include "model/request.h"
#include "model/result.h"

namespace shotlist::report {

/// Whether a spreadsheet may have written the id in place of another.
bool may_be_spoilt(std::string_view id);

/// The whole number that an id of digits is, as a spreadsheet writes it: `1` of `001`. Empty where
/// it is none.
std::string_view number_in(std::string_view id);

/// An id as the file has it, and as it was.
using RestoredId = std::pair<std::string, std::string>;

/// Gives lines the ids back that a spreadsheet took from them: `1` is `001` again, and `12/12/2026`
/// is `dec-12`. Such a line has an id that nobody knows. Where it tells a task, it is the row of
/// the ledger that has the task, if that has no line. Else, where a spreadsheet may have written
/// the id, it is a row without a line, of the ledger or of the manifest, that asks for the very
/// same and whose id a spreadsheet changes: the one of the same number, or else the first. Without
/// this the row would look as if it was never sent, and be paid for again. Returns what it has
/// restored, in the order of the file.
std::vector<RestoredId> restore_ids(Results& file, const std::vector<RequestKey>& requests,
                                    const journal::Ledger& ledger);

}  // namespace shotlist::report
