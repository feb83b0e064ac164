#pragma once
// The numbers of a review: rows by status, how long answers took, how fast attempts left.

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

#include "base/time.h"
#include "model/counts.h"
#include "show/review.h"

namespace shotlist::show {

/// Half of all answers took at most `median`, 95 of 100 at most `p95` (nearest rank).
struct LatencyFigures {
  std::chrono::milliseconds median{};
  std::chrono::milliseconds p95{};
  std::size_t answers = 0;
};

/// When attempts left. Between two of them that are further apart than `longest_pause` nothing was
/// running: such pauses do not count.
struct PaceFigures {
  static constexpr std::chrono::minutes longest_pause{5};

  Date first;
  Date last;
  std::chrono::milliseconds running{};  ///< from the first to the last, without pauses
  std::optional<double> per_minute;     ///< absent where there is too little to tell
};

struct Totals {
  Counts rows;           ///< of the manifest
  std::size_t left = 0;  ///< rows that left it
  std::size_t sent = 0;  ///< rows that were sent, those among them
  std::size_t attempts = 0;
  std::size_t rehearsed = 0;              ///< of the attempts that are known one by one
  std::size_t known = 0;                  ///< how many those are
  std::optional<LatencyFigures> latency;  ///< of attempts that made a task
  std::optional<PaceFigures> pace;

  /// Whether nothing but a rehearsal server was asked.
  bool is_rehearsal() const { return rehearsed > 0 && rehearsed == known; }
};

Totals totals_of(const Review& review);

/// Sorts `latencies`. Nothing where there are none.
std::optional<LatencyFigures> figures_of(std::vector<std::chrono::milliseconds> latencies);

/// Of the times of sending, in any order. Nothing where there are none.
std::optional<PaceFigures> pace_of(std::vector<Date> sent);

}  // namespace shotlist::show
