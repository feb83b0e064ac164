#include "review/review_text.h"

#include <string_view>

#include "report/text_table.h"
#include "report/wording.h"

namespace shotlist {
namespace {

std::string outcome_text(const Result& row) {
  if (!row.task_id.empty()) return row.task_id;
  const std::string kind = spoken(row.error_class);
  return kind.empty() || row.error.empty() ? kind + row.error : kind + ": " + row.error;
}

std::string doubts_text(const Results& results, std::size_t width, const Style& style) {
  TextTable table({{.title = "in doubt", .rank = 0, .least = 12, .most = 40, .painted = true},
                   {.title = "sent at", .rank = 1},
                   {.title = "request id", .rank = 3, .least = 16},
                   {.title = "prompt", .rank = 2, .least = 12}});
  for (const Result& row : results.rows) {
    if (row.status != Status::in_doubt) continue;
    const std::string sent_at = row.submitted_at ? to_text(*row.submitted_at) : std::string();
    table.add(row.status, {row.id, sent_at, row.request_id, one_line(row.prompt)});
  }
  return table.text(width, style);
}

std::string rows_text(const Results& results, std::size_t width, const Style& style) {
  TextTable table({{.title = "id", .rank = 0, .least = 12, .most = 40},
                   {.title = "status", .rank = 1, .painted = true},
                   {.title = "task id or error", .rank = 2, .least = 16, .most = 60},
                   {.title = "tries", .rank = 5, .right = true},
                   {.title = "latency", .rank = 4, .right = true},
                   {.title = "prompt", .rank = 3, .least = 12}});
  for (const Result& row : results.rows) {
    table.add(row.status, {row.id, spoken(row.status), outcome_text(row),
                           row.attempts > 0 ? std::to_string(row.attempts) : std::string(),
                           row.latency ? to_text(Duration(*row.latency)) : std::string(),
                           one_line(row.prompt)});
  }
  return table.text(width, style);
}

}  // namespace

std::string review_text(const Results& results, const Ending& ending, std::size_t width,
                        const Style& style) {
  std::string text = summary_text(results, ending, width, style);
  for (const std::string& table :
       {doubts_text(results, width, style), rows_text(results, width, style)}) {
    if (!table.empty()) text += '\n' + table;
  }
  return text;
}

}  // namespace shotlist
