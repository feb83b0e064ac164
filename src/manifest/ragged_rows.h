#pragma once
// Rows of a CSV with fewer or more cells than the header.

#include <cstddef>

#include "base/diagnostics.h"
#include "manifest/csv_reader.h"
#include "manifest/source_text.h"

namespace shotlist::manifest {

/// Watches the rows of one pass over a table: spreadsheets leave trailing cells out and add empty
/// ones, which one note tells. Warns about a short row whose rest stands on the next line, since
/// half of it would be paid for.
class RaggedRows {
 public:
  /// `width` is the number of columns up to the last that has a name; `starts_with_id` says that
  /// the first one holds ids. `source` must outlive it.
  RaggedRows(const SourceText& source, std::size_t width, bool starts_with_id)
      : source_(source), width_(width), starts_with_id_(starts_with_id) {}

  /// The next row. `header_width` is that of all columns.
  void see(const CsvReader& row, std::size_t header_width, Diagnostics& diagnostics);

  /// After the last row.
  void report(Diagnostics& diagnostics) const;

 private:
  bool is_rest(const CsvReader& row) const;

  const SourceText& source_;
  std::size_t width_;
  bool starts_with_id_;
  std::size_t short_rows_ = 0;
  std::size_t long_rows_ = 0;
  SourceRange first_;
  // The row before, if it is short.
  std::size_t cells_before_ = 0;
  std::uint32_t line_before_ = 0;
  CsvCell last_before_;
  bool is_quoted_before_ = false;
};

}  // namespace shotlist::manifest
