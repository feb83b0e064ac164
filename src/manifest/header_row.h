#pragma once
// The header of a table, to recognise it among the rows.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "manifest/csv_reader.h"

namespace shotlist::manifest {

/// The names in a header as written. Files that were put behind each other repeat it.
class HeaderRow {
 public:
  HeaderRow() = default;
  explicit HeaderRow(const std::vector<CsvCell>& cells) {
    for (const CsvCell& cell : cells)
      names_.push_back(plain(cell));
  }

  /// Whether `row` has the same names in the same order.
  bool is_repeated_by(const std::vector<CsvCell>& row) const {
    if (row.empty() || names_.empty() || differs_at_once(row.front().text)) return false;
    return row.size() == names_.size() &&
           std::equal(
               row.begin(), row.end(), names_.begin(),
               [](const CsvCell& cell, const std::string& name) { return plain(cell) == name; });
  }

 private:
  // Most rows have another first letter. Blanks and a byte order mark start with other bytes.
  bool differs_at_once(std::string_view first) const {
    if (first.empty()) return false;
    const char c = first.front();
    const bool is_ideograph = c >= '\xE4' && c <= '\xE9';
    if (!is_ascii_alphanumeric(c) && !is_ideograph) return false;
    return !names_.front().starts_with(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }

  static std::string plain(const CsvCell& cell) {
    return lower_ascii(trimmed_of_blanks(cell.text));
  }

  std::vector<std::string> names_;
};

}  // namespace shotlist::manifest
