#pragma once
// What a person wrote into a results file or a table of their own.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/digest.h"
#include "manifest/source_text.h"
#include "plan/plan.h"

namespace shotlist::results {

/// A row of the file that has a decision word, a task id, or both.
struct WrittenDecision {
  std::string id;
  std::string entry;  ///< the attempt on the word's line; empty if none
  std::optional<plan::RowWord> word = {};
  std::string task_id = {};  ///< the content of that cell, disarmed as in results files
  manifest::SourceRange at;  ///< the word's cell, else the task id's
  std::optional<Fingerprint> fingerprint = {};  ///< of the request at that time; none if unknown
};

/// The column that a person adds to a results file.
inline constexpr std::string_view decision_column = "decision";

/// Whether the header cell, without its guard, names that column. A spreadsheet may have changed it
/// to `Decision `.
bool is_decision_column(std::string_view header);

/// Parses `retry`, `skip`, `not_created`, `resubmit` or `keep`; ignores case and surrounding
/// blanks.
std::optional<plan::RowWord> parse_row_word(std::string_view text);

/// The rows of `source` that hold a word or a task id, in file order. `source` is a CSV with a
/// column `id`, and `entry`, `decision` or `task_id`: usually a results file saved by a
/// spreadsheet, in any encoding allowed for manifests, possibly with columns moved or added and
/// trailing empty cells missing. Mistakes go to `diagnostics`. `is_variable` says that the manifest
/// has a variable named `decision`: in a results file, the first such column is that variable.
/// `source` must not move.
std::vector<WrittenDecision> read_decisions(const manifest::SourceText& source, bool is_variable,
                                            Diagnostics& diagnostics);

}  // namespace shotlist::results
