#include "report/csv_writer.h"

#include <algorithm>
#include <cstddef>

namespace shotlist {
namespace {

// Whether a formula starts after the quotes; `least` is how many quotes there must be.
bool is_formula_after_quotes(std::string_view cell, std::size_t least) {
  std::size_t first = 0;
  while (first < cell.size() && cell[first] == '\'')
    ++first;
  return first < cell.size() && first >= least &&
         std::string_view("=+-@\t\r").find(cell[first]) != std::string_view::npos;
}

bool needs_quotes(char c) {
  return c == ',' || c == '"' || c == '\r' || c == '\n';
}

void add_doubling_quotes(std::string& text, std::string_view cell) {
  for (;;) {
    const auto quote = cell.find('"');
    text += cell.substr(0, quote);
    if (quote == std::string_view::npos) return;
    text += "\"\"";
    cell.remove_prefix(quote + 1);
  }
}

}  // namespace

std::string guarded(std::string_view cell) {
  std::string safe;
  if (is_formula_after_quotes(cell, 0)) safe += '\'';
  return safe += cell;
}

std::string_view unguarded(std::string_view cell) {
  if (is_formula_after_quotes(cell, 1)) cell.remove_prefix(1);
  return cell;
}

void CsvWriter::cell(std::string_view cell) {
  if (row_started_) text_ += ',';
  row_started_ = true;
  const bool quoted = std::any_of(cell.begin(), cell.end(), needs_quotes);
  if (quoted) text_ += '"';
  if (is_formula_after_quotes(cell, 0)) text_ += '\'';
  if (quoted) {
    add_doubling_quotes(text_, cell);
    text_ += '"';
  } else {
    text_ += cell;
  }
}

void CsvWriter::end_row() {
  text_ += "\r\n";
  row_started_ = false;
}

}  // namespace shotlist
