#pragma once
// The decisions that a person wrote into a results file, or into a table of their own.

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/digest.h"
#include "manifest/source_text.h"
#include "model/verdict.h"
#include "submit/row_decision.h"

namespace shotlist::report {

/// One decision, and what the file says of its row: what the person saw who decided. Columns that
/// the file does not have, and cells that a spreadsheet made unreadable, say nothing.
struct WrittenDecision {
  std::string id;
  submit::RowDecision word = submit::RowDecision::skip;
  manifest::Place at;  ///< its cell
  std::optional<Status> status = {};
  std::optional<int> attempts = {};
  std::string task_id = {};  ///< disarmed, as results files show it
  std::optional<Fingerprint> fingerprint = {};
};

/// The decisions of `source`, which must stay where it is, in the order of the file and one for
/// each id. It is a CSV with the columns `id` and `decision`, mostly a results file that a
/// spreadsheet saved: in any encoding of manifests, columns moved or added, empty cells at the end
/// of a row left out. Mistakes go to `diagnostics`. With `is_variable` the manifest has a variable
/// called `decision`: in a results file the first such column is that.
std::vector<WrittenDecision> read_decisions(const manifest::SourceText& source, bool is_variable,
                                            Diagnostics& diagnostics);

}  // namespace shotlist::report
