#pragma once
// What the end of a run, or a review, tells of the rows without a task.

#include <cstddef>
#include <vector>

#include "model/result.h"
#include "model/verdict.h"
#include "show/cause.h"

namespace shotlist::show {

/// Counts rows, and keeps none of them.
struct Unfinished {
  Unfinished() = default;

  /// `results` holds at least the rows that are not submitted, including those that left the
  /// manifest.
  Unfinished(const Results& results);

  void add(const Result& row);

  Causes causes;
  std::size_t in_doubt = 0;          ///< whose answer nobody waits for, also of rows that left
  std::size_t left_in_doubt = 0;     ///< those of rows that left the manifest
  std::size_t on_their_way = 0;      ///< another run waits for the answer
  std::vector<ErrorClass> failures;  ///< why rows of the manifest failed, each once
};

}  // namespace shotlist::show
