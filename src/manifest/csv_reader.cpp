#include "manifest/csv_reader.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/eight_bytes.h"
#include "base/text.h"
#include "base/translation.h"
#include "base/utf8.h"

namespace shotlist::manifest {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// Of a record: one misplaced quote can make a mistake of each cell behind it.
constexpr std::size_t most_mistakes = 20;

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

// The first line, if it names the delimiter.
struct DelimiterLine {
  std::size_t size = 0;  // in bytes; 0: there is none
  char delimiter = 0;
};

// `sep=;`, `"sep=;"` or `sep=\t`, also with the empty cells that a spreadsheet adds.
DelimiterLine delimiter_line(std::string_view text) {
  constexpr std::string_view start = "sep=";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  const std::string_view line = text.substr(0, std::min(text.find_first_of("\r\n"), text.size()));
  std::string_view rest = line;
  const bool is_quoted = rest.starts_with('"');
  if (is_quoted) rest.remove_prefix(1);
  if (lower_ascii(rest.substr(0, start.size())) != start) return {};
  rest.remove_prefix(start.size());
  const bool is_named_tab = rest.starts_with("\\t");
  if (rest.empty() || rest.front() == '"') return {};
  const char delimiter = is_named_tab ? '\t' : rest.front();
  rest.remove_prefix(is_named_tab ? 2 : 1);
  if (is_quoted && !rest.starts_with('"')) return {};
  if (is_quoted) rest.remove_prefix(1);
  const bool ends = std::all_of(rest.begin(), rest.end(), [delimiter](char c) {
    return c == delimiter || c == ' ' || c == ',' || c == ';' || c == '\t';
  });
  return ends ? DelimiterLine{line.size(), delimiter} : DelimiterLine();
}

char delimiter_of(std::string_view text) {
  const DelimiterLine line = delimiter_line(text);
  return line.size == 0 ? likely_delimiter(text) : line.delimiter;
}

std::string name_of(char delimiter) {
  return delimiter == '\t' ? tr("a tab") : fmt::format("`{}`", delimiter);
}

// `raw` is the text between the outer quotes, with every quote in it doubled.
void unescape(std::string_view raw, std::string& text) {
  text.clear();
  for (std::size_t i = 0; i < raw.size(); ++i) {
    text += raw[i];
    if (raw[i] == '"') ++i;
  }
}

// A cell as programs write it that do not double a quote in it.
struct OddCell {
  std::size_t size = 0;  // in bytes, with its quotes
  std::string text;
};

// The cell that begins at `start` if the quotes in it have a backslash each (`"A \"big\" fox"`), or
// if it has two quotes at both ends (`""A fox, running""`). It ends on its line.
std::optional<OddCell> odd_cell(std::string_view text, std::size_t start, char delimiter) {
  constexpr std::size_t longest = 2000;  // bytes, to look at
  const std::string_view all = text.substr(start, longest);
  const std::string_view line = all.substr(0, all.find_first_of("\r\n"));
  const auto ends_at = [&](std::size_t at) {
    return at == line.size() ? line.size() < all.size() || start + at == text.size()
                             : line[at] == delimiter;
  };
  if (line.starts_with("\"\"")) {
    for (auto at = line.find("\"\"", 2); at != line.npos; at = line.find("\"\"", at + 1)) {
      if (ends_at(at + 2)) return OddCell{at + 2, std::string(line.substr(2, at - 2))};
    }
    return std::nullopt;
  }
  OddCell cell;
  bool has_backslash = false;
  for (std::size_t at = 1; at < line.size(); ++at) {
    if (line[at] == '"') {
      cell.size = at + 1;
      return has_backslash && ends_at(at + 1) ? std::optional(std::move(cell)) : std::nullopt;
    }
    const bool is_escape = line[at] == '\\' && at + 1 < line.size() && line[at + 1] == '"';
    has_backslash = has_backslash || is_escape;
    if (is_escape) ++at;
    cell.text += line[at];
  }
  return std::nullopt;
}

}  // namespace

std::string in_quotes(std::string_view text) {
  std::string cell = "\"";
  for (const char c : text) {
    if (c == '"') cell += c;
    cell += c;
  }
  return cell + '"';
}

CsvReader::CsvReader(std::string_view text, ShortRecords short_records)
    : CsvReader(text, delimiter_of(text), short_records) {
  at_ += delimiter_line(text).size;
}

CsvReader::CsvReader(std::string_view text, char delimiter, ShortRecords short_records)
    : text_(text), delimiter_(delimiter), short_records_(short_records) {
  if (text_.starts_with(byte_order_mark)) at_ = byte_order_mark.size();
  for (const char stop : {delimiter, '\n', '\r', '"'})
    stops_[static_cast<unsigned char>(stop)] = true;
}

void CsvReader::go_to(std::size_t offset, std::uint32_t line) {
  at_ = offset;
  line_ = line;
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

std::size_t CsvReader::first_stop(std::size_t at) const {
  const std::string_view text = text_;  // not read again for each byte
  const char delimiter = delimiter_;
  const auto is_stop = [this, text](std::size_t place) {
    return stops_[static_cast<unsigned char>(text[place])];
  };
  const bool by_eights = static_cast<unsigned char>(delimiter) < 0x80;
  while (by_eights && at + EightBytes::size <= text.size()) {
    const std::size_t before = EightBytes(text.data() + at).before_any(delimiter, '"');
    at += before;
    if (before == EightBytes::size) continue;
    if (is_stop(at)) return at;
    ++at;  // another control character
  }
  while (at < text.size() && !is_stop(at))
    ++at;
  return at;
}

void CsvReader::read_plain_cell() {
  const std::size_t start = at_;
  const auto skip_to_quote = [this] {  // or to the end of the cell
    at_ = first_stop(at_);
    return at_ < text_.size() && text_[at_] == '"';
  };
  bool at_quote = skip_to_quote();
  // Such a quote is meant to open the cell, and what it holds may have delimiters and line ends.
  if (at_quote && trimmed_of_blanks(text_.substr(start, at_ - start)).empty()) {
    syntax_mistake(start, line_, tr("white space before the opening quote of a cell"),
                   tr("take the space away, so that the cell begins with its quote"));
    return read_quoted_cell(true);
  }
  while (at_quote) {
    ++at_;
    at_quote = skip_to_quote();
  }
  cells_.push_back({text_.substr(start, at_ - start), start, line_, size_from(start), false});
}

void CsvReader::read_quoted_cell(bool has_mistake) {
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
    syntax_mistake(start, start_line, tr("this quote is never closed"),
                   tr("add the closing quote, or remove this one"));
  } else {
    at_ = close + 1;
    if (!at_cell_end() && has_mistake) skip_to_cell_end();
    if (!at_cell_end()) refuse_text_behind_quote(start, close, start_line);
  }
  if (has_quotes) {
    if (unescaped_in_use_ == unescaped_.size()) unescaped_.emplace_back();
    std::string& storage = unescaped_[unescaped_in_use_++];
    unescape(text, storage);
    text = storage;
  }
  cells_.push_back({text, start, start_line, size_from(start), has_line_end});
}

void CsvReader::refuse_text_behind_quote(std::size_t start, std::size_t close,
                                         std::uint32_t start_line) {
  const std::size_t behind = at_;
  if (mistakes_.size() >= most_mistakes) return skip_to_cell_end();
  constexpr std::size_t longest_shown = 120;
  if (const auto odd = odd_cell(text_, start, delimiter_); odd && start_line == line_) {
    at_ = start + odd->size;
    syntax_mistake(behind, line_, tr("text after the closing quote of a cell"),
                   odd->size > longest_shown ? tr("write \"\" for each quote inside the cell")
                                             : tr("write ") + in_quotes(odd->text));
    return;
  }
  skip_to_cell_end();
  const std::string_view cell = text_.substr(start, at_ - start);
  std::string what = tr("text after the closing quote of a cell");
  if (start_line != line_) what += tr(" that opens on line {}", start_line);
  std::string remedy;
  if (is_blank(text_.substr(behind, at_ - behind))) {
    what = tr("white space after the closing quote of a cell");
    remedy = tr("take it away");
  } else if (start_line != line_ || cell.size() > longest_shown) {
    remedy = tr("write \"\" for each quote inside the cell, and one more at both of its ends");
  } else {
    // `"He said "hi" again"`: the outer quotes are those of the cell.
    const bool has_outer = text_[close - 1] == ' ' && cell.ends_with('"');
    remedy = tr("write ") + in_quotes(has_outer ? cell.substr(1, cell.size() - 2) : cell);
  }
  syntax_mistake(behind, line_, std::move(what), std::move(remedy));
}

bool CsvReader::is_quoted(const CsvCell& cell) const {
  return cell.offset < text_.size() && text_[cell.offset] == '"';
}

void CsvReader::check_width() {
  if (width_ == 0) width_ = cells_.size();
  // A misplaced quote shifts the cells after it: that is one mistake, not two.
  if (cells_.size() == width_ || !mistakes_.empty()) return;
  if (cells_.size() < width_ && short_records_ == ShortRecords::sound) return;
  if (cells_.size() > width_ &&
      std::all_of(cells_.begin() + static_cast<std::ptrdiff_t>(width_), cells_.end(),
                  [](const CsvCell& cell) { return is_blank(cell.text); })) {
    return;
  }
  const std::string what =
      tr("the row has {} and the header {}", counted(cells_.size(), "cell"), width_);
  if (cells_.size() < width_) {
    mistakes_.push_back({Code::ragged_row, offset_, record_line_, 0, what,
                         tr("write an empty cell for each that is left out")});
  } else {
    const CsvCell& extra = cells_[width_];
    const bool has_backslash = std::any_of(cells_.begin(), cells_.end(), [](const CsvCell& cell) {
      return cell.text.ends_with('\\');
    });
    mistakes_.push_back({Code::ragged_row, extra.offset, extra.line, extra.size, what,
                         tr("put text that holds {} in quotes{}", name_of(delimiter_),
                            has_backslash ? tr(": a backslash before it does not help") : "")});
  }
}

std::uint32_t CsvReader::size_from(std::size_t start) const {
  return static_cast<std::uint32_t>(at_ - start);
}

// At the quote at `offset`, or at the character after one.
void CsvReader::syntax_mistake(std::size_t offset, std::uint32_t line, std::string what,
                               std::string remedy) {
  if (mistakes_.size() >= most_mistakes) return;
  mistakes_.push_back({Code::csv_syntax, offset, line, 1, std::move(what), std::move(remedy)});
}

}  // namespace shotlist::manifest
