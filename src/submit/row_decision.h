#pragma once
// A person's word about one row: what a run does with it, whatever it would do by itself.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace shotlist::submit {

enum class RowDecision {
  retry,        ///< send it, and where it was sent before, send it again
  skip,         ///< leave it as it is in this run
  not_created,  ///< it is in doubt, and there is no task: from now on it may be sent
};

/// What is decided, by request id. Rows that are not in it are treated as ever.
using RowDecisions = std::unordered_map<std::string, RowDecision>;

/// The column that a person adds to a results file.
inline constexpr std::string_view decision_column = "decision";

/// Whether the header cell, without its guard, names that column. The one place that says so: were
/// a column one to a reader and none to a writer, a person's words would be lost with it. A
/// spreadsheet may have made `Decision ` of it.
bool is_decision_column(std::string_view header);

/// How many variables of a manifest are called like it.
std::size_t count_decision_variables(const std::vector<std::string>& variable_names);

/// `retry`, `skip` or `not_created`.
std::string_view to_text(RowDecision decision);

/// Reads what `to_text` writes, not minding case and blanks of any script around it: a spreadsheet
/// may have made `Retry ` of it.
std::optional<RowDecision> parse_row_decision(std::string_view text);

}  // namespace shotlist::submit
