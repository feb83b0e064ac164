#pragma once
// What the live line says: pure text, made of numbers.

#include <cstddef>
#include <optional>
#include <string>

#include "base/time.h"
#include "report/style.h"
#include "submit/allowance.h"

namespace shotlist::report {

/// How far a run is.
struct ProgressFacts {
  std::size_t rows = 0;       ///< selected
  std::size_t done = 0;       ///< of them, not waiting to be sent or answered
  std::size_t submitted = 0;  ///< over all runs
  std::size_t failed = 0;     ///< this and the next two: in this run
  std::size_t rejected = 0;
  std::size_t in_doubt = 0;
  std::size_t retrying = 0;  ///< rows that wait to be tried again

  friend bool operator==(const ProgressFacts&, const ProgressFacts&) = default;
};

/// How fast it goes.
struct ProgressPace {
  std::optional<double> per_minute;
  std::optional<Duration> left;     ///< until all rows are settled
  std::optional<Duration> waiting;  ///< until the server may be asked again
  submit::Allowance learned{};      ///< what the server was found to take
};

/// `3/6  submitted 3 · retrying 1 · 58.9/min · ETA 0:03`, at most `width` columns.
std::string progress_text(const ProgressFacts& facts, const ProgressPace& pace, std::size_t width,
                          const Style& style);

/// The same after a bar, `[####----] `, that takes what room is left, up to 34 columns.
std::string progress_bar(const ProgressFacts& facts, const ProgressPace& pace, std::size_t width,
                         const Style& style);

}  // namespace shotlist::report
