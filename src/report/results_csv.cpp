#include "report/results_csv.h"

#include <array>
#include <unordered_set>
#include <vector>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/error.h"
#include "base/position.h"
#include "base/quantity.h"
#include "manifest/csv_reader.h"
#include "report/csv_writer.h"

namespace shotlist {
namespace {

constexpr std::size_t chunk = 1 << 20;  // in bytes: big enough to make appends few

/// One column of format 1: how a row writes it, and how a row reads it. `read` returns false where
/// a cell makes the row unusable.
struct Column {
  std::string_view name;
  void (*write)(const Result&, CsvWriter&);
  bool (*read)(std::string_view, Result&);
};

template <std::string Result::*Member>
constexpr Column text(std::string_view name) {
  return {name, [](const Result& row, CsvWriter& csv) { csv.cell(row.*Member); },
          [](std::string_view cell, Result& row) {
            row.*Member = cell;
            return true;
          }};
}

template <std::string Result::*Member>
constexpr Column server_text(std::string_view name) {
  Column column = text<Member>(name);
  column.write = [](const Result& row, CsvWriter& csv) {
    csv.cell((row.*Member).empty() ? std::string() : disarm(row.*Member));
  };
  return column;
}

int read_count(std::string_view cell) {
  return static_cast<int>(parse_integer(cell, 0, 1'000'000'000).value_or(0));
}

constexpr std::array<Column, 23> columns = {
    {text<&Result::id>("id"),
     {"status", [](const Result& row, CsvWriter& csv) { csv.cell(to_text(row.status)); },
      [](std::string_view cell, Result& row) {
        const auto status = parse_status(cell);
        row.status = status.value_or(Status::not_sent);
        return status.has_value();
      }},
     server_text<&Result::task_id>("task_id"),
     text<&Result::prompt>("prompt"),
     server_text<&Result::error>("error"),
     {"error_class", [](const Result& row, CsvWriter& csv) { csv.cell(to_text(row.error_class)); },
      [](std::string_view cell, Result& row) {
        row.error_class = parse_error_class(cell).value_or(ErrorClass::none);
        return true;
      }},
     {"http_status",
      [](const Result& row, CsvWriter& csv) {
        csv.cell(row.http_status == 0 ? std::string() : std::to_string(row.http_status));
      },
      [](std::string_view cell, Result& row) {
        row.http_status = read_count(cell);
        return true;
      }},
     {"attempts", [](const Result& row, CsvWriter& csv) { csv.cell(std::to_string(row.attempts)); },
      [](std::string_view cell, Result& row) {
        row.attempts = read_count(cell);
        return true;
      }},
     {"submitted_at",
      [](const Result& row, CsvWriter& csv) {
        csv.cell(row.submitted_at ? to_text(*row.submitted_at) : std::string());
      },
      [](std::string_view cell, Result& row) {
        row.submitted_at = parse_date(cell);
        return true;
      }},
     {"latency_ms",
      [](const Result& row, CsvWriter& csv) {
        csv.cell(row.latency ? std::to_string(row.latency->count()) : std::string());
      },
      [](std::string_view cell, Result& row) {
        if (const auto ms = parse_integer(cell, 0, 1'000'000'000'000)) {
          row.latency = std::chrono::milliseconds(*ms);
        }
        return true;
      }},
     server_text<&Result::video_status>("video_status"),
     server_text<&Result::video_url>("video_url"),
     text<&Result::video_file>("video_file"),
     text<&Result::model>("model"),
     text<&Result::orientation>("orientation"),
     text<&Result::size>("size"),
     text<&Result::duration>("duration"),
     text<&Result::watermark>("watermark"),
     text<&Result::hidden>("private"),
     text<&Result::images>("images"),
     text<&Result::source>("source"),
     server_text<&Result::request_id>("request_id"),
     text<&Result::fingerprint>("fingerprint")}};

void add_header(CsvWriter csv, const std::vector<std::string>& variable_names) {
  for (const Column& column : columns)
    csv.cell(column.name);
  for (const std::string& name : variable_names)
    csv.cell(name);
  csv.end_row();
}

void add_line(CsvWriter csv, const Result& line, std::size_t variables) {
  for (const Column& column : columns)
    column.write(line, csv);
  for (std::size_t i = 0; i < variables; ++i)
    csv.cell(i < line.variables.size() ? std::string_view(line.variables[i]) : std::string_view());
  csv.end_row();
}

constexpr std::size_t no_column = std::string::npos;

/// Which cell of a record holds what.
struct Layout {
  std::array<std::size_t, columns.size()> known{};
  std::vector<std::size_t> variables;

  bool is_of_results() const {
    return known[0] != no_column && known[1] != no_column && known[2] != no_column;
  }
};

// A manifest may have a variable called `status`: of equal names the first is the column.
Layout layout_of(const std::vector<CsvCell>& header) {
  Layout layout;
  layout.known.fill(no_column);
  std::size_t after_known = 0;
  for (std::size_t at = 0; at < header.size(); ++at) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (header[at].text != columns[i].name || layout.known[i] != no_column) continue;
      layout.known[i] = at;
      after_known = at + 1;
      break;
    }
  }
  for (std::size_t at = after_known; at < header.size(); ++at)
    layout.variables.push_back(at);
  return layout;
}

[[noreturn]] void refuse(const std::string& name, std::uint32_t line, const std::string& what,
                         const std::string& remedy) {
  throw Error(ExitCode::invalid,
              fmt::format("{}: {}", to_text(Position{disarm(name), line, 0}), what), remedy);
}

Result read_row(const CsvReader& reader, const Layout& layout, const std::string& name) {
  Result row;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (layout.known[i] == no_column) continue;
    const CsvCell& cell = reader.cells()[layout.known[i]];
    if (columns[i].read(unguarded(cell.text), row)) continue;
    refuse(name, cell.line, fmt::format("`{}` is not a {}", disarm(cell.text), columns[i].name),
           "write submitted, failed, rejected, in_doubt or not_sent");
  }
  for (const std::size_t at : layout.variables) {
    row.variables.emplace_back(unguarded(reader.cells()[at].text));
  }
  if (row.id.empty()) refuse(name, reader.line(), "the row has no id", "restore the file");
  if (row.status == Status::submitted && row.task_id.empty()) {
    refuse(name, reader.line(), fmt::format("{} is submitted but has no task id", disarm(row.id)),
           "restore the file: the task was paid for");
  }
  return row;
}

}  // namespace

std::string results_text(const Results& results) {
  std::string text;
  add_header(CsvWriter(text), results.variable_names);
  for (const Result& line : results.rows)
    add_line(CsvWriter(text), line, results.variable_names.size());
  return text;
}

void write_results(Disk& disk, const std::string& path, const Results& results) {
  ResultsFile file(disk, path, results.variable_names);
  for (const Result& line : results.rows)
    file.add(line);
  file.commit(results.rows.size());
}

ResultsFile::ResultsFile(Disk& disk, const std::string& path,
                         const std::vector<std::string>& variable_names)
    : file_(disk, path), variables_(variable_names.size()) {
  add_header(CsvWriter(text_), variable_names);
}

void ResultsFile::add(const Result& line) {
  add_line(CsvWriter(text_), line, variables_);
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

bool looks_like_results(std::string_view text) {
  CsvReader reader(text);
  return reader.next() && layout_of(reader.cells()).is_of_results();
}

Results read_results(std::string_view text, const std::string& name) {
  CsvReader reader(text);
  Layout layout;
  if (reader.next()) layout = layout_of(reader.cells());
  if (reader.cells().empty() || !layout.is_of_results()) {
    throw Error(ExitCode::invalid, fmt::format("{} is not a shotlist results file", disarm(name)),
                "give a file that `shotlist run` wrote, with the columns id, status and task_id");
  }
  Results results;
  for (const std::size_t at : layout.variables) {
    results.variable_names.emplace_back(unguarded(reader.cells()[at].text));
  }
  std::unordered_set<std::string> ids;
  while (reader.next()) {
    if (!reader.mistakes().empty()) {
      const CsvMistake& mistake = reader.mistakes().front();
      refuse(name, mistake.line, mistake.what, mistake.remedy);
    }
    results.rows.push_back(read_row(reader, layout, name));
    if (ids.insert(results.rows.back().id).second) continue;
    refuse(name, reader.line(),
           fmt::format("a second row has the id {}", disarm(results.rows.back().id)),
           "remove the one that is not true");
  }
  return results;
}

}  // namespace shotlist
