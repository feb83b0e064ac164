#include "manifest/late_quote.h"

#include <algorithm>
#include <string_view>

#include "base/text.h"
#include "base/translation.h"

namespace shotlist::manifest {
namespace {

struct Table {
  std::size_t width;
  bool starts_with_id;
  char delimiter;
};

// No sentence: one word, as ids are.
bool is_like_id(std::string_view text) {
  constexpr std::size_t longest = 40;
  for (const std::string_view mark : {"：", "，", "。", "、"}) {
    if (text.find(mark) != std::string_view::npos) return false;
  }
  return !text.empty() && text.size() <= longest &&
         text.find_first_of(" \t!?") == std::string_view::npos && !text.starts_with('.');
}

// Text has a space behind a comma, and none inside a number.
bool is_of_text(std::string_view line, std::size_t delimiter) {
  if (delimiter + 1 == line.size()) return false;
  const char behind = line[delimiter + 1];
  return behind == ' ' ||
         (delimiter > 0 && is_ascii_digit(line[delimiter - 1]) && is_ascii_digit(behind));
}

// The last line ends where the cell does.
bool is_like_row(std::string_view line, const Table& table, bool is_last) {
  const auto first = line.find(table.delimiter);
  if (first == std::string_view::npos) return false;
  if (table.starts_with_id && !is_like_id(line.substr(0, first))) return false;
  std::size_t delimiters = 0;
  for (std::size_t at = first; at != std::string_view::npos;
       at = line.find(table.delimiter, at + 1)) {
    if (is_of_text(line, at)) return false;
    ++delimiters;
  }
  if (delimiters + 1 == table.width) return true;
  return is_last && table.starts_with_id && delimiters < table.width;
}

// From `at` on. Looks for one byte at a time, which is fast.
std::size_t line_end(std::string_view text, std::size_t at) {
  const std::size_t feed = text.find('\n', at);
  return std::min(feed, text.substr(0, feed).find('\r', at));
}

bool holds_row(std::string_view text, const Table& table) {
  std::size_t start = line_end(text, 0);
  while (start != std::string_view::npos) {
    const std::size_t end = line_end(text, start + 1);
    const std::string_view line = text.substr(start + 1, end - start - 1);
    if (!line.empty() && is_like_row(line, table, end == std::string_view::npos)) return true;
    start = end;
  }
  return false;
}

}  // namespace

void warn_of_late_quotes(const CsvReader& row, const SourceText& source, std::size_t width,
                         bool starts_with_id, Diagnostics& diagnostics) {
  if (width < 2 || !row.has_line_end()) return;
  const Table table{width, starts_with_id, row.delimiter()};
  for (const CsvCell& cell : row.cells()) {
    if (!cell.has_line_end || !holds_row(cell.text, table)) continue;
    diagnostics.warning(
        Code::open_quote, SourceRange{&source, cell.offset, cell.line, 1},
        tr("the quote that opens here holds lines that look like rows"),
        tr("close it where its text ends; if the lines belong to the text, leave it"));
  }
}

}  // namespace shotlist::manifest
