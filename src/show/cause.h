#pragma once
// Why rows have no task id, grouped so that a thousand failures of one kind take one line.

#include <cstddef>
#include <string>
#include <vector>

#include "model/result.h"

namespace shotlist::show {

/// Rows that failed, were rejected, are in doubt or are held for the same reason.
struct Cause {
  static constexpr std::size_t examples_kept = 5;

  Status status = Status::failed;
  ErrorClass error_class = ErrorClass::none;
  std::string error;  ///< the message of the first row; not disarmed
  std::size_t rows = 0;
  std::vector<std::string> examples;  ///< ids of the first rows
  std::vector<std::size_t> numbers;   ///< the positions of all rows in Results::rows
  bool has_left = false;              ///< they are no longer in the manifest, and not counted
};

/// The most frequent cause first. All held rows share one cause, since each looks like a different
/// purchase. Rows that left the manifest have a cause only if they are in doubt, separate from the
/// others. Messages that differ only in numbers and in words with digits (ids, times) count as the
/// same.
std::vector<Cause> causes_of(const Results& results);

}  // namespace shotlist::show
