#pragma once
// Decides when the next request may leave: by the user's rate, the server's demands and its limits.
// The Pacer at the end is the interface; the classes before it and PaceFinder are its parts.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "api/rate_headers.h"
#include "base/quantity.h"
#include "base/time.h"
#include "model/outcome.h"
#include "submit/allowance.h"
#include "submit/observer.h"
#include "submit/pace_finder.h"

namespace shotlist::submit {

/// GCRA, the generic cell rate algorithm (ITU-T I.371): a token bucket that knows when the next
/// token is due. In any window of length T, at most rate * T + burst requests leave. First tries
/// and retries share one limiter.
class RateLimiter {
 public:
  /// `burst` is at least 1; without a rate, everything may leave at once.
  RateLimiter(const Pace& pace, std::int64_t burst);

  /// The earliest moment for one more request.
  Moment next() const { return due_ - tolerance_; }

  /// One request leaves at `now`, not before `next()`.
  void take(Moment now);

 private:
  Duration interval_{};
  Duration tolerance_{};
  Moment due_{};  ///< GCRA's theoretical arrival time
};

/// One refusal holds the whole line: the rate limit applies to the key, not to the row. Requests
/// that left before a hold began belong to the same refusal: they neither lengthen its backoff nor
/// end it if they are let in.
///
/// A failed connection may be bad luck: it holds the line unless the server answered something
/// since the last failed one. A model without a channel does not hold the line.
class Backoff {
 public:
  /// A request that is let in ends the refusals that were known when it left: with `by_departure`
  /// those only, so that slow answers do not make a row of refusals by chance; else it must have
  /// left after the last of them, and ends all.
  explicit Backoff(bool by_departure = false) : by_departure_(by_departure) {}

  /// Nothing may leave before this moment.
  Moment until() const { return until_; }

  /// The kind of failure that caused the last hold, and the wait the server asked for if that was
  /// capped.
  ErrorClass why() const { return why_; }
  const std::optional<Duration>& asked() const { return asked_; }

  /// Must be called once for each outcome, which became known at `now`, of a request that left at
  /// `sent`. `chance` is uniform in [0, 1). Returns true if the whole line waits because of it. The
  /// first wait is `shortest` if the server refuses for the moment and did not say until when.
  bool settled(const Outcome& outcome, Moment sent, Moment now, double chance,
               Duration shortest = std::chrono::seconds(1));

  /// How often in a row the server said "not now". Requests that had already left when it did are
  /// not counted again.
  int refusals() const { return static_cast<int>(refusals_.size()); }

 private:
  bool speaks_for_everybody(const Outcome& outcome);

  bool by_departure_;
  Moment began_ = Moment::min();
  Moment until_ = Moment::min();
  ErrorClass why_ = ErrorClass::none;
  std::optional<Duration> asked_;
  std::vector<Moment> refusals_;  ///< when each wave of refusals was known that is not over
  int unreached_ = 0;             ///< waves of failed connections, since the last answer
  bool answered_ = false;         ///< since the last failed connection
};

/// A refusal means too many at a time if nothing was accepted recently with more in flight: a
/// server that counts requests per second refuses them however many are in flight. The limit then
/// becomes one less, but never below three. After a hundred accepted requests that reached it, it
/// grows by one, then by two, four and so on.
class ConcurrencyLimit {
 public:
  /// The number of requests that may be in flight.
  std::size_t most() const { return most_; }

  /// A request left as the last of `in_flight`.
  void left(std::size_t in_flight) { reached_ = reached_ || in_flight >= most_; }

  /// A request that had left as the last of `in_flight` was accepted.
  void accepted(std::size_t in_flight);

  /// Such a request, which left at `sent`, was refused. Returns true if the number in flight is the
  /// cause: the limit is then lower, once for all requests that left before.
  bool refused(std::size_t in_flight, Moment sent, Moment now);

  /// The number the server takes at a time, once it has refused often enough to tell.
  std::optional<std::size_t> learned() const;

  /// The accepted requests per second at that limit, once known: if all answers take the same time,
  /// the two kinds of limit look alike.
  std::optional<double> rate() const;

 private:
  static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();

  std::size_t most_ = none;
  std::size_t step_ = 1;
  bool reached_ = false;
  std::optional<Moment> lowered_;  ///< when last lowered
  int times_ = 0;
  double taken_ = 0;  ///< accepted since then
  std::optional<double> rate_;

  int answers_ = 0;         ///< among the latest hundred
  std::size_t latest_ = 0;  ///< the most in flight among the latest hundred
  std::size_t before_ = 0;  ///< of the hundred before
};

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
/// row, or after the first of a search, one at a time is sent to see whether the wait is over; at
/// the user's rate, where refusals may be chance, after the fourth.
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

  /// How often refusals made the pace slower, and whether the pace seems to be the cause.
  int times_slowed() const { return finder_.times_lowered(); }
  bool blames_pace() const { return finder_.blames_rate(); }

  /// Whether rows that were never tried go before refused ones: after so many refusals in a row, a
  /// refused row would spend all its tries on the next ones.
  bool fresh_rows_first() const { return waves_ > 2; }

  /// The first wait of a row that was refused again and again, for `row_wait`: a second, or less
  /// under a higher rate if most of the others are let in, since then it was chance.
  Duration shortest_row_wait() const;

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

  int waves_ = 0;              ///< waves of refusals since the last acceptance
  double refused_lately_ = 0;  ///< share, of the last dozen answers or so
  std::uint64_t number_ = 0;   ///< number of the last departure
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
