#include "show/rows_table.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/time.h"
#include "base/translation.h"
#include "show/attempt_lines.h"
#include "show/wording.h"

namespace shotlist::show {
namespace {

// From this width on there is room for more than a row's outcome and the start of its prompt: first
// for a whole task id, which users copy from here.
constexpr std::size_t wide = 140;
constexpr std::size_t whole_task_id = 50;
constexpr std::size_t variables_shown = 4;

std::vector<show::TextColumn> further_columns(const Review& review) {
  std::vector<show::TextColumn> columns = {
      {.title = tr("model"), .rank = 6, .most = 24, .varied = true}};
  for (std::size_t i = 0; i < std::min(review.variable_names.size(), variables_shown); ++i) {
    const int rank = 7 + static_cast<int>(i);
    columns.push_back({.title = review.variable_names[i], .rank = rank, .least = 10, .most = 20});
  }
  columns.push_back({.title = tr("sent at"), .rank = 7 + static_cast<int>(variables_shown)});
  return columns;
}

std::vector<std::string> further_cells(const Review& review, const Result& row,
                                       const ShownTime& time) {
  std::vector<std::string> cells = {row.model};
  for (std::size_t i = 0; i < std::min(review.variable_names.size(), variables_shown); ++i)
    cells.push_back(i < row.variables.size() ? show::one_line(row.variables[i]) : std::string());
  cells.push_back(row.submitted_at ? time.text(*row.submitted_at) : std::string());
  return cells;
}

}  // namespace

std::string status_text(const Result& row) {
  return spoken(row.status) + (row.has_left() ? tr(" (left)") : "");
}

std::string outcome_text(const Result& row) {
  if (!row.task_id.empty()) return row.task_id;
  return show::reason_text(row.error_class, row.error);
}

RowsTable::RowsTable(std::vector<TextColumn> columns,
                     std::function<void(const ReviewRow&, const TakeLine&)> lines_of)
    : table_(std::move(columns)), lines_of_(std::move(lines_of)) {}

void RowsTable::measure(const ReviewRow& row) {
  lines_of_(row, [this](Status, const std::vector<std::string>& cells) { table_.measure(cells); });
}

void RowsTable::begin(std::string& text, std::size_t width, const Style& style) {
  if (height() == 0) return;
  table_.fit(width);
  text += table_.title(style);
}

void RowsTable::add(std::string& text, const ReviewRow& row, const Style& style) const {
  lines_of_(row, [&](Status status, const std::vector<std::string>& cells) {
    text += table_.line(status, cells, style);
  });
}

RowsTable table_of_rows(const Review& review, std::size_t width, const ShownTime& time) {
  const bool is_wide = width >= wide;
  std::vector<show::TextColumn> columns = {{.title = tr("id"), .rank = 0, .least = 12, .most = 40},
                                           {.title = tr("status"), .rank = 1, .painted = true},
                                           {.title = tr("task id or error"),
                                            .rank = 2,
                                            .least = is_wide ? whole_task_id : 16,
                                            .most = 60},
                                           {.title = tr("tries"), .rank = 5, .right = true},
                                           {.title = tr("latency"), .rank = 4, .right = true}};
  if (is_wide) {
    std::vector<show::TextColumn> further = further_columns(review);
    std::move(further.begin(), further.end(), std::back_inserter(columns));
  }
  columns.push_back(
      {.title = tr("prompt"), .rank = 3, .least = static_cast<std::size_t>(is_wide ? 48 : 12)});
  return {std::move(columns),
          [is_wide, time, &review](const ReviewRow& of, const RowsTable::TakeLine& take) {
            const Result& row = of.line;
            std::vector<std::string> cells = {
                row.id, status_text(row), outcome_text(row),
                row.attempts > 0 ? std::to_string(row.attempts) : std::string(),
                row.latency ? to_text(Duration(*row.latency)) : std::string()};
            if (is_wide) {
              std::vector<std::string> further = further_cells(review, row, time);
              std::move(further.begin(), further.end(), std::back_inserter(cells));
            }
            cells.push_back(show::one_line(row.prompt));
            take(row.status, cells);
          }};
}

RowsTable table_of_doubts(const ShownTime& time) {
  return {{{.title = tr("in doubt"), .rank = 0, .least = 12, .most = 40, .painted = true},
           {.title = tr("sent at"), .rank = 1},
           {.title = tr("request id"), .rank = 3, .least = 16},
           {.title = tr("server"), .rank = 4, .least = 12, .most = 40},
           {.title = tr("prompt"), .rank = 2, .least = 12}},
          [time](const ReviewRow& of, const RowsTable::TakeLine& take) {
            const Result& row = of.line;
            if (row.status != Status::in_doubt || row.is_on_its_way) return;
            const std::string sent_at =
                row.submitted_at ? time.text(*row.submitted_at) : std::string();
            take(row.status,
                 {row.id, sent_at, row.request_id, row.endpoint, show::one_line(row.prompt)});
          }};
}

RowsTable table_of_earlier_tries(const ShownTime& time) {
  return {{{.title = tr("earlier try of"), .rank = 0, .least = 12, .most = 40, .painted = true},
           {.title = tr("entry"), .rank = 1},
           {.title = tr("status"), .rank = 2},
           {.title = tr("task id or error"), .rank = 3, .least = 16, .most = 60},
           {.title = tr("sent at"), .rank = 4},
           {.title = tr("server"), .rank = 5, .least = 12, .most = 40}},
          [time](const ReviewRow& row, const RowsTable::TakeLine& take) {
            for (const ledger::Attempt* tried : superseded_of(row)) {
              const std::string& task = tried->task_id.empty() ? tried->named_task : tried->task_id;
              take(tried->status,
                   {row.line.id, tried->entry,
                    spoken(tried->status) + (tried->rehearsal ? tr(" (rehearsal)") : ""),
                    task.empty() ? show::reason_text(tried->error_class, tried->error) : task,
                    time.text(tried->sent_at), tried->server.text()});
            }
          }};
}

}  // namespace shotlist::show
