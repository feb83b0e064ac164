#pragma once
// Why rows have no task id, grouped so that a thousand failures of one kind are one line.

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
  std::string error;  ///< the words of the first of them; not disarmed
  std::size_t rows = 0;
  std::vector<std::string> examples;  ///< ids of the first of them
  std::vector<std::size_t> numbers;   ///< where all of them stand in Results::rows
  bool has_left = false;  ///< they are no longer in the manifest, and in none of the counts
};

/// The most frequent cause first. All held rows have one cause, since each looks like a purchase of
/// its own. Rows that left the manifest have none unless they are in doubt, and then one
/// of their own. Messages that differ
/// only in numbers and in words with digits in them (ids, times) are taken for the same.
std::vector<Cause> causes_of(const Results& results);

}  // namespace shotlist::show
