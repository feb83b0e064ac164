#include "manifest/csv_reader.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "base/utf8.h"

namespace shotlist::manifest {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_line_end(char c) {
  return c == '\n' || c == '\r';
}

std::uint32_t line_ends_in(std::string_view text) {
  std::uint32_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool pair = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if (is_line_end(text[i]) && !pair) ++count;
  }
  return count;
}

char likely_delimiter(std::string_view text) {
  constexpr std::string_view candidates = ",;\t";
  std::array<std::size_t, candidates.size()> counts{};
  bool quoted = false;
  bool blank = true;
  for (const char c : text) {
    if (is_line_end(c) && !quoted && !blank) break;
    if (c == '"') quoted = !quoted;
    if (!is_line_end(c) && c != ' ') blank = false;
    const auto which = candidates.find(c);
    if (!quoted && which != std::string_view::npos) ++counts[which];
  }
  return candidates[static_cast<std::size_t>(std::max_element(counts.begin(), counts.end()) -
                                             counts.begin())];
}

// The first line, if it names the delimiter: `sep=;`.
std::string_view delimiter_line(std::string_view text) {
  constexpr std::string_view start = "sep=";
  constexpr std::size_t size = start.size() + 1;
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  const bool names_one = text.size() >= size &&
                         lower_ascii(text.substr(0, start.size())) == start &&
                         text[start.size()] != '"' && !is_line_end(text[start.size()]) &&
                         (text.size() == size || is_line_end(text[size]));
  return names_one ? text.substr(0, size) : std::string_view();
}

char delimiter_of(std::string_view text) {
  const std::string_view line = delimiter_line(text);
  return line.empty() ? likely_delimiter(text) : line.back();
}

std::string name_of(char delimiter) {
  return delimiter == '\t' ? "a tab" : fmt::format("`{}`", delimiter);
}

// `raw` is the text between the outer quotes, with every quote in it doubled.
void unescape(std::string_view raw, std::string& text) {
  text.clear();
  for (std::size_t i = 0; i < raw.size(); ++i) {
    text += raw[i];
    if (raw[i] == '"') ++i;
  }
}

}  // namespace

CsvReader::CsvReader(std::string_view text) : CsvReader(text, delimiter_of(text)) {
  at_ += delimiter_line(text).size();
}

CsvReader::CsvReader(std::string_view text, char delimiter) : text_(text), delimiter_(delimiter) {
  if (text_.starts_with(byte_order_mark)) at_ = byte_order_mark.size();
  for (const char stop : {delimiter, '"', '\n', '\r'})
    stops_[static_cast<unsigned char>(stop)] = true;
}

bool CsvReader::next() {
  do {
    skip_blank_lines();
    if (at_ == text_.size()) return false;
    read_record();
  } while (is_blank_record());
  check_width();
  return true;
}

void CsvReader::read_record() {
  cells_.clear();
  mistakes_.clear();
  unescaped_in_use_ = 0;
  offset_ = at_;
  record_line_ = line_;
  for (;;) {
    read_cell();
    if (at_ == text_.size()) return;
    if (is_line_end(text_[at_])) return pass_line_end();
    ++at_;
  }
}

// Spreadsheets leave such records below a table, often wider than it.
bool CsvReader::is_blank_record() const {
  return mistakes_.empty() && std::all_of(cells_.begin(), cells_.end(),
                                          [](const CsvCell& cell) { return is_blank(cell.text); });
}

void CsvReader::skip_blank_lines() {
  for (;;) {
    std::size_t end = at_;
    while (end < text_.size() &&
           (text_[end] == ' ' || (text_[end] == '\t' && delimiter_ != '\t'))) {
      ++end;
    }
    if (end < text_.size() && !is_line_end(text_[end])) return;
    at_ = end;
    if (at_ == text_.size()) return;
    pass_line_end();
  }
}

void CsvReader::pass_line_end() {
  const bool pair = text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n';
  at_ += pair ? 2 : 1;
  ++line_;
}

bool CsvReader::at_cell_end() const {
  return at_ == text_.size() || text_[at_] == delimiter_ || is_line_end(text_[at_]);
}

void CsvReader::skip_to_cell_end() {
  while (!at_cell_end())
    ++at_;
}

void CsvReader::read_cell() {
  if (at_ < text_.size() && text_[at_] == '"') {
    read_quoted_cell();
  } else {
    read_plain_cell();
  }
}

void CsvReader::read_plain_cell() {
  const std::size_t start = at_;
  std::size_t end = start;
  while (end < text_.size() && !stops_[static_cast<unsigned char>(text_[end])])
    ++end;
  at_ = end;
  if (!at_cell_end()) {
    syntax_mistake(at_, line_, "a quote inside a cell that does not start with one",
                   "put the whole cell in quotes and write \"\" for a quote in it");
    skip_to_cell_end();
  }
  cells_.push_back({text_.substr(start, at_ - start), start, line_, size_from(start), false});
}

void CsvReader::read_quoted_cell() {
  const std::size_t start = at_;
  const std::uint32_t start_line = line_;
  bool has_quotes = false;
  std::size_t close = text_.find('"', start + 1);
  while (close != std::string_view::npos && close + 1 < text_.size() && text_[close + 1] == '"') {
    has_quotes = true;
    close = text_.find('"', close + 2);
  }
  const std::size_t end = close == std::string_view::npos ? text_.size() : close;
  std::string_view text = text_.substr(start + 1, end - start - 1);
  const bool has_line_end = text.find('\n') != text.npos || text.find('\r') != text.npos;
  if (has_line_end) line_ += line_ends_in(text);
  if (close == std::string_view::npos) {
    at_ = text_.size();
    syntax_mistake(start, start_line, "this quote is never closed",
                   "add the closing quote, or remove this one");
  } else {
    at_ = close + 1;
    if (!at_cell_end()) {
      syntax_mistake(
          at_, line_,
          start_line == line_
              ? std::string("text after the closing quote of a cell")
              : fmt::format("text after the closing quote of a cell that opens on line {}",
                            start_line),
          "write \"\" for a quote inside a quoted cell");
      skip_to_cell_end();
    }
  }
  if (has_quotes) {
    if (unescaped_in_use_ == unescaped_.size()) unescaped_.emplace_back();
    std::string& storage = unescaped_[unescaped_in_use_++];
    unescape(text, storage);
    text = storage;
  }
  cells_.push_back({text, start, start_line, size_from(start), has_line_end});
}

void CsvReader::check_width() {
  if (width_ == 0) width_ = cells_.size();
  // A misplaced quote shifts the cells after it: that is one mistake, not two.
  if (cells_.size() == width_ || !mistakes_.empty()) return;
  const std::string what =
      fmt::format("the row has {} and the header {}", counted(cells_.size(), "cell"), width_);
  if (cells_.size() < width_) {
    mistakes_.push_back({Code::ragged_row, offset_, record_line_, 0, what,
                         "write an empty cell for each that is left out"});
  } else {
    const CsvCell& extra = cells_[width_];
    mistakes_.push_back({Code::ragged_row, extra.offset, extra.line, extra.size, what,
                         fmt::format("put text that holds {} in quotes", name_of(delimiter_))});
  }
}

std::uint32_t CsvReader::size_from(std::size_t start) const {
  return static_cast<std::uint32_t>(at_ - start);
}

// At the quote at `offset`, or at the character after one.
void CsvReader::syntax_mistake(std::size_t offset, std::uint32_t line, std::string what,
                               std::string remedy) {
  mistakes_.push_back({Code::csv_syntax, offset, line, 1, std::move(what), std::move(remedy)});
}

}  // namespace shotlist::manifest
