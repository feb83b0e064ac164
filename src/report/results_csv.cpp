#include "report/results_csv.h"

#include <algorithm>
#include <unordered_set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/error.h"
#include "base/position.h"
#include "base/text.h"
#include "manifest/csv_reader.h"
#include "manifest/source_text.h"
#include "report/csv_writer.h"
#include "report/decision_file.h"
#include "report/result_columns.h"

namespace shotlist::report {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t chunk = 1 << 20;  // in bytes: big enough to make appends few

Guard guard_of(ResultsForm form) {
  return form == ResultsForm::excel ? Guard::values : Guard::losses;
}

void add_header(std::string& text, const std::vector<std::string>& variable_names,
                ResultsForm form) {
  if (form == ResultsForm::excel) text += byte_order_mark;
  CsvWriter csv(text, guard_of(form));
  for (const ResultColumn& column : result_columns())
    csv.cell(column.name);
  for (const std::string& name : variable_names)
    csv.cell(name);
  csv.end_row();
}

void add_line(CsvWriter csv, const Result& line, std::size_t variables) {
  std::string room;
  for (const ResultColumn& column : result_columns()) {
    const std::string_view cell = column.text(line, room);
    column.is_word ? csv.word(cell) : csv.cell(cell);
  }
  for (std::size_t i = 0; i < variables; ++i)
    csv.cell(i < line.variables.size() ? std::string_view(line.variables[i]) : std::string_view());
  csv.end_row();
}

constexpr std::size_t no_column = std::string::npos;

/// Which cell of a record holds what.
struct Layout {
  std::vector<std::size_t> known;  // by the number of the column
  std::vector<std::size_t> variables;
  std::size_t decision = no_column;  // the last column of that name
  std::size_t decisions = 0;         // columns of that name
  std::size_t width = 0;             // of a record that may be: all known columns

  // Of the columns without which it is no results file.
  std::vector<std::string> missing() const {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < 3; ++i) {
      if (known[i] == no_column) names.emplace_back(result_columns()[i].name);
    }
    return names;
  }
  bool is_of_results() const { return missing().empty(); }
};

// A manifest may have a variable called `status`: of equal names the first is the column.
Layout layout_of(const std::vector<manifest::CsvCell>& header) {
  Layout layout;
  const auto columns = result_columns();
  layout.known.assign(columns.size(), no_column);
  std::size_t after_known = 0;
  for (std::size_t at = 0; at < header.size(); ++at) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (header[at].text != columns[i].name || layout.known[i] != no_column) continue;
      layout.known[i] = at;
      after_known = at + 1;
      break;
    }
    if (!submit::is_decision_column(unguarded(header[at].text))) continue;
    layout.decision = at;
    ++layout.decisions;
  }
  layout.width = after_known;
  for (std::size_t at = after_known; at < header.size(); ++at)
    layout.variables.push_back(at);
  return layout;
}

[[noreturn]] void refuse(const std::string& name, std::uint32_t line, const std::string& what,
                         const std::string& remedy) {
  throw Error(ExitCode::invalid,
              fmt::format("{}: {}", to_text(Position{disarm(name), line, 0}), what), remedy);
}

Result read_row(const manifest::CsvReader& reader, const Layout& layout, const std::string& name) {
  Result row;
  const auto columns = result_columns();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (layout.known[i] == no_column) continue;
    const manifest::CsvCell& cell = reader.cells()[layout.known[i]];
    if (columns[i].read(unguarded(cell.text), row)) continue;
    refuse(name, cell.line, fmt::format("`{}` is not a {}", disarm(cell.text), columns[i].name),
           std::string(columns[i].remedy));
  }
  const auto text_at = [&](std::size_t at) {
    return at < reader.cells().size() ? unguarded(reader.cells()[at].text) : std::string_view();
  };
  for (const std::size_t at : layout.variables)
    row.variables.emplace_back(text_at(at));
  row.decision = trimmed_of_blanks(text_at(layout.decision));
  if (row.id.empty()) refuse(name, reader.line(), "the row has no id", "restore the file");
  if (row.status == Status::submitted && row.task_id.empty()) {
    refuse(name, reader.line(), fmt::format("{} is submitted but has no task id", disarm(row.id)),
           "restore the file: the task was paid for");
  }
  return row;
}

// A spreadsheet may leave out the empty cells at the end of a row.
void must_be_sound(const manifest::CsvReader& reader, const Layout& layout,
                   const std::string& name) {
  if (reader.mistakes().empty()) return;
  const manifest::CsvMistake& mistake = reader.mistakes().front();
  const bool is_short = mistake.code == Code::ragged_row && mistake.size == 0;
  if (is_short && reader.cells().size() >= layout.width) return;
  refuse(name, mistake.line, mistake.what, mistake.remedy);
}

// A column `decision` that holds anything else may be a variable of the manifest.
void forget_decision_variable(Results& results, const Layout& layout) {
  const auto is_no_decision = [](const Result& row) {
    return !row.decision.empty() && !submit::parse_row_decision(row.decision);
  };
  if (std::any_of(results.rows.begin(), results.rows.end(), is_no_decision)) return;
  const auto found = std::find(layout.variables.begin(), layout.variables.end(), layout.decision);
  if (found == layout.variables.end()) return;
  const auto number = found - layout.variables.begin();
  results.variable_names.erase(results.variable_names.begin() + number);
  for (Result& row : results.rows)
    row.variables.erase(row.variables.begin() + number);
}

}  // namespace

std::string results_text(const Results& results, ResultsForm form) {
  std::string text;
  add_header(text, results.variable_names, form);
  for (const Result& line : results.rows)
    add_line(CsvWriter(text, guard_of(form)), line, results.variable_names.size());
  return text;
}

void write_results(system::Disk& disk, const std::string& path, const Results& results,
                   ResultsForm form) {
  ResultsFile file(disk, path, results.variable_names, form);
  for (const Result& line : results.rows)
    file.add(line);
  file.commit(results.rows.size());
}

ResultsFile::ResultsFile(system::Disk& disk, const std::string& path,
                         const std::vector<std::string>& variable_names, ResultsForm form)
    : file_(disk, path), variables_(variable_names.size()), form_(form) {
  add_header(text_, variable_names, form);
}

void ResultsFile::add(const Result& line) {
  add_line(CsvWriter(text_, guard_of(form_)), line, variables_);
  written_.add(line.status);
  if (text_.size() < chunk) return;
  file_.append(text_);
  text_.clear();
}

void ResultsFile::commit(std::size_t rows) {
  written_.must_add_up_to(rows);
  file_.append(text_);
  file_.commit();
}

bool looks_like_results(std::string_view bytes) {
  constexpr std::size_t longest_header = std::size_t{64} * 1024;
  const manifest::SourceText start =
      manifest::decode_source({}, std::string(bytes.substr(0, longest_header)));
  manifest::CsvReader reader(start.text);
  return reader.next() && layout_of(reader.cells()).is_of_results();
}

Results read_results(std::string bytes, const std::string& name) {
  const manifest::SourceText source = manifest::decode_source(name, std::move(bytes));
  manifest::CsvReader reader(source.text);
  const Layout layout =
      layout_of(reader.next() ? reader.cells() : std::vector<manifest::CsvCell>());
  if (!layout.is_of_results()) {
    throw Error(ExitCode::invalid,
                fmt::format("{} is not a shotlist results file: it has no column {}", disarm(name),
                            or_list(layout.missing())),
                "give a file that `shotlist run` wrote");
  }
  Results results;
  results.decision_columns = layout.decisions;
  for (const std::size_t at : layout.variables) {
    results.variable_names.emplace_back(unguarded(reader.cells()[at].text));
  }
  std::unordered_set<std::string> ids;
  while (reader.next()) {
    must_be_sound(reader, layout, name);
    results.rows.push_back(read_row(reader, layout, name));
    if (ids.insert(results.rows.back().id).second) continue;
    refuse(name, reader.line(),
           fmt::format("a second row has the id {}", disarm(results.rows.back().id)),
           "remove the one that is not true");
  }
  forget_decision_variable(results, layout);
  return results;
}

}  // namespace shotlist::report
