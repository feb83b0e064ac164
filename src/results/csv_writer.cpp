#include "results/csv_writer.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/eight_bytes.h"
#include "base/text.h"
#include "results/spreadsheet_value.h"

namespace shotlist::results {
namespace {

bool starts_formula(std::string_view cell) {
  constexpr std::array<std::string_view, 4> wide = {"＝", "＋", "－", "＠"};
  if (cell.empty()) return false;
  if (std::string_view("=+-@\t\r\n").find(cell.front()) != cell.npos) return true;
  return cell.front() == wide[0].front() &&
         std::any_of(wide.begin(), wide.end(),
                     [cell](std::string_view sign) { return cell.starts_with(sign); });
}

bool needs_guard(std::string_view cell, Guard guard) {
  // Most cells. No number and no formula starts with a letter; a date may.
  if (guard == Guard::losses && !cell.empty() && is_ascii_letter(cell.front())) return false;
  const auto quotes = std::min(cell.find_first_not_of('\''), cell.size());
  const std::string_view rest = cell.substr(quotes);
  if (starts_formula(rest)) return true;
  return quotes > 0 || guard == Guard::values ? is_taken_for_value(rest) : loses_digits(rest);
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
  if (cell.size() < EightBytes::size) {
    return std::any_of(cell.begin(), cell.end(),
                       [](char c) { return to_quote[static_cast<unsigned char>(c)]; });
  }
  const std::size_t at = skip_eights(cell, 0, has_none_to_quote);
  // Where fewer than eight are left, some are looked at twice.
  return at + EightBytes::size <= cell.size() ||
         !has_none_to_quote(EightBytes(cell.data() + cell.size() - EightBytes::size));
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

std::string guarded(std::string_view cell, Guard guard) {
  std::string safe;
  if (needs_guard(cell, guard)) safe += '\'';
  return safe += cell;
}

std::string_view unguarded(std::string_view cell) {
  const bool is_guarded = cell.starts_with('\'') && needs_guard(cell, Guard::values);
  return is_guarded ? cell.substr(1) : cell;
}

void CsvWriter::cell(std::string_view cell) {
  add(cell, guard_);
}

void CsvWriter::add(std::string_view cell, Guard guard) {
  if (row_started_) text_ += ',';
  row_started_ = true;
  if (cell.empty()) return;
  const bool quoted = needs_quotes(cell);
  if (quoted) text_ += '"';
  if (needs_guard(cell, guard)) text_ += '\'';
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

}  // namespace shotlist::results
