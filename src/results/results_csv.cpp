#include "results/results_csv.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/error.h"
#include "base/location.h"
#include "base/text.h"
#include "manifest/csv_reader.h"
#include "manifest/source_text.h"
#include "results/csv_writer.h"
#include "results/decision_file.h"
#include "results/result_columns.h"

namespace shotlist::results {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t chunk = 1 << 20;  // in bytes: large enough to keep appends rare

Guard guard_of(ResultsForm form) {
  return form == ResultsForm::excel ? Guard::values : Guard::losses;
}

void add_header(std::string& text, const FurtherColumns& further, ResultsForm form) {
  if (form == ResultsForm::excel) text += byte_order_mark;
  CsvWriter csv(text, guard_of(form));
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

void add_line(CsvWriter csv, const Result& line, std::size_t fields, std::size_t variables) {
  add_cells(csv, line, columns_before_fields());
  add_values(csv, line.fields, fields);
  add_cells(csv, line, columns_after_fields());
  add_values(csv, line.variables, variables);
  csv.end_row();
}

constexpr std::size_t no_column = std::string::npos;
constexpr std::size_t required = 3;  // leading columns that every results file has

/// The position of each cell in a record.
struct Layout {
  std::vector<std::size_t> known;  // by column number
  std::vector<std::size_t> fields;
  std::vector<std::size_t> variables;
  std::vector<std::size_t> decisions;  // columns of that name
  std::size_t decision = no_column;    // the one added by a person
  std::size_t width = 0;               // cells in the shortest record that a spreadsheet leaves

  std::vector<std::string> missing() const {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < required; ++i) {
      if (known[i] == no_column) names.emplace_back(result_columns()[i].name);
    }
    return names;
  }
  bool is_of_results() const { return missing().empty(); }
};

using Names = std::vector<std::string_view>;

// Picks the column with the given `number` in its block from several of the same name: the one at
// the right distance from most others of the block, allowing for one inserted column. `places`
// holds the columns whose name is unique.
std::size_t choose(const std::vector<std::size_t>& candidates, std::size_t number,
                   const std::vector<std::size_t>& places) {
  constexpr std::size_t far_off = 2;
  const auto strangeness = [&](std::size_t at) {
    std::size_t sum = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (places[i] == no_column) continue;
      const std::size_t is = at + i, should_be = places[i] + number;
      sum += std::min(std::max(is, should_be) - std::min(is, should_be), far_off);
    }
    return sum;
  };
  return *std::min_element(candidates.begin(), candidates.end(), [&](std::size_t a, std::size_t b) {
    return strangeness(a) < strangeness(b);
  });
}

// The positions of the columns of one block. A field or a variable may have the name of any of
// them, and a spreadsheet may have moved them. In an unmodified file they are adjacent, and the
// first such run is the block: fields are in alphabetical order, so they cannot form one.
std::vector<std::size_t> places_of(std::span<const ResultColumn> block, const Names& header) {
  std::vector<std::size_t> places(block.size(), no_column);
  const auto together = std::search(
      header.begin(), header.end(), block.begin(), block.end(),
      [](std::string_view name, const ResultColumn& column) { return name == column.name; });
  if (together != header.end()) {
    std::iota(places.begin(), places.end(), static_cast<std::size_t>(together - header.begin()));
    return places;
  }
  // Removed columns leave no gap.
  std::vector<std::size_t> numbers;
  std::vector<std::vector<std::size_t>> candidates;
  std::vector<std::size_t> certain;
  for (std::size_t i = 0; i < block.size(); ++i) {
    std::vector<std::size_t> found;
    for (std::size_t at = 0; at < header.size(); ++at) {
      if (header[at] == block[i].name) found.push_back(at);
    }
    if (found.empty()) continue;
    numbers.push_back(i);
    certain.push_back(found.size() == 1 ? found.front() : no_column);
    candidates.push_back(std::move(found));
  }
  for (std::size_t i = 0; i < numbers.size(); ++i)
    places[numbers[i]] = choose(candidates[i], i, certain);
  return places;
}

Names names_in(const std::vector<manifest::CsvCell>& header) {
  Names names;
  for (const manifest::CsvCell& cell : header)
    names.push_back(unguarded(cell.text));
  return names;
}

// Where a block begins or ends: its outermost column that is still next to its neighbour, since a
// spreadsheet may have moved any. `places` are ordered from that side inwards.
std::size_t edge_of(const std::vector<std::size_t>& places) {
  std::size_t outermost = no_column, before = no_column;
  for (const std::size_t at : places) {
    if (at == no_column) continue;
    if (outermost == no_column) outermost = at;
    if (before != no_column && std::max(at, before) - std::min(at, before) == 1) return before;
    before = at;
  }
  return outermost;
}

// Classifies unknown columns: fields are between the two blocks, variables after them, and any
// other was added by a person. Files of format 1 had no fields.
void place_unknown(Layout& layout, const Names& header) {
  const std::vector<std::size_t>& known = layout.known;
  const auto begin = known.begin();
  const auto between = begin + static_cast<std::ptrdiff_t>(columns_before_fields().size());
  std::vector<std::size_t> before(begin, between);
  const std::vector<std::size_t> after(between, known.end());
  std::reverse(before.begin(), before.end());
  const std::size_t before_fields = edge_of(before);
  const std::size_t after_fields = edge_of(after);
  std::size_t before_variables = edge_of({after.rbegin(), after.rend()});
  if (before_variables == no_column) before_variables = before_fields;
  const bool has_fields = after.front() != no_column || after.back() != no_column;  // price, entry
  for (std::size_t at = 0; at < header.size(); ++at) {
    if (header[at].empty() || std::find(known.begin(), known.end(), at) != known.end()) continue;
    if (has_fields && before_fields < at && at < after_fields) {
      layout.fields.push_back(at);
    } else if (before_variables < at) {
      layout.variables.push_back(at);
    }
  }
}

Layout layout_of(const std::vector<manifest::CsvCell>& cells) {
  const Names header = names_in(cells);
  Layout layout;
  layout.known = places_of(columns_before_fields(), header);
  const auto after = places_of(columns_after_fields(), header);
  layout.known.insert(layout.known.end(), after.begin(), after.end());
  place_unknown(layout, header);
  for (std::size_t at = 0; at < header.size(); ++at) {
    if (is_decision_column(header[at])) layout.decisions.push_back(at);
  }
  const auto columns = result_columns();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const bool is_needed = columns[i].is_never_empty || i < required;
    if (is_needed && layout.known[i] != no_column)
      layout.width = std::max(layout.width, layout.known[i] + 1);
  }
  return layout;
}

std::string_view text_at(const manifest::CsvReader& reader, std::size_t at) {
  return at < reader.cells().size() ? unguarded(reader.cells()[at].text) : std::string_view();
}

// A column `decision` that holds only decisions was added by a person. One that holds anything else
// may be the manifest's; if it is the only one, a person may have mistyped a word in it.
void find_decisions(Layout& layout, std::string_view text) {
  if (layout.decisions.empty()) return;
  std::vector<std::size_t> persons = layout.decisions;
  manifest::CsvReader reader(text);
  reader.next();
  while (!persons.empty() && reader.next()) {
    std::erase_if(persons, [&reader](std::size_t at) {
      const std::string_view word = trimmed_of_blanks(text_at(reader, at));
      return !word.empty() && !parse_row_word(word);
    });
  }
  layout.decision = persons.empty() ? layout.decisions.back() : persons.back();
  if (persons.empty()) return;
  std::erase(layout.fields, layout.decision);
  std::erase(layout.variables, layout.decision);
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
    refuse(name, cell.line, fmt::format("`{}` is not a {}", disarm(cell.text), columns[i].name),
           std::string(columns[i].remedy));
  }
  for (const std::size_t at : layout.fields)
    row.fields.emplace_back(text_at(reader, at));
  for (const std::size_t at : layout.variables)
    row.variables.emplace_back(text_at(reader, at));
  row.decision = trimmed_of_blanks(text_at(reader, layout.decision));
  if (row.id.empty()) refuse(name, reader.line(), "the row has no id", "restore the file");
  if (row.status == Status::submitted && row.task_id.empty()) {
    refuse(name, reader.line(), fmt::format("{} is submitted but has no task id", disarm(row.id)),
           "restore the file: the task was paid for");
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

std::string results_text(const Results& results, ResultsForm form) {
  std::string text;
  add_header(text, {results.field_names, results.variable_names}, form);
  for (const Result& line : results.rows) {
    add_line(CsvWriter(text, guard_of(form)), line, results.field_names.size(),
             results.variable_names.size());
  }
  return text;
}

ResultsFile::ResultsFile(system::Disk& disk, const std::string& path, const FurtherColumns& further,
                         ResultsForm form)
    : file_(disk, path),
      fields_(further.fields.size()),
      variables_(further.variables.size()),
      form_(form) {
  add_header(text_, further, form);
}

void ResultsFile::add(const Result& line) {
  add_line(CsvWriter(text_, guard_of(form_)), line, fields_, variables_);
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

Results read_results(std::string bytes, const std::string& name) {
  const manifest::SourceText source = manifest::decode_source(name, std::move(bytes));
  manifest::CsvReader reader(source.text);
  Layout layout = layout_of(reader.next() ? reader.cells() : std::vector<manifest::CsvCell>());
  if (!layout.is_of_results()) {
    throw Error(ExitCode::invalid,
                fmt::format("{} is not a shotlist results file: it has no column {}", disarm(name),
                            or_list(layout.missing())),
                "give a file that `shotlist run` wrote");
  }
  find_decisions(layout, source.text);
  Results results;
  results.decision_columns = layout.decisions.size();
  for (const std::size_t at : layout.fields)
    results.field_names.emplace_back(text_at(reader, at));
  for (const std::size_t at : layout.variables)
    results.variable_names.emplace_back(text_at(reader, at));
  std::unordered_set<std::string> ids;
  while (reader.next()) {
    must_be_sound(reader, layout, name);
    results.rows.push_back(read_row(reader, layout, name));
    // A row that left the manifest may have the same name as one in it.
    if (results.rows.back().has_left() || ids.insert(results.rows.back().id).second) continue;
    refuse(name, reader.line(),
           fmt::format("a second row has the id {}", disarm(results.rows.back().id)),
           "remove the one that is not true");
  }
  return results;
}

}  // namespace shotlist::results
