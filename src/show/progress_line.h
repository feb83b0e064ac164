#pragma once
// The text of the live line, computed from numbers alone.

#include <cstddef>
#include <optional>
#include <string>

#include "base/time.h"
#include "model/verdict.h"
#include "show/shown_time.h"
#include "show/style.h"
#include "submit/allowance.h"
#include "submit/observer.h"

namespace shotlist::show {

/// How far a run has come.
struct ProgressFacts {
  std::size_t rows = 0;       ///< selected
  std::size_t done = 0;       ///< selected rows not waiting to be sent or answered
  std::size_t submitted = 0;  ///< over all runs
  std::size_t failed = 0;     ///< this and the next two: in this run
  std::size_t rejected = 0;
  std::size_t in_doubt = 0;
  std::size_t retrying = 0;                    ///< rows waiting to be tried again
  std::optional<submit::Collecting> videos{};  ///< if they are collected

  friend bool operator==(const ProgressFacts&, const ProgressFacts&) = default;
};

/// How fast the run is.
struct ProgressPace {
  std::optional<double> per_minute;
  std::optional<Duration> left;              ///< until all rows are settled
  std::string waiting{};                     ///< result of `wait_text`; empty if nothing waits
  std::optional<Duration> fruitless{};       ///< how long nothing has got through
  submit::Allowance learned{};               ///< the server's limits, as found
  std::string slowed{};                      ///< result of `slowed_text`; empty if not slowed
  std::optional<double> bytes_per_second{};  ///< of videos that are fetched
};

/// `3/6  submitted 3 · retrying 1 · 58.9/min · ETA 0:03`, at most `width` columns. Where videos are
/// collected: `4/6 tasks  completed 3 · failed 1 · files 2/3 · 6.1 MB · 1.2 MB/s`, after the rows
/// if there are any.
std::string progress_text(const ProgressFacts& facts, const ProgressPace& pace, std::size_t width,
                          const Style& style);

/// The same after a bar, `[####----] `, which takes the remaining room, up to 34 columns.
std::string progress_bar(const ProgressFacts& facts, const ProgressPace& pace, std::size_t width,
                         const Style& style);

/// Shorter waits are not worth a line.
constexpr Duration shortest_wait_told = std::chrono::seconds(2);

/// Once nothing has got through for this long, it is reported.
constexpr Duration longest_fruitless_untold = std::chrono::seconds(4);

/// For the live line: `rate limited: 0:30`, and for the user's own pace `next request in 0:12`.
std::string wait_text(const submit::Wait& wait, Moment now);

/// `slowed to 4/min by 429 answers`. `last_failure` is the class of the last refusal.
std::string slowed_text(const Rate& rate, ErrorClass last_failure);

/// Whether nothing has got through for long enough to report it.
bool is_fruitless(const submit::Tally& tally);

/// Why the run is at a standstill: `rate limited`. `last_failure` is used if the wait has no
/// reason; empty if unknown.
std::string cause_of_standstill(const submit::Tally& tally, ErrorClass last_failure);

/// Says that the run is at a standstill, why, and until when, as far as that is worth a line: `rate
/// limited: next request in 0:30, at 14:05:30`, or `nothing has got through for 0:05: rate limited,
/// next request in 0:30, at 14:05:30; gives up at 14:15:00 (--give-up)`. The date is given if it is
/// another day.
std::string standstill_text(const submit::Tally& tally, ErrorClass last_failure,
                            const ShownTime& time);

}  // namespace shotlist::show
