#include "submit/pacer.h"

#include <algorithm>
#include <string>
#include <vector>

#include "support/catch2.h"
#include "support/virtual_time.h"

namespace shotlist::tests::rate_limiter_test {
namespace {

using namespace std::chrono_literals;

constexpr Moment start(1h);

Pace pace(std::int64_t count, Duration per) {
  return {Rate{count, per}};
}

// Departures of somebody who sends as soon as allowed, but is at times away for a while.
std::vector<Moment> departures(submit::RateLimiter limiter, std::size_t count, std::uint64_t seed,
                               Duration longest_absence) {
  VirtualRandom random(seed);
  std::vector<Moment> sent;
  Moment now = start;
  while (sent.size() < count) {
    if (random.below(4) == 0) {
      now += Duration(
          static_cast<Duration::rep>(random.unit() * static_cast<double>(longest_absence.count())));
    }
    now = std::max(now, limiter.next());
    limiter.take(now);
    sent.push_back(now);
  }
  return sent;
}

// Whether a window of length T ever held more than rate * T + burst. It is enough to look at
// windows that begin and end with a departure.
bool ever_too_many(const std::vector<Moment>& sent, const Rate& rate, std::int64_t burst) {
  for (std::size_t first = 0; first < sent.size(); ++first) {
    for (std::size_t last = first; last < sent.size(); ++last) {
      const auto length = static_cast<long double>((sent[last] - sent[first]).count());
      const auto allowed = length * static_cast<long double>(rate.count) /
                               static_cast<long double>(rate.per.count()) +
                           static_cast<long double>(burst);
      if (static_cast<long double>(last - first + 1) > allowed) return true;
    }
  }
  return false;
}

TEST_CASE("no window ever holds more than rate times its length, plus the burst") {
  const Rate rates[] = {{2, 1s}, {60, 1min}, {5, 15s}, {7, 1s}, {1000, 1h}, {300, 1ms}};
  for (const Rate& rate : rates) {
    for (const std::int64_t burst : {1, 2, 10}) {
      for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        CAPTURE(to_text(Pace{rate}), burst, seed);
        const submit::RateLimiter limiter(Pace{rate}, burst);
        const auto sent = departures(limiter, 150, seed, rate.per * 3);
        CHECK_FALSE(ever_too_many(sent, rate, burst));
      }
    }
  }
}

TEST_CASE("the measure of the window test notices one departure too many") {
  const std::vector<Moment> sent = {start, start + 499ms};
  CHECK(ever_too_many(sent, {2, 1s}, 1));
  CHECK_FALSE(ever_too_many({start, start + 500ms}, {2, 1s}, 1));
}

TEST_CASE("a limiter that was left alone lets out the burst and then keeps the pace") {
  submit::RateLimiter limiter(pace(2, 1s), 3);
  for (int taken = 0; taken < 3; ++taken) {
    CHECK(limiter.next() <= start);
    limiter.take(start);
  }
  CHECK(limiter.next() == start + 500ms);
  limiter.take(start + 500ms);
  CHECK(limiter.next() == start + 1s);
}

TEST_CASE("time that was not used is not saved beyond the burst") {
  submit::RateLimiter limiter(pace(1, 1s), 1);
  limiter.take(start);
  limiter.take(start + 10min);
  CHECK(limiter.next() == start + 10min + 1s);
}

TEST_CASE("the largest burst under the slowest rate is as good as no limit") {
  submit::RateLimiter limiter(pace(1, 24h), 1'000'000);
  for (int taken = 0; taken < 300; ++taken) {
    REQUIRE(limiter.next() <= start);
    limiter.take(start);
  }
}

TEST_CASE("without a rate everything may leave at once") {
  submit::RateLimiter limiter(Pace{}, 1);
  for (int taken = 0; taken < 1000; ++taken) {
    REQUIRE(limiter.next() <= start);
    limiter.take(start);
  }
}

}  // namespace
}  // namespace shotlist::tests::rate_limiter_test
