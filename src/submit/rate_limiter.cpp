#include "submit/rate_limiter.h"

#include <algorithm>

namespace shotlist::submit {

namespace {

// A burst that outlasts any run: a larger value would overflow.
constexpr Duration longest_tolerance = std::chrono::hours(24 * 365);

}  // namespace

RateLimiter::RateLimiter(const Pace& pace, std::int64_t burst) {
  if (!pace.rate) return;
  const auto& [count, per] = *pace.rate;
  interval_ = (per + Duration(count - 1)) / count;  // rounded up: never faster than the rate
  tolerance_ = interval_ * std::min(burst - 1, longest_tolerance / interval_);
}

void RateLimiter::take(Moment now) {
  due_ = std::max(due_, now) + interval_;
}

}  // namespace shotlist::submit
