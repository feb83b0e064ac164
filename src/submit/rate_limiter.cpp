#include "submit/rate_limiter.h"

#include <algorithm>

namespace shotlist {

RateLimiter::RateLimiter(const Pace& pace, std::int64_t burst) {
  if (!pace.rate) return;
  interval_ = pace.rate->interval();
  tolerance_ = interval_ * (burst - 1);
}

void RateLimiter::take(Moment now) {
  due_ = std::max(due_, now) + interval_;
}

}  // namespace shotlist
