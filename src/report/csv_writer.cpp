#include "report/csv_writer.h"

#include <array>
#include <cstddef>

#include "base/eight_bytes.h"

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

constexpr std::array<bool, 256> bytes_to_quote() {
  std::array<bool, 256> bytes{};
  for (const char c : {',', '"', '\r', '\n'})
    bytes[static_cast<unsigned char>(c)] = true;
  return bytes;
}

constexpr std::array<bool, 256> to_quote = bytes_to_quote();

bool has_none_to_quote(const EightBytes& bytes) {
  return !bytes.has(',') && !bytes.has('"') && !bytes.has('\r') && !bytes.has('\n');
}

bool needs_quotes(std::string_view cell) {
  for (std::size_t at = skip_eights(cell, 0, has_none_to_quote); at < cell.size(); ++at) {
    if (to_quote[static_cast<unsigned char>(cell[at])]) return true;
  }
  return false;
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
  if (cell.empty()) return;
  const bool quoted = needs_quotes(cell);
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
