#pragma once
// The sandbox's own rate limit.

#include "base/quantity.h"
#include "base/time.h"

namespace shotlist::sandbox {

/// A token bucket that holds one period's worth of requests and fills evenly, stored as the moment
/// at which it is full again (GCRA). Not thread-safe.
class RateGate {
 public:
  explicit RateGate(Pace limit) : limit_(limit) {}

  /// Whether a request at `now` is within the limit; if so, takes a token.
  bool admits(Moment now);

 private:
  Pace limit_;
  Moment full_again_{};
};

}  // namespace shotlist::sandbox
