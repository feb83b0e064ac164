#include "report/csv_writer.h"

namespace shotlist {
namespace {

// Whether a formula starts after the quotes; `least` is how many quotes there must be.
bool is_formula_after_quotes(std::string_view cell, std::size_t least) {
  const auto first = cell.find_first_not_of('\'');
  return first != std::string_view::npos && first >= least &&
         std::string_view("=+-@\t\r").find(cell[first]) != std::string_view::npos;
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
  const bool guard = is_formula_after_quotes(cell, 0);
  if (cell.find_first_of(",\"\r\n") == std::string_view::npos) {
    if (guard) text_ += '\'';
    text_ += cell;
    return;
  }
  text_ += '"';
  if (guard) text_ += '\'';
  for (const char c : cell) {
    if (c == '"') text_ += '"';
    text_ += c;
  }
  text_ += '"';
}

void CsvWriter::end_row() {
  text_ += "\r\n";
  row_started_ = false;
}

}  // namespace shotlist
