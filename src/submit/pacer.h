#pragma once
// Decides when the next request may leave, by the user's rate, the server's demands and its limits.

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

/// Issued to a request when it leaves, and returned with its outcome.
struct Permit {
  Moment at;
  std::uint64_t number = 0;   ///< from 1, in order of departure
  std::size_t in_flight = 0;  ///< including this one
  double rate = 0;            ///< the pace being learned, in requests per second
  bool paced = false;         ///< the pace delayed this request
  bool unannounced = false;   ///< sent although the server had said that none are left
};

/// Why the whole line waits after a failure of this kind.
Wait::Reason reason_of(ErrorClass why);

/// All first tries and retries go through this one place. It has no clock, and takes constant time
/// per request. A copy is cheap and can simulate what follows.
///
/// While searching, at most ten are in flight until the first answer. After the second refusal in a
/// row, or after the first of a search, one at a time is sent to see whether the wait is over.
class Pacer {
 public:
  /// `burst` is at least 1; it only matters with a rate.
  Pacer(const Pace& pace, std::int64_t burst);

  /// The earliest moment for one more request, as far as known; Moment::max() if an answer must
  /// come first.
  Moment next() const;

  /// One request leaves at `now`, not before `next()`. Its outcome must be passed to `settled`.
  Permit take(Moment now);

  /// Must be called once for each outcome, when it becomes known, with what its answer said about
  /// limits. `chance` is uniform in [0, 1). Returns true if the whole line waits because of it.
  bool settled(const Outcome& outcome, const api::RateAdvice& advice, const Permit& permit,
               Moment now, double chance);

  /// Nothing leaves before this moment because of what the server said; in the past if nothing
  /// holds the line.
  Moment held_until() const;

  /// What delays the next request until `next()`; none if it may leave, or if an answer must come
  /// first.
  std::optional<Wait> wait(Moment now) const;

  /// Whether answers may change the pace, so each should be passed on soon.
  bool learning() const { return finder_.learning(); }

  /// Whether rows that were never tried go before refused ones: after so many refusals in a row, a
  /// refused row would spend all its tries on the next ones.
  bool fresh_rows_first() const { return waves_ > 2; }

  /// The current pace, if refusals made it lower than the user's rate.
  std::optional<Rate> slowed_to() const;

  /// The server's limits, as far as known.
  Allowance learned() const;

 private:
  bool is_about_concurrency(const Outcome& outcome, const Permit& permit, Moment now);
  Duration shortest_hold() const;
  void follow(const api::RateAdvice& advice, const Outcome& outcome, const Permit& permit,
              Moment now);
  bool scouting() const;
  std::optional<Rate> learned_rate() const;

  std::optional<double> most_;  ///< the user's rate, per second
  RateLimiter limiter_;
  Backoff hold_;
  PaceFinder finder_;
  ConcurrencyLimit concurrency_;

  int waves_ = 0;             ///< waves of refusals since the last acceptance
  std::uint64_t number_ = 0;  ///< number of the last departure
  std::size_t in_flight_ = 0;
  bool answered_ = false;
  std::uint64_t scout_ = 0;  ///< the request sent to see whether the wait is over
  Moment scout_lost_;        ///< when to stop waiting for it

  std::uint64_t last_announced_ = std::numeric_limits<std::uint64_t>::max();
  Moment renewed_;  ///< when more are allowed
  bool announced_wrong_ = false;
  std::optional<Rate> announced_rate_;
};

}  // namespace shotlist::submit
