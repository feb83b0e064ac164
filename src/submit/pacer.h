#pragma once
// When the next request may leave: the user's rate, what the server asked for, and what it allows.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>

#include "api/rate_headers.h"
#include "base/quantity.h"
#include "base/time.h"
#include "model/outcome.h"
#include "submit/allowance.h"
#include "submit/backoff.h"
#include "submit/concurrency_limit.h"
#include "submit/observer.h"
#include "submit/pace_finder.h"
#include "submit/rate_limiter.h"

namespace shotlist::submit {

/// What a request is given when it leaves, and hands back with its outcome.
struct Permit {
  Moment at;
  std::uint64_t number = 0;   ///< from 1, in the order of leaving
  std::size_t in_flight = 0;  ///< itself included
  double rate = 0;            ///< the pace that is being learned, in requests a second
  bool paced = false;         ///< it kept this request waiting
  bool unannounced = false;   ///< the server had said that none are left, and until when
};

/// Why everybody waits after a failure of this kind.
Wait::Reason reason_of(ErrorClass why);

/// The one place that first tries and retries go through. Knows no clock, and takes the same time
/// for each request however many there were. A copy is cheap, and rehearses what will follow.
///
/// Until anything was answered, ten may be in flight. After the second refusal in a row, and after
/// the first of a search, one at a time is sent to see whether the wait is over.
class Pacer {
 public:
  /// `burst` is at least 1; it counts only under a rate.
  Pacer(const Pace& pace, std::int64_t burst);

  /// The earliest moment at which one more request may leave, as far as is known now; the last of
  /// all moments where an answer must come first.
  Moment next() const;

  /// One request leaves at `now`, which is not before `next()`. Its outcome must be told.
  Permit take(Moment now);

  /// Takes each outcome once, when it becomes known, with what its answer said about limits.
  /// `chance` is even over [0, 1). True where everybody waits because of it.
  bool settled(const Outcome& outcome, const api::RateAdvice& advice, const Permit& permit,
               Moment now, double chance);

  /// Nothing leaves before, because of what the server said; in the past where nothing holds the
  /// line.
  Moment held_until() const;

  /// What keeps the next request until `next()`; nothing where it may leave, or an answer must come
  /// first.
  std::optional<Wait> wait(Moment now) const;

  /// Each answer may change the pace: it should be told soon.
  bool learning() const { return finder_.learning(); }

  /// Rows that were never tried go before those that were refused: the line was refused so often in
  /// a row that one of these would spend all its tries on it.
  bool fresh_rows_first() const { return waves_ > 2; }

  /// The pace that is kept, where refusals made it less than the user's rate.
  std::optional<Rate> slowed_to() const;

  /// What the server allows, as far as that is known by now.
  Allowance learned() const;

 private:
  bool is_about_concurrency(const Outcome& outcome, const Permit& permit, Moment now);
  Duration shortest_hold() const;
  void follow(const api::RateAdvice& advice, const Outcome& outcome, const Permit& permit,
              Moment now);
  bool scouting() const;
  std::optional<Rate> learned_rate() const;

  std::optional<double> most_;  ///< the user's rate, a second
  RateLimiter limiter_;
  Backoff hold_;
  PaceFinder finder_;
  ConcurrencyLimit concurrency_;

  int waves_ = 0;             ///< of refusals that nothing was accepted after yet
  std::uint64_t number_ = 0;  ///< of the last that left
  std::size_t in_flight_ = 0;
  bool answered_ = false;
  std::uint64_t scout_ = 0;  ///< the one that is out to see whether the wait is over
  Moment scout_lost_;        ///< when it is not waited for any longer

  std::uint64_t last_announced_ = std::numeric_limits<std::uint64_t>::max();
  Moment renewed_;  ///< when there are more than those
  bool announced_wrong_ = false;
  std::optional<Rate> announced_rate_;
};

}  // namespace shotlist::submit
