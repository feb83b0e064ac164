#pragma once
// Limits the rate of departures.

#include <cstdint>

#include "base/quantity.h"
#include "base/time.h"

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

}  // namespace shotlist::submit
