#include "show/rows_table.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/time.h"
#include "show/text_table.h"
#include "show/wording.h"

namespace shotlist::show {
namespace {

// From this width on there is room for more than a row's outcome and the start of its prompt: first
// for a whole task id, which users copy from here.
constexpr std::size_t wide = 140;
constexpr std::size_t whole_task_id = 50;
constexpr std::size_t variables_shown = 4;

bool have_several_models(const std::vector<const Result*>& rows) {
  return std::any_of(rows.begin(), rows.end(),
                     [&rows](const Result* row) { return row->model != rows.front()->model; });
}

std::vector<show::TextColumn> further_columns(const Results& results, bool with_model) {
  std::vector<show::TextColumn> columns;
  if (with_model) columns.push_back({.title = "model", .rank = 6, .most = 24});
  for (std::size_t i = 0; i < std::min(results.variable_names.size(), variables_shown); ++i) {
    const int rank = 7 + static_cast<int>(i);
    columns.push_back({.title = results.variable_names[i], .rank = rank, .least = 10, .most = 20});
  }
  columns.push_back({.title = "sent at", .rank = 7 + static_cast<int>(variables_shown)});
  return columns;
}

std::vector<std::string> further_cells(const Results& results, const Result& row, bool with_model) {
  std::vector<std::string> cells;
  if (with_model) cells.push_back(row.model);
  for (std::size_t i = 0; i < std::min(results.variable_names.size(), variables_shown); ++i)
    cells.push_back(i < row.variables.size() ? show::one_line(row.variables[i]) : std::string());
  cells.push_back(row.submitted_at ? to_text(*row.submitted_at) : std::string());
  return cells;
}

}  // namespace

std::string status_text(const Result& row) {
  return spoken(row.status) + (row.has_left() ? " (left)" : "");
}

std::string outcome_text(const Result& row) {
  if (!row.task_id.empty()) return row.task_id;
  return show::reason_text(row.error_class, row.error);
}

std::string rows_text(const Results& results, const std::vector<const Result*>& rows,
                      std::size_t width, const show::Style& style) {
  const bool is_wide = width >= wide;
  const bool with_model = is_wide && have_several_models(rows);
  std::vector<show::TextColumn> columns = {
      {.title = "id", .rank = 0, .least = 12, .most = 40},
      {.title = "status", .rank = 1, .painted = true},
      {.title = "task id or error", .rank = 2, .least = is_wide ? whole_task_id : 16, .most = 60},
      {.title = "tries", .rank = 5, .right = true},
      {.title = "latency", .rank = 4, .right = true}};
  if (is_wide) {
    std::vector<show::TextColumn> further = further_columns(results, with_model);
    std::move(further.begin(), further.end(), std::back_inserter(columns));
  }
  columns.push_back(
      {.title = "prompt", .rank = 3, .least = static_cast<std::size_t>(is_wide ? 48 : 12)});

  show::TextTable table(std::move(columns));
  for (const Result* row : rows) {
    std::vector<std::string> cells = {
        row->id, status_text(*row), outcome_text(*row),
        row->attempts > 0 ? std::to_string(row->attempts) : std::string(),
        row->latency ? to_text(Duration(*row->latency)) : std::string()};
    if (is_wide) {
      std::vector<std::string> further = further_cells(results, *row, with_model);
      std::move(further.begin(), further.end(), std::back_inserter(cells));
    }
    cells.push_back(show::one_line(row->prompt));
    table.add(row->status, cells);
  }
  return table.text(width, style);
}

std::string doubts_text(const std::vector<const Result*>& rows, std::size_t width,
                        const show::Style& style) {
  show::TextTable table({{.title = "in doubt", .rank = 0, .least = 12, .most = 40, .painted = true},
                         {.title = "sent at", .rank = 1},
                         {.title = "request id", .rank = 3, .least = 16},
                         {.title = "server", .rank = 4, .least = 12, .most = 40},
                         {.title = "prompt", .rank = 2, .least = 12}});
  for (const Result* row : rows) {
    if (row->status != Status::in_doubt || row->is_on_its_way) continue;
    const std::string sent_at = row->submitted_at ? to_text(*row->submitted_at) : std::string();
    table.add(row->status,
              {row->id, sent_at, row->request_id, row->endpoint, show::one_line(row->prompt)});
  }
  return table.text(width, style);
}

std::string earlier_tries_text(const std::vector<Superseded>& tries, std::size_t width,
                               const show::Style& style) {
  show::TextTable table(
      {{.title = "earlier try of", .rank = 0, .least = 12, .most = 40, .painted = true},
       {.title = "entry", .rank = 1},
       {.title = "status", .rank = 2},
       {.title = "task id or error", .rank = 3, .least = 16, .most = 60},
       {.title = "sent at", .rank = 4},
       {.title = "server", .rank = 5, .least = 12, .most = 40}});
  for (const auto& [row, line] : tries) {
    const std::string& task = line->task_id.empty() ? line->named_task : line->task_id;
    table.add(line->status,
              {row->id, line->entry, spoken(line->status) + (line->rehearsal ? " (rehearsal)" : ""),
               task.empty() ? show::reason_text(line->error_class, line->error) : task,
               to_text(line->sent_at), line->server.text()});
  }
  return table.text(width, style);
}

}  // namespace shotlist::show
