#include "show/row_formats.h"

#include <string_view>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/json_object.h"
#include "base/json_text.h"
#include "base/time.h"
#include "results/result_columns.h"
#include "results/results_csv.h"
#include "show/rows_table.h"
#include "show/wording.h"

namespace shotlist::show {
namespace {

std::string values_as_json(const std::vector<std::string>& names,
                           const std::vector<std::string>& values) {
  std::string json;
  JsonObject object(json);
  for (std::size_t i = 0; i < names.size() && i < values.size(); ++i)
    object.text(names[i], values[i]);
  object.end();
  return json;
}

// Escapes what Markdown, or HTML inside it, would take for markup (GFM, section 2.4), and what
// turns an address into a link (GFM, section 6.9).
std::string escaped(const std::string& text) {
  static constexpr std::string_view markup = "\\`*_{}[]<>()#|~&$!:@";
  std::string safe;
  for (const char c : disarm(show::one_line(text))) {
    if (markup.find(c) != std::string_view::npos) safe += '\\';
    safe += c;
  }
  return safe;
}

}  // namespace

void write_csv(const Review& review, const SelectedRows& rows, results::ResultsForm form,
               const TakeText& take) {
  std::string text;
  results::ResultsText lines(text, review.further_columns(), form);
  rows.for_each([&](const ReviewRow& row) {
    lines.add(row.line);
    take(text);
    text.clear();
  });
  take(text);
}

std::string row_as_json(const Review& review, const Result& row) {
  std::string json;
  JsonObject object(json);
  std::string room;
  for (const results::ResultColumn& column : results::result_columns()) {
    const std::string_view text = column.text(row, room);
    if (!column.is_number) {
      object.text(column.name, text);
    } else {
      object.json(column.name, text.empty() ? "null" : text);
    }
  }
  object.json("fields", values_as_json(review.field_names, row.fields));
  object.json("variables", values_as_json(review.variable_names, row.variables));
  object.end();
  return disarmed_json(json);
}

void write_jsonl(const Review& review, const SelectedRows& rows, const TakeText& take) {
  rows.for_each([&](const ReviewRow& row) { take(row_as_json(review, row.line) + '\n'); });
}

void write_markdown(const Review& review, const SelectedRows& rows, const TakeText& take) {
  std::string title = "| id | status | task id or error | tries | latency | prompt |";
  std::string rule = "| --- | --- | --- | ---: | ---: | --- |";
  for (const std::string& name : review.variable_names) {
    title += ' ' + escaped(name) + " |";
    rule += " --- |";
  }
  take(title + '\n' + rule + '\n');
  rows.for_each([&](const ReviewRow& of) {
    const Result& row = of.line;
    std::string text = fmt::format(
        "| {} | {} | {} | {} | {} | {} |", escaped(row.id), status_text(row),
        escaped(outcome_text(row)), row.attempts > 0 ? std::to_string(row.attempts) : std::string(),
        row.latency ? to_text(Duration(*row.latency)) : std::string(), escaped(row.prompt));
    for (std::size_t i = 0; i < review.variable_names.size(); ++i) {
      text += fmt::format(" {} |",
                          i < row.variables.size() ? escaped(row.variables[i]) : std::string());
    }
    take(text + '\n');
  });
}

}  // namespace shotlist::show
