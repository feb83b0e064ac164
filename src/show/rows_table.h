#pragma once
// The table of rows that a review shows to people.

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "model/result.h"
#include "show/review.h"
#include "show/shown_time.h"
#include "show/style.h"
#include "show/text_table.h"

namespace shotlist::show {

/// `in doubt`, or `in doubt (left)` for a row that left the manifest.
std::string status_text(const Result& row);

/// The task id of a row, or why it has none; not disarmed.
std::string outcome_text(const Result& row);

/// A table about rows of a review. All rows are measured before the first line is made.
class RowsTable {
 public:
  using TakeLine = std::function<void(Status, const std::vector<std::string>&)>;

  /// `lines_of` passes on the cells of each line that a row has in the table; it may have none.
  RowsTable(std::vector<TextColumn> columns,
            std::function<void(const ReviewRow&, const TakeLine&)> lines_of);

  void measure(const ReviewRow& row);

  /// Its lines, with a title line; 0 if no row has one in it.
  std::size_t height() const { return table_.rows() == 0 ? 0 : table_.rows() + 1; }

  /// To be called when all rows are measured. Writes the title line.
  void begin(std::string& text, std::size_t width, const Style& style);
  void add(std::string& text, const ReviewRow& row, const Style& style) const;

 private:
  TextTable table_;
  std::function<void(const ReviewRow&, const TakeLine&)> lines_of_;
};

/// One line per row. Columns that do not fit are left out, the least important first; if there is
/// room to spare, the time of sending, the model (if models differ) and the variables are shown,
/// too. The review is borrowed.
RowsTable table_of_rows(const Review& review, std::size_t width, const ShownTime& time);

/// What is needed to look up the rows in doubt at the provider.
RowsTable table_of_doubts(const ShownTime& time);

/// The tries that were or may have been paid for, of rows that were sent again later.
RowsTable table_of_earlier_tries(const ShownTime& time);

}  // namespace shotlist::show
