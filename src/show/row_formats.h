#pragma once
// Rows of a results file as data for other programs.

#include <string>

#include "model/result.h"
#include "results/results_csv.h"
#include "show/review.h"
#include "show/row_selection.h"

namespace shotlist::show {

/// How `review` writes rows.
enum class RowFormat {
  table,     ///< for people, with a summary
  csv,       ///< as in the results file (RFC 4180, format 2)
  jsonl,     ///< one JSON object per line
  markdown,  ///< a table (GitHub Flavored Markdown)
};

/// A results file of these rows alone.
void write_csv(const Review& review, const SelectedRows& rows, results::ResultsForm form,
               const TakeText& take);

/// One line, without its end: every column that all results files have, by name, an object `fields`
/// of the request fields without such a column, and an object `variables`. Whole numbers are
/// numbers, or null if the cell is empty; everything else is text, as in the results file but
/// without guards.
std::string row_as_json(const Review& review, const Result& row);

/// One such line per row.
void write_jsonl(const Review& review, const SelectedRows& rows, const TakeText& take);

/// Id, status, task id or error, tries, latency, prompt and variables. No cell contains markup.
void write_markdown(const Review& review, const SelectedRows& rows, const TakeText& take);

}  // namespace shotlist::show
