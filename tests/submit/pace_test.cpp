// The pace of whole runs on virtual time: as fast as allowed, and never faster.

#include <cstddef>
#include <string>
#include <vector>

#include "support/catch2.h"
#include "support/virtual_run.h"

namespace shotlist::tests::pace_test {
namespace {

using namespace std::chrono_literals;

double seconds(Duration duration) {
  return std::chrono::duration<double>(duration).count();
}

/// The most departures that any window of `length` saw.
std::size_t most_within(const VirtualHouse& house, Duration length) {
  const auto& sent = house.server.arrivals();
  std::size_t most = 0;
  for (std::size_t first = 0; first < sent.size(); ++first) {
    std::size_t last = first;
    while (last < sent.size() && sent[last].at - sent[first].at <= length)
      ++last;
    most = std::max(most, last - first);
  }
  return most;
}

TEST_CASE("a run under a rate ends within one percent of the ideal") {
  const struct {
    Rate rate;
    std::int64_t burst;
    std::int64_t jobs;
    Duration latency;
  } cases[] = {
      {{2, 1s}, 1, 4, 300ms},   {{60, 1min}, 1, 4, 2s},     {{5, 15s}, 5, 8, 10s},
      {{50, 1s}, 1, 16, 250ms}, {{1000, 1h}, 10, 2, 500ms},
  };
  for (const auto& test : cases) {
    CAPTURE(to_text(Pace{test.rate}), test.burst, test.jobs);
    VirtualHouse house(sample_requests(200), always({accepts(test.latency)}));
    house.settings = {{test.rate}, test.burst, test.jobs, 5, {}};
    const Moment began = house.clock.now();
    const RunReport report = house.run();
    const double ideal = static_cast<double>(200 - test.burst) * seconds(test.rate.interval()) +
                         seconds(test.latency);
    CHECK(house.counts().submitted == 200);
    CHECK(seconds(house.clock.now() - began) <= ideal * 1.01);
    CHECK(seconds(house.clock.now() - began) >= ideal * 0.999);
    CHECK(report.most_in_flight <= static_cast<std::size_t>(test.jobs));
  }
}

TEST_CASE("a run without a rate is as fast as its jobs") {
  VirtualHouse house(sample_requests(100), always({accepts(3s)}));
  house.settings.jobs = 7;
  const Moment began = house.clock.now();
  const RunReport report = house.run();
  CHECK(house.clock.now() - began <= 15 * 3s + 350ms);
  CHECK(report.most_in_flight == 7);
}

TEST_CASE("retries leave under the same limit as first tries") {
  VirtualHouse house(sample_requests(40),
                     always({unreachable(), rate_limited(1), overloaded(), accepts()}));
  house.settings = {{Rate{2, 1s}}, 3, 16, 9, {}, 24h};
  house.run();
  CHECK(house.counts().submitted == 40);
  CHECK(house.server.arrivals().size() == 160);
  for (const Duration window : {Duration(0), Duration(1s), Duration(5s), Duration(30s)}) {
    CAPTURE(seconds(window));
    CHECK(most_within(house, window) <= 2 * static_cast<std::size_t>(seconds(window)) + 3);
  }
}

TEST_CASE("a disk that takes its time takes nothing from the pace") {
  for (const Duration sync : {Duration(500us), Duration(3ms), Duration(8ms)}) {
    CAPTURE(sync.count());
    VirtualHouse house(sample_requests(300), always({accepts(250ms)}));
    house.settings = {{Rate{50, 1s}}, 1, 64, 5, {}};
    house.on_sync = [&] { house.clock.advance(sync); };
    const Moment began = house.clock.now();
    house.run();
    const auto& sent = house.server.arrivals();
    REQUIRE(sent.size() == 300);
    CHECK(seconds(sent.back().at - sent.front().at) <= 299 * 0.020 * 1.01);
    CHECK(seconds(house.clock.now() - began) <= 299 * 0.020 * 1.01 + 0.250 + 0.100);
    for (std::size_t i = 1; i < sent.size(); ++i)
      CHECK(sent[i].at - sent[i - 1].at >= 20ms);
  }
}

TEST_CASE("a disk that stalls does not let requests leave closer than the rate allows") {
  VirtualHouse house(sample_requests(50), always({accepts(200ms)}));
  house.settings = {{Rate{10, 1s}}, 1, 8, 5, {}};
  VirtualRandom random(7);
  house.on_sync = [&] {
    house.clock.advance(random.below(5) == 0 ? Duration(900ms) : Duration(1ms));
  };
  house.run();
  CHECK(house.counts().submitted == 50);
  CHECK(most_within(house, 99ms) == 1);
  CHECK(most_within(house, 1s) <= 11);
}

TEST_CASE("the time a sync takes is not waited for once more") {
  VirtualHouse house(sample_requests(100), always({accepts(50ms)}));
  house.settings = {{Rate{1, 1s}}, 1, 4, 5, {}};
  house.on_sync = [&] { house.clock.advance(20ms); };
  const Moment began = house.clock.now();
  house.run();
  // Each request leaves one interval and one sync after the one before.
  CHECK(house.clock.now() - began < 100 * (1s + 20ms) + 100ms);
}

}  // namespace
}  // namespace shotlist::tests::pace_test
