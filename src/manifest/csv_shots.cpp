#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/normal_form.h"
#include "base/text.h"
#include "manifest/csv_reader.h"
#include "manifest/shot_source.h"

namespace shotlist::manifest {
namespace {

// Results have a quote in front of text that a spreadsheet would run as a formula.
std::string_view unguarded(std::string_view text) {
  if (text.empty() || text.front() != '\'') return text;
  const auto content = text.find_first_not_of('\'');
  if (content == std::string_view::npos) return text;
  constexpr std::string_view formula_starts = "=+-@\t\r";
  if (formula_starts.find(text[content]) != std::string_view::npos) text.remove_prefix(1);
  return text;
}

struct Column {
  enum class Kind { field, id, takes, variable, none };

  Kind kind = Kind::none;
  std::string name;
  const api::FieldRule* rule = nullptr;  // of a field
  std::size_t variable = 0;              // of a variable
};

// Cells as text with LF for every line end. Owns rewritten text until the next record.
class CellTexts {
 public:
  void clear() { in_use_ = 0; }

  std::string_view read(const CsvCell& cell) {
    const std::string_view rest = unguarded(cell.text);
    if (!cell.has_line_end) return rest;
    if (rest.find('\r') == std::string_view::npos) return rest;
    if (in_use_ == texts_.size()) texts_.emplace_back();
    std::string& text = texts_[in_use_++];
    text.clear();
    append_with_lf(text, rest);
    return text;
  }

 private:
  std::deque<std::string> texts_;
  std::size_t in_use_ = 0;
};

class CsvShots final : public ShotSource {
 public:
  CsvShots(const SourceText& source, ReadingContext context) : source_(source) {
    CsvReader reader(source.text);
    if (!reader.next()) return;
    header_ = {&source, reader.offset(), reader.line()};
    report(reader, context.diagnostics);
    for (const CsvCell& cell : reader.cells()) {
      columns_.push_back(column_of(cell, context));
    }
  }

  std::size_t for_each_shot(Diagnostics& diagnostics,
                            const std::function<void(const Shot&)>& take) const override {
    CsvReader reader(source_.text);
    reader.next();
    CellTexts texts;
    Shot shot;
    std::size_t rows = 0;
    while (reader.next()) {
      ++rows;
      // Cells of a malformed row may be in the wrong columns, so nothing more is reported.
      if (report(reader, diagnostics)) continue;
      texts.clear();
      fill(shot, reader, texts, diagnostics);
      take(shot);
    }
    return rows;
  }

  void pin_ids(PinnedIds& pinned) const override {
    const auto id = std::find_if(columns_.begin(), columns_.end(), [](const Column& column) {
      return column.kind == Column::Kind::id;
    });
    if (id == columns_.end()) return;
    const auto index = static_cast<std::size_t>(id - columns_.begin());
    CsvReader reader(source_.text);
    reader.next();
    while (reader.next()) {
      if (index < reader.cells().size()) pin_id(unguarded(reader.cells()[index].text), pinned);
    }
  }

  SourceRange start() const override { return header_; }

  bool can_hold(std::string_view field) const override {
    return std::any_of(columns_.begin(), columns_.end(), [field](const Column& column) {
      return column.kind == Column::Kind::field && column.name == field;
    });
  }

 private:
  SourceRange place_of(const CsvCell& cell) const {
    return {&source_, cell.offset, cell.line, cell.size};
  }

  bool report(const CsvReader& reader, Diagnostics& diagnostics) const {
    for (const CsvMistake& mistake : reader.mistakes()) {
      const SourceRange place{&source_, mistake.offset, mistake.line, mistake.size};
      diagnostics.error(mistake.code, place, mistake.what, mistake.remedy);
    }
    return !reader.mistakes().empty();
  }

  Column column_of(const CsvCell& cell, ReadingContext& context) {
    const SourceRange at = place_of(cell);
    Column column;
    column.name = trimmed(unguarded(cell.text));
    if (column.name.empty()) {
      context.diagnostics.error(Code::unnamed_column, at, "a column without a name",
                                "name it, or remove the column");
      return column;
    }
    const auto [first, is_new] = first_columns_.emplace(column.name, columns_.size() + 1);
    if (!is_new) {
      context.diagnostics.error(
          Code::repeated_key, at,
          fmt::format("`{}` is the name of column {} already", column.name, first->second),
          "rename or remove one of the columns");
      return column;
    }
    if (!check_text(column.name, "the name of this column", at, context.diagnostics)) return column;
    if (column.name == "takes") {
      column.kind = Column::Kind::takes;
    } else if (column.name == "id") {
      column.kind = Column::Kind::id;
    } else if (const api::FieldRule* rule = context.profiles.find_field(column.name)) {
      column.kind = Column::Kind::field;
      column.rule = rule;
    } else {
      warn_if_like_a_field(column.name, at, context.profiles, context.diagnostics);
      column.kind = Column::Kind::variable;
      column.variable = context.variables.add(column.name);
    }
    return column;
  }

  void fill(Shot& shot, const CsvReader& reader, CellTexts& texts, Diagnostics& diagnostics) const {
    shot.at = {&source_, reader.offset(), reader.line()};
    shot.id = {};
    shot.fields.clear();
    shot.variables.clear();
    shot.takes = 1;
    shot.sound = true;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const Column& column = columns_[i];
      const CsvCell& cell = reader.cells()[i];
      const std::string_view text = texts.read(cell);
      if (text.empty()) continue;
      const SourceRange at = place_of(cell);
      const bool good = source_.plain || check_text(text, column.name, at, diagnostics);
      shot.sound = shot.sound && good;
      switch (column.kind) {
        case Column::Kind::id:
          shot.id = text;
          shot.id_at = at;
          break;
        case Column::Kind::takes:
          give_takes(shot, text, at, diagnostics);
          break;
        case Column::Kind::field:
          add_text_field(shot, *column.rule, text, good, at);
          break;
        case Column::Kind::variable:
          shot.variables.push_back({column.variable, text});
          break;
        case Column::Kind::none:
          break;
      }
    }
  }

  static void give_takes(Shot& shot, std::string_view text, const SourceRange& at,
                         Diagnostics& diagnostics) {
    const auto takes = read_takes(text, at, diagnostics);
    shot.sound = shot.sound && takes;
    shot.takes = takes.value_or(1);
  }

  const SourceText& source_;
  SourceRange header_{&source_, 0, 1};
  std::vector<Column> columns_;
  std::map<std::string, std::size_t> first_columns_;
};

}  // namespace

bool is_results_file(std::string_view text) {
  CsvReader reader(text);
  if (!reader.next()) return false;
  const auto has = [&](std::string_view name) {
    return std::any_of(reader.cells().begin(), reader.cells().end(),
                       [name](const CsvCell& cell) { return trimmed(cell.text) == name; });
  };
  // A spreadsheet may have lost one of them; no manifest has three columns that only results have.
  static constexpr std::array only_of_results = {"status",       "task_id",     "error_class",
                                                 "http_status",  "latency_ms",  "submitted_at",
                                                 "video_status", "fingerprint", "request_id"};
  return (has("id") && has("status") && has("task_id")) ||
         std::count_if(only_of_results.begin(), only_of_results.end(), has) >= 3;
}

std::unique_ptr<ShotSource> make_csv_shots(const SourceText& source, ReadingContext context) {
  return std::make_unique<CsvShots>(source, context);
}

}  // namespace shotlist::manifest
