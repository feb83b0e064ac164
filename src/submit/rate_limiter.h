#pragma once
// When the next request may leave.

#include <cstdint>

#include "base/quantity.h"
#include "base/time.h"

namespace shotlist::submit {

/// GCRA, the generic cell rate algorithm (ITU-T I.371): a token bucket that can say when the next
/// token is due. In no window of length T does it let more than rate * T + burst requests leave.
/// First tries and retries go through the same one.
class RateLimiter {
 public:
  /// `burst` is at least 1; without a rate everything may leave at once.
  RateLimiter(const Pace& pace, std::int64_t burst);

  /// The earliest moment at which one more request may leave.
  Moment next() const { return due_ - tolerance_; }

  /// One request leaves at `now`, which is not before `next()`.
  void take(Moment now);

 private:
  Duration interval_{};
  Duration tolerance_{};
  Moment due_{};  ///< GCRA's theoretical arrival time
};

}  // namespace shotlist::submit
