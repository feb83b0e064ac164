#pragma once
// A table of text that fits the width of a terminal.

#include <cstddef>
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
};

/// Owns its rows. Cells are disarmed when added. Columns without any content are left out.
class TextTable {
 public:
  explicit TextTable(std::vector<TextColumn> columns);

  /// `cells` must have one cell per column.
  void add(Status status, const std::vector<std::string>& cells);

  /// A title line and one line per row, none wider than `width`; empty if there are no rows.
  std::string text(std::size_t width, const Style& style) const;

 private:
  struct Row {
    Status status;
    std::vector<std::string> cells;
  };

  std::vector<std::size_t> widths_for(std::size_t width) const;

  std::vector<TextColumn> columns_;
  std::vector<std::size_t> content_;  // the widest cell of each column
  std::vector<Row> rows_;
};

}  // namespace shotlist::show
