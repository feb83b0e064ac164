#pragma once
// What a person wrote into a results file, or into a table of their own.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/digest.h"
#include "manifest/source_text.h"
#include "plan/plan.h"

namespace shotlist::results {

/// A row of the file that says something: a word, a task id, or both.
struct WrittenDecision {
  std::string id;
  std::string entry;  ///< the attempt that the word stands beside; empty: none
  std::optional<plan::RowWord> word = {};
  std::string task_id = {};  ///< what stands in that cell, disarmed as results files show it
  manifest::SourceRange at;  ///< the word's cell, else the task id's
  std::optional<Fingerprint> fingerprint = {};  ///< of what the row asked for then; none: not known
};

/// The column that a person adds to a results file.
inline constexpr std::string_view decision_column = "decision";

/// Whether the header cell, without its guard, names that column. A spreadsheet may have made
/// `Decision ` of it.
bool is_decision_column(std::string_view header);

/// `retry`, `skip`, `not_created`, `resubmit` or `keep`, not minding case and blanks around it.
std::optional<plan::RowWord> parse_row_word(std::string_view text);

/// The rows of `source` that hold a word or a task id, in the order of the file. It is a CSV with a
/// column `id`, and `entry`, `decision` or `task_id`: mostly a results file that a spreadsheet
/// saved, in any encoding of manifests, columns moved or added, empty cells at the end of a row
/// left out. Mistakes go to `diagnostics`. With `is_variable` the manifest has a variable called
/// `decision`: in a results file the first such column is that. `source` must stay where it is.
std::vector<WrittenDecision> read_decisions(const manifest::SourceText& source, bool is_variable,
                                            Diagnostics& diagnostics);

}  // namespace shotlist::results
