#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/normal_form.h"
#include "base/text.h"
#include "base/translation.h"
#include "base/utf8.h"
#include "manifest/column_names.h"
#include "manifest/column_values.h"
#include "manifest/csv_column.h"
#include "manifest/csv_header.h"
#include "manifest/csv_reader.h"
#include "manifest/header_row.h"
#include "manifest/late_quote.h"
#include "manifest/moved_text.h"
#include "manifest/prompt_remedy.h"
#include "manifest/ragged_rows.h"
#include "manifest/shot_source.h"
#include "manifest/table_fault.h"

namespace shotlist::manifest {
namespace {

// Results have a quote in front of text that a spreadsheet would run as a formula, and of other
// text that would be read as such. In a text that a person wrote, a quote that has a partner
// belongs to it: `'@home' neon sign`.
bool is_guarded(std::string_view text) {
  if (text.empty() || text.front() != '\'') return false;
  const auto content = text.find_first_not_of('\'');
  constexpr std::string_view formula_starts = "=+-@\t\r";
  return content != std::string_view::npos &&
         formula_starts.find(text[content]) != std::string_view::npos;
}

// The quotes that can close one: those behind a character that are no apostrophe.
std::size_t closing_quotes(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    const bool is_apostrophe = i + 1 < text.size() && is_ascii_alphanumeric(text[i - 1]) &&
                               is_ascii_alphanumeric(text[i + 1]);
    if (text[i] == '\'' && text[i - 1] != ' ' && !is_apostrophe) ++count;
  }
  return count;
}

std::string_view unguarded(std::string_view text) {
  return is_guarded(text) ? text.substr(1) : text;
}

std::string_view unguarded_by_hand(std::string_view text) {
  if (!is_guarded(text)) return text;
  const std::size_t quotes = text.find_first_not_of('\'');
  return quotes > closing_quotes(text.substr(quotes)) ? text.substr(1) : text;
}

// Neither a number nor a choice begins with a quote: only the results for Excel have one there.
std::string_view unguarded_value(std::string_view text) {
  const bool is_number = text.size() > 1 && text.front() == '\'' && is_ascii_digit(text[1]);
  return is_number ? text.substr(1) : unguarded(text);
}

// Cells as text with LF for every line end. Owns rewritten text until the next record.
class CellTexts {
 public:
  void clear() { in_use_ = 0; }

  std::string_view with_lf(std::string_view text) {
    if (text.find('\r') == std::string_view::npos) return text;
    if (in_use_ == texts_.size()) texts_.emplace_back();
    std::string& written = texts_[in_use_++];
    written.clear();
    append_with_lf(written, text);
    return written;
  }

 private:
  std::deque<std::string> texts_;
  std::size_t in_use_ = 0;
};

// Columns that only results have. A spreadsheet may have lost one of them.
std::size_t columns_of_results(const std::vector<CsvCell>& header) {
  static constexpr std::array only_of_results = {"status",       "task_id",     "error_class",
                                                 "http_status",  "latency_ms",  "submitted_at",
                                                 "video_status", "fingerprint", "request_id"};
  return static_cast<std::size_t>(
      std::count_if(only_of_results.begin(), only_of_results.end(), [&](std::string_view name) {
        return std::any_of(header.begin(), header.end(),
                           [name](const CsvCell& cell) { return trimmed(cell.text) == name; });
      }));
}

class CsvShots final : public ShotSource {
 public:
  CsvShots(const SourceText& source, ReadingContext context)
      : source_(source), profiles_(context.profiles) {
    CsvReader reader(source.text, ShortRecords::sound);
    if (!reader.next()) return;
    delimiter_ = reader.delimiter();
    header_ = {&source, reader.offset(), reader.line()};
    context.diagnostics.mention_header(source.file, header_.line);
    if (const auto fault = fault_of_table(source.text, reader, profiles_)) {
      context.diagnostics.error(fault->code, header_, fault->what, fault->remedy);
      is_refused_ = true;
      return;
    }
    first_line_ = first_line_of(source.text, context.profiles);
    is_refused_ = first_line_ != FirstLine::header;
    if (is_refused_) {
      refuse_first_line(reader, context);
      return;
    }
    is_ours_ = columns_of_results(reader.cells()) > 1;
    likely_header_ = likely_header(reader.cells(), delimiter_, profiles_);
    report(reader, context.diagnostics);
    header_row_ = HeaderRow(reader.cells(), name_of_prompts(reader.cells()));
    const std::vector<bool> empty = empty_columns(reader.cells());
    for (const CsvCell& cell : reader.cells())
      named_.insert(field_named(unguarded(cell.text), profiles_));
    model_ = model_of_first_row(reader.cells());
    if (model_.empty()) model_ = context.model;
    const std::vector<std::string> values =
        fields_of_values(source.text, reader.cells().size(), profiles_);
    for (std::size_t i = 0; i < reader.cells().size(); ++i) {
      const CsvCell& cell = reader.cells()[i];
      columns_.push_back(empty[i] ? CsvColumn() : column_of(cell, values[i], context));
      spaced_.push_back(cell.text.starts_with(' '));
      if (!empty[i]) width_ = i + 1;
    }
    is_spaced_ = has_spaces_by_habit();
    tell_empty(reader.cells(), empty, context.diagnostics);
    check_values(reader.cells(), values, context);
  }

  std::size_t for_each_shot(Diagnostics& diagnostics,
                            const std::function<void(const Shot&)>& take) const override {
    CsvReader reader(source_.text, ShortRecords::sound);
    reader.next();
    if (is_refused_) return 1;
    CellTexts texts;
    Guards guards;
    const bool starts_with_id = !columns_.empty() && columns_[0].kind == CsvColumn::Kind::id;
    RaggedRows ragged(source_, width_, starts_with_id);
    std::vector<MovedText> moved = text_neighbours();
    Shot shot;
    std::size_t rows = 0;
    while (reader.next()) {
      source_.reached(reader.offset());
      ++rows;
      const bool is_marked = is_comment(reader.cells().front().text);
      if (is_marked && is_comment_row(reader)) {
        diagnostics.error(Code::missing_field,
                          SourceRange{&source_, reader.offset(), reader.line()},
                          tr("prompt is missing: this row is a comment, which a CSV does not have"),
                          tr("remove it"));
        continue;
      }
      // Cells of a malformed row may be in the wrong columns, so nothing more is reported.
      if (report(reader, diagnostics)) continue;
      if (header_row_.is_repeated_by(reader.cells())) {
        diagnostics.error(Code::repeated_header,
                          SourceRange{&source_, reader.offset(), reader.line()},
                          tr("this row repeats the header"), tr("remove it"));
        continue;
      }
      if (!is_marked || !has_text_in_first_alone(reader))
        ragged.see(reader, columns_.size(), diagnostics);
      warn_of_late_quotes(reader, source_, width_, starts_with_id, diagnostics);
      for (MovedText& text : moved)
        text.see(reader);
      texts.clear();
      fill(shot, reader, texts, guards, diagnostics);
      take(shot);
    }
    ragged.report(diagnostics);
    for (const MovedText& text : moved)
      text.report(name_of(delimiter_), diagnostics);
    report(guards, diagnostics);
    return rows;
  }

  void make_again(const SourceRange& place, Diagnostics& diagnostics,
                  const std::function<void(const Shot&)>& take) const override {
    if (!again_) again_.emplace(source_.text);
    again_->reader.go_to(place.offset, place.line);
    again_->reader.next();
    again_->texts.clear();
    Guards guards;
    fill(again_->shot, again_->reader, again_->texts, guards, diagnostics);
    take(again_->shot);
  }

  void pin_ids(PinnedIds& pinned) const override {
    const auto id = std::find_if(columns_.begin(), columns_.end(), [](const CsvColumn& column) {
      return column.kind == CsvColumn::Kind::id;
    });
    if (id == columns_.end()) return;
    const auto index = static_cast<std::size_t>(id - columns_.begin());
    CsvReader reader(source_.text, ShortRecords::sound);
    reader.next();
    while (reader.next()) {
      if (index < reader.cells().size())
        pin_id(unguarded_value(reader.cells()[index].text), pinned);
    }
  }

  SourceRange start() const override { return header_; }

  bool can_hold(std::string_view field) const override {
    return std::any_of(columns_.begin(), columns_.end(), [field](const CsvColumn& column) {
      return column.kind == CsvColumn::Kind::field && column.name == field;
    });
  }

  std::string remedy_for(const api::FieldMistake& mistake) const override {
    const std::string& field = mistake.field;
    const std::string all = fmt::format("--set {}={}", field, example_of(mistake));
    if (field != "prompt") {
      const std::string column = can_hold(field) ? "" : tr("add a column `{}`, or ", field);
      return tr("{}; {}{} for all rows", mistake.remedy, column, all);
    }
    if (can_hold(field)) return tr("write one in this row, or {} for all rows", all);
    return remedy_without_prompts({source_.text, delimiter_, columns_, likely_header_, profiles_});
  }

 private:
  std::string_view name_of_prompts(const std::vector<CsvCell>& header) const {
    const auto prompt = std::find_if(header.begin(), header.end(), [this](const CsvCell& cell) {
      return field_named(cell.text, profiles_) == "prompt";
    });
    return prompt == header.end() ? std::string_view() : prompt->text;
  }

  // The guards that were taken off text that people wrote.
  struct Guards {
    std::size_t rows = 0;
    SourceRange first = {};
  };

  // A value that the field may have, to show how it is given.
  std::string example_of(const api::FieldMistake& mistake) const {
    const api::FieldRule* rule = profiles_.find_field(mistake.field);
    if (mistake.field == "model") return "sora-2-pro";
    const bool is_known = rule != nullptr && !rule->allowed.empty() &&
                          mistake.remedy.find(rule->allowed.front()) != std::string::npos;
    return is_known ? rule->allowed.front() : "...";
  }

  // What reads single records.
  struct Again {
    explicit Again(std::string_view text) : reader(text, ShortRecords::sound) { reader.next(); }

    CsvReader reader;  // it has read the header
    CellTexts texts;
    Shot shot;
  };

  static std::string name_of(char delimiter) {
    return delimiter == '\t' ? tr("a tab") : fmt::format("`{}`", delimiter);
  }

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

  void report(const Guards& guards, Diagnostics& diagnostics) const {
    if (guards.rows == 0) return;
    diagnostics.note(
        Code::guarded_text, guards.first,
        tr("{} a `'` in front of `=`, `+`, `-` or `@`, which is left out as a spreadsheet's "
           "guard",
           counted(guards.rows, "cell", "has", "have")),
        tr("write it twice if it belongs to the text"));
  }

  void refuse_first_line(const CsvReader& reader, ReadingContext& context) const {
    if (first_line_ == FirstLine::comment) {
      context.diagnostics.error(
          Code::no_header, header_, tr("the first line is a comment, which a CSV does not have"),
          tr("remove it, so that the file starts with the names of its columns"));
      return;
    }
    if (first_line_ == FirstLine::title) {
      context.diagnostics.error(Code::no_header, header_,
                                tr("the first line is not the one with the names of the columns"),
                                tr("remove what stands above that line"));
      return;
    }
    if (first_line_ == FirstLine::alone) {
      context.diagnostics.error(
          Code::no_header, header_,
          tr("there are no shots here: the only line names no column that is known"),
          tr("if it is a shot, write a line with the names of its cells above it, such as ") +
              likely_header(reader.cells(), delimiter_, context.profiles));
      return;
    }
    context.diagnostics.error(Code::no_header, header_,
                              tr("the first line is a shot and not the names of the columns"),
                              tr("write a line such as {} above it",
                                 likely_header(reader.cells(), delimiter_, context.profiles)));
  }

  // Those without a name and without a value in any row.
  std::vector<bool> empty_columns(const std::vector<CsvCell>& header) const {
    std::vector<bool> empty(header.size());
    for (std::size_t i = 0; i < header.size(); ++i)
      empty[i] = trimmed_of_blanks(header[i].text).empty();
    auto left = std::count(empty.begin(), empty.end(), true);
    if (left == 0) return empty;
    CsvReader reader(source_.text, ShortRecords::sound);
    reader.next();
    while (left > 0 && reader.next()) {
      const std::size_t cells = std::min(reader.cells().size(), empty.size());
      for (std::size_t i = 0; i < cells; ++i) {
        if (!empty[i] || is_blank(reader.cells()[i].text)) continue;
        empty[i] = false;
        --left;
      }
    }
    return empty;
  }

  std::string model_of_first_row(const std::vector<CsvCell>& header) const {
    const auto model = std::find_if(header.begin(), header.end(), [this](const CsvCell& cell) {
      return field_named(cell.text, profiles_) == "model";
    });
    const auto index = static_cast<std::size_t>(model - header.begin());
    CsvReader reader(source_.text, ShortRecords::sound);
    reader.next();
    if (!reader.next() || index >= reader.cells().size()) return {};
    return std::string(trimmed(reader.cells()[index].text));
  }

  // Whether the file is written with `, ` between all cells: in the header, or in the first rows.
  bool has_spaces_by_habit() const {
    constexpr std::size_t rows_to_look_at = 20;
    const auto in_header = std::count(spaced_.begin(), spaced_.end(), true);
    if (in_header > 0) return spaced_.size() == static_cast<std::size_t>(in_header) + 1;
    CsvReader reader(source_.text, ShortRecords::sound);
    reader.next();
    bool has_cell = false;
    for (std::size_t row = 0; row < rows_to_look_at && reader.next(); ++row) {
      for (std::size_t i = 1; i < reader.cells().size(); ++i) {
        const CsvCell& cell = reader.cells()[i];
        if (reader.is_quoted(cell)) return false;
        if (cell.text.empty()) continue;
        if (!cell.text.starts_with(' ')) return false;
        has_cell = true;
      }
    }
    return has_cell;
  }

  void tell_empty(const std::vector<CsvCell>& header, const std::vector<bool>& empty,
                  Diagnostics& diagnostics) const {
    const auto count = static_cast<std::size_t>(std::count(empty.begin(), empty.end(), true));
    if (count == 0) return;
    const auto first =
        static_cast<std::size_t>(std::find(empty.begin(), empty.end(), true) - empty.begin());
    diagnostics.note(Code::unnamed_column, place_of(header[first]),
                     tr("{} without a name {} empty in every row, and ignored",
                        counted(count, "column"), count == 1 ? "is" : "are"));
  }

  // A name that is a word of another language is one more text where the field has its own column.
  // `values` is the field whose values the column holds.
  void check_name(const std::string& name, const SourceRange& at, const std::string& values,
                  ReadingContext& context) {
    const auto close = field_close_to(name, profiles_);
    if (!close || (close->is_word && named_.contains(close->name))) return;
    // The values of a doubtful name say more.
    if (!close->is_sure && close->name == "images" && values == "images") return;
    suspected_.insert(name);
    const api::Profile* profile = profiles_.find(model_);
    if (profile != nullptr && close->name == "aspect_ratio" &&
        profile->find(close->name) == nullptr && profile->find("orientation") != nullptr) {
      report_like_a_field({marked("column"), name, at},
                          tr("is no request field: {} has `orientation` instead, which is "
                             "portrait or landscape",
                             model_),
                          "orientation", close->is_sure, context.diagnostics);
      return;
    }
    report_like_a_field({marked("column"), name, at}, *close, context.diagnostics);
  }

  // Variables with values of a field that has no column, such as images under `reference`.
  void check_values(const std::vector<CsvCell>& header, const std::vector<std::string>& fields,
                    ReadingContext& context) const {
    constexpr std::array<std::string_view, 3> checked = {"images", "model", "orientation"};
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].kind != CsvColumn::Kind::variable) continue;
      const std::string& field = fields[i];
      const std::string& name = columns_[i].name;
      const bool is_checked = std::find(checked.begin(), checked.end(), field) != checked.end() &&
                              !named_.contains(field) && !suspected_.contains(name) &&
                              !context.variables.is_declared(name) &&
                              !context.variables.default_of(columns_[i].variable);
      if (!is_checked) continue;
      const bool of_images = field == "images";
      report_like_a_field({marked("column"), name, place_of(header[i])},
                          of_images ? tr("holds addresses of images, but is a variable")
                                    : tr("holds values of `{}`, but is a variable", field),
                          field, of_images, context.diagnostics);
    }
  }

  // Neighbouring columns where the rest of a text may have come to stand. Tabs are no part of
  // texts.
  std::vector<MovedText> text_neighbours() const {
    std::vector<MovedText> all;
    for (std::size_t i = 1; i < columns_.size() && delimiter_ != '\t'; ++i) {
      const CsvColumn& left = columns_[i - 1];
      const CsvColumn& right = columns_[i];
      const bool takes_text = right.is_text() || right.kind == CsvColumn::Kind::id ||
                              (right.kind == CsvColumn::Kind::field && right.name == "model");
      if (!left.is_text() || !takes_text) continue;
      all.emplace_back(source_, MovedText::Column{i - 1, left.name, left.name == "prompt"},
                       MovedText::Column{i, right.name, right.name == "prompt"},
                       is_spaced_ || spaced_[i]);
    }
    return all;
  }

  CsvColumn column_of(const CsvCell& cell, const std::string& values, ReadingContext& context) {
    const SourceRange at = place_of(cell);
    CsvColumn column;
    const std::string name(trimmed_of_blanks(unguarded(cell.text)));
    if (name.empty()) {
      context.diagnostics.error(Code::unnamed_column, at, tr("a column without a name"),
                                tr("name it, or remove the column"));
      return column;
    }
    std::string field = field_named(name, context.profiles);
    column.name = field.empty() ? name : field;
    const auto [first, is_new] =
        first_columns_.emplace(column.name, std::pair(columns_.size() + 1, name));
    if (!is_new) {
      const auto& [number, first_name] = first->second;
      context.diagnostics.error(
          Code::repeated_key, at,
          first_name == name
              ? tr("`{}` is the name of column {} already", name, number)
              : tr("`{}` means the same as `{}`, the name of column {}", name, first_name, number),
          tr("rename or remove one of the columns"));
      return column;
    }
    if (!check_text(column.name, tr("the name of this column"), at, context.diagnostics))
      return column;
    if (field == "takes") {
      column.kind = CsvColumn::Kind::takes;
    } else if (field == "id") {
      column.kind = CsvColumn::Kind::id;
    } else if (!field.empty()) {
      column.kind = CsvColumn::Kind::field;
      column.rule = context.profiles.find_field(field);
    } else {
      const bool is_meant =
          context.variables.find(name).has_value() || context.variables.is_declared(name);
      if (!is_meant) check_name(name, at, values, context);
      column.kind = CsvColumn::Kind::variable;
      column.variable = context.variables.add(name);
    }
    return column;
  }

  std::string_view text_of(const CsvColumn& column, const CsvCell& cell, Guards& guards) const {
    if (!cell.text.starts_with('\'')) return cell.text;
    if (!column.is_text()) return unguarded_value(cell.text);
    if (is_ours_) return unguarded(cell.text);
    const std::string_view text = unguarded_by_hand(cell.text);
    if (text.size() < cell.text.size() && guards.rows++ == 0) guards.first = place_of(cell);
    return text;
  }

  void fill(Shot& shot, const CsvReader& reader, CellTexts& texts, Guards& guards,
            Diagnostics& diagnostics) const {
    shot.at = {&source_, reader.offset(), reader.line()};
    shot.id = {};
    shot.fields.clear();
    shot.variables.clear();
    shot.takes = 1;
    shot.sound = true;
    const std::size_t cells = std::min(columns_.size(), reader.cells().size());
    for (std::size_t i = 0; i < cells; ++i) {
      const CsvColumn& column = columns_[i];
      const CsvCell& cell = reader.cells()[i];
      std::string_view text = text_of(column, cell, guards);
      if (is_spaced_ && i > 0 && text.starts_with(' ') && !reader.is_quoted(cell))
        text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
      if (cell.has_line_end) text = texts.with_lf(text);
      if (text.empty()) continue;
      const SourceRange at = place_of(cell);
      const bool good = source_.plain || check_text(text, column.name, at, diagnostics);
      if (i == 0 && is_comment(text) && has_text_in_first_alone(reader))
        warn_of_comment(text, at, diagnostics);
      shot.sound = shot.sound && good;
      switch (column.kind) {
        case CsvColumn::Kind::id:
          shot.id = text;
          shot.id_at = at;
          break;
        case CsvColumn::Kind::takes:
          give_takes(shot, text, at, diagnostics);
          break;
        case CsvColumn::Kind::field:
          add_text_field(shot, *column.rule, text, good, at);
          break;
        case CsvColumn::Kind::variable:
          shot.variables.push_back({column.variable, text});
          break;
        case CsvColumn::Kind::none:
          break;
      }
    }
  }

  // Whether a row whose first cell begins like a comment is one, and no prompt.
  bool is_comment_row(const CsvReader& reader) const {
    const std::string_view first = reader.cells().front().text;
    if (columns_.empty() || columns_.front().name == "prompt") return false;
    if (has_text_in_first_alone(reader)) return true;
    return columns_.front().kind == CsvColumn::Kind::id &&
           (first.starts_with("# ") || first.starts_with("//"));
  }

  static bool has_text_in_first_alone(const CsvReader& reader) {
    return std::all_of(reader.cells().begin() + 1, reader.cells().end(),
                       [](const CsvCell& cell) { return cell.text.empty(); });
  }

  static void give_takes(Shot& shot, std::string_view text, const SourceRange& at,
                         Diagnostics& diagnostics) {
    const auto takes = read_takes(text, at, diagnostics);
    shot.sound = shot.sound && takes;
    shot.takes = takes.value_or(1);
  }

  const SourceText& source_;
  const api::Profiles& profiles_;
  char delimiter_ = ',';
  FirstLine first_line_ = FirstLine::header;
  SourceRange header_{&source_, 0, 1};
  bool is_refused_ = false;  // as a whole
  bool is_ours_ = false;     // made from a results file
  std::size_t width_ = 0;    // up to the last column that is not ignored
  HeaderRow header_row_;
  std::vector<CsvColumn> columns_;
  std::string likely_header_;        // if the first line is a shot
  std::set<std::string> named_;      // the fields that have a column
  std::set<std::string> suspected_;  // variables that were reported
  std::string model_;                // of the shots, if it is known
  bool is_spaced_ = false;           // written with a space in front of every cell but the first
  std::vector<bool> spaced_;         // the columns with a space in front of their name
  std::map<std::string, std::pair<std::size_t, std::string>> first_columns_;  // number and name
  mutable std::optional<Again> again_;                                        // made on first use
};

}  // namespace

bool is_results_file(std::string_view text) {
  CsvReader reader(text);
  if (!reader.next()) return false;
  const auto has = [&](std::string_view name) {
    return std::any_of(reader.cells().begin(), reader.cells().end(),
                       [name](const CsvCell& cell) { return trimmed(cell.text) == name; });
  };
  // No manifest has three columns that only results have.
  return (has("id") && has("status") && has("task_id")) || columns_of_results(reader.cells()) >= 3;
}

std::unique_ptr<ShotSource> make_csv_shots(const SourceText& source, ReadingContext context) {
  return std::make_unique<CsvShots>(source, context);
}

}  // namespace shotlist::manifest
