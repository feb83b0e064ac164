#include "submit/lead_time.h"

#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::lead_time_test {
namespace {

using namespace std::chrono_literals;

TEST_CASE("the lead time is what the slowest of the last syncs took, and not without end") {
  const struct {
    const char* what;
    std::vector<Duration> syncs;
    Duration least;
    Duration most;
  } cases[] = {
      {"no sync yet", {}, 0ms, 0ms},
      {"one sync", {2ms}, 2ms, 2ms},
      {"a slower one", {2ms, 5ms}, 5ms, 5ms},
      {"faster ones after a slow one", {8ms, 1ms, 1ms}, 7ms, 8ms},
      {"a disk that stalls", {5s}, 20ms, 20ms},
  };
  for (const auto& test : cases) {
    INFO(test.what);
    submit::LeadTime lead_time;
    for (const Duration sync : test.syncs)
      lead_time.synced(sync);
    CHECK(lead_time.ahead() >= test.least);
    CHECK(lead_time.ahead() <= test.most);
  }
}

TEST_CASE("who wakes up late begins earlier, by half a millisecond at most") {
  submit::LeadTime lead_time;
  lead_time.synced(2ms);
  lead_time.woke(100us);
  CHECK(lead_time.waking() == 100us);
  CHECK(lead_time.ahead() == 2100us);
  lead_time.woke(0us);
  CHECK(lead_time.waking() > 90us);
  lead_time.woke(1s);
  CHECK(lead_time.waking() == 500us);
}

TEST_CASE("a stall is forgotten after some hundred syncs") {
  submit::LeadTime lead_time;
  lead_time.synced(5s);
  for (int i = 0; i < 200; ++i)
    lead_time.synced(1ms);
  CHECK(lead_time.ahead() == 1ms);
}

}  // namespace
}  // namespace shotlist::tests::lead_time_test
