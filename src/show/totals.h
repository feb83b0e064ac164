#pragma once
// The numbers of a review: rows by status, how long answers took, how fast attempts were sent.

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

#include "base/time.h"
#include "model/counts.h"
#include "model/result.h"
#include "model/verdict.h"
#include "model/video.h"

namespace shotlist::show {

/// What totals and charts tell of an attempt.
struct AttemptPoint {
  Date sent_at;                    ///< `Date()` if unknown
  std::optional<Verdict> verdict;  ///< none if it is on its way
  std::optional<std::chrono::milliseconds> latency;
  bool rehearsal = false;  ///< true for every attempt at a rehearsal server, whatever its outcome

  /// Whether the time of sending is known.
  bool has_time() const { return sent_at != Date(); }
};

/// Half of the answers took at most `median`, 95 of 100 at most `p95` (nearest rank).
struct LatencyFigures {
  std::chrono::milliseconds median{};
  std::chrono::milliseconds p95{};
  std::size_t answers = 0;
};

/// When attempts were sent. A gap longer than `longest_pause` means that nothing was running: such
/// pauses do not count.
struct PaceFigures {
  static constexpr std::chrono::minutes longest_pause{5};

  Date first;
  Date last;
  std::chrono::milliseconds running{};  ///< from the first to the last, without pauses
  std::optional<double> per_minute;     ///< none if there is too little data
};

/// Rows of the manifest by `video_status`.
struct VideoTotals {
  std::array<std::size_t, 6> by_status{};

  std::size_t& of(VideoStatus status) { return by_status.at(static_cast<std::size_t>(status)); }
  std::size_t of(VideoStatus status) const {
    return by_status.at(static_cast<std::size_t>(status));
  }

  /// How many have one.
  std::size_t known() const;
};

struct Totals {
  Counts rows;                            ///< of the manifest
  std::size_t left = 0;                   ///< rows that left it
  std::size_t sent = 0;                   ///< rows that were sent, including those that left
  std::size_t attempts = 0;               ///< of all rows
  std::size_t rehearsed = 0;              ///< of the attempts known individually
  std::size_t known = 0;                  ///< the number of attempts known individually
  std::optional<LatencyFigures> latency;  ///< of attempts that made a task
  std::optional<PaceFigures> pace;
  VideoTotals videos;

  /// Whether all known attempts went to a rehearsal server.
  bool is_rehearsal() const { return rehearsed > 0 && rehearsed == known; }

  /// The rows of the manifest and those that left it.
  std::size_t all_rows() const { return rows.total() + left; }

  void add(const Result& row);

  /// Adds all attempts; `are_all` tells whether they are more than the last one of each row.
  void add(const std::vector<AttemptPoint>& attempts, bool are_all);
};

/// Sorts `latencies`. None if there are none.
std::optional<LatencyFigures> latency_figures_of(std::vector<std::chrono::milliseconds> latencies);

/// From the times of sending, in any order. None if there are none.
std::optional<PaceFigures> pace_of(std::vector<Date> sent);

}  // namespace shotlist::show
