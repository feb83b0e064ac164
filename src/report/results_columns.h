#pragma once
// The columns of a results file, format 1.

#include <array>
#include <cstddef>
#include <string_view>

#include "model/result.h"
#include "report/csv_writer.h"

namespace shotlist {

/// One column: how a row writes it, and how a row reads it, without its guard. `read` returns false
/// where a cell makes the row unusable; numbers and times that can not be read are for show only
/// and left empty.
struct ResultColumn {
  std::string_view name;
  void (*write)(const Result&, CsvWriter&);
  bool (*read)(std::string_view, Result&);
  std::string_view remedy = "restore the file";  ///< where it returns false
};

inline constexpr std::size_t result_column_count = 23;

/// In their order; id, status and task_id come first.
extern const std::array<ResultColumn, result_column_count> result_columns;

}  // namespace shotlist
