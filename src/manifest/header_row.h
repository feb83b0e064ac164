#pragma once
// The header of a table, to recognise it among the rows.

#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "manifest/csv_reader.h"

namespace shotlist::manifest {

/// The names in a header as written. Files that were put behind each other repeat it, perhaps with
/// their columns in another order.
class HeaderRow {
 public:
  HeaderRow() = default;

  /// `prompt` is the name of the column of prompts as it is written, if there is one.
  HeaderRow(const std::vector<CsvCell>& cells, std::string_view prompt);

  /// Whether all cells of `row` that hold something are names of columns, at least two if there are
  /// so many columns; or whether it names the column of prompts and one more.
  bool is_repeated_by(const std::vector<CsvCell>& row) const;

 private:
  bool is_name(std::string_view text) const;
  bool may_be_name(std::string_view text) const;

  std::set<std::string, std::less<>> names_;
  std::string prompt_;
  std::size_t longest_ = 0;
  std::array<bool, 256> starts_{};  // the bytes that a name may begin with
};

}  // namespace shotlist::manifest
