#include "results/results_csv.h"

#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/error.h"
#include "base/location.h"
#include "base/text.h"
#include "base/translation.h"
#include "manifest/csv_reader.h"
#include "manifest/source_text.h"
#include "results/csv_writer.h"
#include "results/result_columns.h"

namespace shotlist::results {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t chunk = 1 << 20;  // in bytes: large enough to keep appends rare

Guard guard_of(ResultsForm form) {
  return form == ResultsForm::excel ? Guard::values : Guard::losses;
}

void add_cells(CsvWriter& csv, const Result& line, std::span<const ResultColumn> columns) {
  std::string room;
  for (const ResultColumn& column : columns) {
    const std::string_view cell = column.text(line, room);
    column.is_word ? csv.word(cell) : csv.cell(cell);
  }
}

void add_values(CsvWriter& csv, const std::vector<std::string>& values, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i)
    csv.cell(i < values.size() ? std::string_view(values[i]) : std::string_view());
}

[[noreturn]] void refuse(const std::string& name, std::uint32_t line, const std::string& what,
                         const std::string& remedy) {
  throw Error(ExitCode::invalid,
              fmt::format("{}: {}", to_text(Location{disarm(name), line, 0}), what), remedy);
}

Result read_row(const manifest::CsvReader& reader, const Layout& layout, const std::string& name) {
  Result row;
  const auto columns = result_columns();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (layout.known[i] >= reader.cells().size()) continue;
    const manifest::CsvCell& cell = reader.cells()[layout.known[i]];
    if (columns[i].read(unguarded(cell.text), row)) continue;
    refuse(name, cell.line, tr("`{}` is not a {}", disarm(cell.text), columns[i].name),
           std::string(tr(columns[i].remedy)));
  }
  for (const std::size_t at : layout.fields)
    row.fields.emplace_back(text_at(reader, at));
  for (const std::size_t at : layout.variables)
    row.variables.emplace_back(text_at(reader, at));
  row.decision = trimmed_of_blanks(text_at(reader, layout.decision));
  if (row.id.empty()) refuse(name, reader.line(), tr("the row has no id"), tr("restore the file"));
  if (row.status == Status::submitted && row.task_id.empty()) {
    refuse(name, reader.line(), tr("{} is submitted but has no task id", disarm(row.id)),
           tr("restore the file: the task was paid for"));
  }
  return row;
}

// A spreadsheet may omit trailing empty cells.
void must_be_sound(const manifest::CsvReader& reader, const Layout& layout,
                   const std::string& name) {
  if (reader.mistakes().empty()) return;
  const manifest::CsvMistake& mistake = reader.mistakes().front();
  const bool is_short = mistake.code == Code::ragged_row && mistake.size == 0;
  if (is_short && reader.cells().size() >= layout.width) return;
  refuse(name, mistake.line, mistake.what, mistake.remedy);
}

}  // namespace

ResultsText::ResultsText(std::string& text, const FurtherColumns& further, ResultsForm form)
    : text_(text),
      fields_(further.fields.size()),
      variables_(further.variables.size()),
      form_(form) {
  if (form == ResultsForm::excel) text_ += byte_order_mark;
  CsvWriter csv(text_, guard_of(form));
  for (const ResultColumn& column : columns_before_fields())
    csv.cell(column.name);
  for (const std::string& name : further.fields)
    csv.cell(name);
  for (const ResultColumn& column : columns_after_fields())
    csv.cell(column.name);
  for (const std::string& name : further.variables)
    csv.cell(name);
  csv.end_row();
}

void ResultsText::add(const Result& line) {
  CsvWriter csv(text_, guard_of(form_));
  add_cells(csv, line, columns_before_fields());
  add_values(csv, line.fields, fields_);
  add_cells(csv, line, columns_after_fields());
  add_values(csv, line.variables, variables_);
  csv.end_row();
}

ResultsFile::ResultsFile(system::Disk& disk, const std::string& path, const FurtherColumns& further,
                         ResultsForm form)
    : file_(disk, path), lines_(text_, further, form) {}

void ResultsFile::add(const Result& line) {
  lines_.add(line);
  written_.add(line.status);
  if (text_.size() >= chunk) flush();
}

void ResultsFile::flush() {
  digest_.add(text_);
  file_.append(text_);
  text_.clear();
}

Fingerprint ResultsFile::digest() {
  flush();
  return digest_.value();
}

void ResultsFile::commit(std::size_t rows) {
  written_.must_add_up_to(rows);
  flush();
  file_.commit();
}

bool looks_like_results(std::string_view bytes) {
  const manifest::SourceText start =
      manifest::decode_source({}, std::string(bytes.substr(0, longest_results_header)));
  manifest::CsvReader reader(start.text);
  return reader.next() && layout_of(reader.cells()).is_of_results();
}

ResultsReader::ResultsReader(std::string_view text, std::string name)
    : name_(std::move(name)), csv_(text) {
  layout_ = layout_of(csv_.next() ? csv_.cells() : std::vector<manifest::CsvCell>());
  if (!layout_.is_of_results()) {
    throw Error(ExitCode::invalid,
                tr("{} is not a shotlist results file: it has no column {}", disarm(name_),
                   or_list(layout_.missing())),
                tr("give a file that `shotlist run` wrote"));
  }
  find_decisions(layout_, text);
  for (const std::size_t at : layout_.fields)
    field_names_.emplace_back(text_at(csv_, at));
  for (const std::size_t at : layout_.variables)
    variable_names_.emplace_back(text_at(csv_, at));
}

std::optional<Result> ResultsReader::next() {
  if (!csv_.next()) return std::nullopt;
  must_be_sound(csv_, layout_, name_);
  Result row = read_row(csv_, layout_, name_);
  // A row that left the manifest may have the same name as one in it.
  if (!row.has_left() && !ids_.insert(row.id).second) {
    refuse(name_, csv_.line(), tr("a second row has the id {}", disarm(row.id)),
           tr("remove the one that is not true"));
  }
  return row;
}

Results read_results(std::string bytes, const std::string& name) {
  const manifest::SourceText source = manifest::decode_source(name, std::move(bytes));
  ResultsReader reader(source.text, name);
  Results results;
  results.decision_columns = reader.decision_columns();
  results.field_names = reader.field_names();
  results.variable_names = reader.variable_names();
  while (auto row = reader.next())
    results.rows.push_back(std::move(*row));
  return results;
}

}  // namespace shotlist::results
