#pragma once
// Rows of a results file as data for other programs.

#include <string>
#include <vector>

#include "model/result.h"
#include "results/results_csv.h"

namespace shotlist::show {

/// How `review` writes rows.
enum class RowFormat {
  table,     ///< for people, with a summary
  csv,       ///< as in the results file (RFC 4180, format 2)
  jsonl,     ///< one JSON object per line
  markdown,  ///< a table (GitHub Flavored Markdown)
};

/// A results file of these rows alone.
std::string rows_as_csv(const Results& results, const std::vector<const Result*>& rows,
                        results::ResultsForm form = results::ResultsForm::plain);

/// One line, without its end: every column that all results files have, by name, an object `fields`
/// of the request fields without such a column, and an object `variables`. Whole numbers are
/// numbers, or null if the cell is empty; everything else is text, as in the results file but
/// without guards.
std::string row_as_json(const Results& results, const Result& row);

/// One such line per row.
std::string rows_as_jsonl(const Results& results, const std::vector<const Result*>& rows);

/// Id, status, task id or error, tries, latency, prompt and variables. No cell contains markup.
std::string rows_as_markdown(const Results& results, const std::vector<const Result*>& rows);

}  // namespace shotlist::show
