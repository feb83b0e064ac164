#pragma once
// What the live line says: pure text, made of numbers.

#include <cstddef>
#include <optional>
#include <string>

#include "base/time.h"
#include "model/verdict.h"
#include "show/style.h"
#include "submit/allowance.h"
#include "submit/observer.h"

namespace shotlist::show {

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
  std::optional<Duration> left;         ///< until all rows are settled
  std::string waiting{};                ///< what `wait_text` says; empty where nothing waits
  std::optional<Duration> fruitless{};  ///< for so long nothing has got through
  submit::Allowance learned{};          ///< what the server was found to take
  std::string slowed{};                 ///< what `slowed_text` says; empty: it is not
};

/// `3/6  submitted 3 · retrying 1 · 58.9/min · ETA 0:03`, at most `width` columns.
std::string progress_text(const ProgressFacts& facts, const ProgressPace& pace, std::size_t width,
                          const Style& style);

/// The same after a bar, `[####----] `, that takes what room is left, up to 34 columns.
std::string progress_bar(const ProgressFacts& facts, const ProgressPace& pace, std::size_t width,
                         const Style& style);

/// Moves a date to the user's time zone: read as if it were UTC, it is what a clock on the wall
/// shows.
using ToLocal = Date (*)(Date);

/// Waits that end sooner are not worth a line.
constexpr Duration shortest_wait_told = std::chrono::seconds(2);

/// Nothing has got through for so long that it must be said.
constexpr Duration longest_fruitless_untold = std::chrono::seconds(4);

/// For the live line: `rate limited: 0:30`, and for the user's own pace `next request in 0:12`.
std::string wait_text(const submit::Wait& wait, Moment now);

/// `slowed to 4/min by 429 answers`. `last_failure` is what the last refusal said.
std::string slowed_text(const Rate& rate, ErrorClass last_failure);

/// Whether nothing has got through for long enough to be said.
bool is_fruitless(const submit::Tally& tally);

/// Why the run does not get on: `rate limited`. `last_failure` is why where the wait does not say;
/// empty where nobody knows.
std::string cause_of_standstill(const submit::Tally& tally, ErrorClass last_failure);

/// That the run does not get on, why, and until when, as far as that is worth a line:
/// `rate limited: next request in 0:30, at 14:05:30`, or `nothing has got through for 0:05: rate
/// limited, next request in 0:30, at 14:05:30; gives up at 14:15:00 (--give-up)`. Of another day
/// the date is given, too.
std::string standstill_text(const submit::Tally& tally, ErrorClass last_failure, ToLocal to_local);

}  // namespace shotlist::show
