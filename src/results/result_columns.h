#pragma once
// The columns of the results file, format 2: the one place that knows their names and order.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "model/result.h"

namespace shotlist::results {

/// One column: how a row shows it, and how a row reads it.
struct ResultColumn {
  std::string_view name;

  /// The cell, not guarded and not quoted. What a server wrote is disarmed. It may be written into
  /// `room`, and is valid as long as that and the row stay as they are.
  std::string_view (*text)(const Result&, std::string& room);

  /// Takes an unguarded cell. False where it makes the row unusable; numbers and times that
  /// cannot be read are for show only, and left empty.
  bool (*read)(std::string_view cell, Result&);

  std::string_view remedy = "restore the file";  ///< where `read` returns false
  bool is_number = false;                        ///< a whole number, or empty
  bool is_word = false;         ///< understood in whatever way a spreadsheet writes it
  bool is_never_empty = false;  ///< in a row of ours, so that no spreadsheet leaves its cell out
};

/// All that every file has, in their order: `id`, `status` and `task_id` first.
std::span<const ResultColumn> result_columns();

/// The two parts of them. The fields of a manifest that have no column of their own stand between
/// them (`Results::field_names`), and its variables behind them.
std::span<const ResultColumn> columns_before_fields();
std::span<const ResultColumn> columns_after_fields();

}  // namespace shotlist::results
