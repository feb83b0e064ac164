#pragma once
// Where a results file has its columns: a spreadsheet or a person may have moved some or added
// others.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "manifest/csv_reader.h"

namespace shotlist::results {

/// The position of each cell in a record.
struct Layout {
  static constexpr std::size_t none = std::string::npos;

  std::vector<std::size_t> known;  ///< by the number of the column; `none` if the file lacks it
  std::vector<std::size_t> fields;
  std::vector<std::size_t> variables;
  std::vector<std::size_t> decisions;  ///< columns of that name
  std::size_t decision = none;         ///< the one added by a person
  std::size_t width = 0;               ///< cells in the shortest record that a spreadsheet leaves

  /// The columns that every results file has and this one lacks.
  std::vector<std::string> missing() const;

  bool is_of_results() const { return missing().empty(); }
};

/// From the cells of the header.
Layout layout_of(const std::vector<manifest::CsvCell>& header);

/// Finds the column of decisions that a person added; `text` is the whole file.
void find_decisions(Layout& layout, std::string_view text);

/// The cell at this position of the current record, without its guard; empty if there is none.
std::string_view text_at(const manifest::CsvReader& reader, std::size_t at);

}  // namespace shotlist::results
