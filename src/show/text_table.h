#pragma once
// A table of text that fits the width of a terminal.

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "model/verdict.h"
#include "show/style.h"

namespace shotlist::show {

/// Widths are in columns of the terminal.
struct TextColumn {
  std::string title;
  int rank = 0;             ///< if room is short, the highest rank is dropped first
  std::size_t least = 99;   ///< narrower, it is useless; narrow content needs less
  std::size_t most = 9999;  ///< wider, it takes room from others
  bool right = false;       ///< right-aligned, for numbers
  bool painted = false;     ///< in the colour of the row's status
  bool varied = false;      ///< left out if all its cells are the same
};

/// Measures all rows first, and then makes a line of each: keeps none of them. Cells are disarmed.
/// Columns without any content are left out.
class TextTable {
 public:
  explicit TextTable(std::vector<TextColumn> columns);

  /// Makes room for a row. `cells` must have one cell per column.
  void measure(const std::vector<std::string>& cells);

  /// How many rows were measured.
  std::size_t rows() const { return rows_; }

  /// To be called when all rows are measured: no line will be wider than `width`.
  void fit(std::size_t width);

  std::string title(const Style& style) const;
  std::string line(Status status, const std::vector<std::string>& cells, const Style& style) const;

 private:
  std::string line_of(const std::function<std::string(std::size_t, bool)>& cell_of) const;

  std::vector<TextColumn> columns_;
  std::vector<std::size_t> content_;  // the widest cell of each column
  std::vector<std::string> first_;    // the cells of the first row
  std::vector<bool> differs_;         // whether a cell of the column is another than the first
  std::vector<std::size_t> widths_;   // 0 for a column that is left out
  std::size_t rows_ = 0;
};

}  // namespace shotlist::show
