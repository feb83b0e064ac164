#pragma once
// The columns of the results file, format 2: the only place that knows their names and order.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "base/translation.h"
#include "model/result.h"

namespace shotlist::results {

/// One column: how to write it from a row, and how to read it back.
struct ResultColumn {
  std::string_view name;

  /// The cell, neither guarded nor quoted. Text from a server is disarmed. It may be stored in
  /// `room`, and is valid as long as `room` and the row do not change.
  std::string_view (*text)(const Result&, std::string& room);

  /// Reads an unguarded cell. Returns false if the row is unusable because of it. Numbers and times
  /// that cannot be read are only for display, and left empty.
  bool (*read)(std::string_view cell, Result&);

  std::string_view remedy = marked("restore the file");  ///< if `read` returns false
  bool is_number = false;                                ///< a whole number, or empty
  bool is_word = false;         ///< read back however a spreadsheet writes it
  bool is_never_empty = false;  ///< in a row we wrote, so no spreadsheet omits its cell
};

/// The columns of every file, in order: `id`, `status` and `task_id` first.
std::span<const ResultColumn> result_columns();

/// The two parts of `result_columns`. Manifest fields without a column of their own go between them
/// (`Results::field_names`), variables after them.
std::span<const ResultColumn> columns_before_fields();
std::span<const ResultColumn> columns_after_fields();

}  // namespace shotlist::results
