#include "submit/head_start.h"

#include <vector>

#include "support/catch2.h"

namespace shotlist::tests {
namespace {

using namespace std::chrono_literals;

TEST_CASE("the head start is what the slowest of the last syncs took, and not without end") {
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
    submit::HeadStart head_start;
    for (const Duration sync : test.syncs)
      head_start.synced(sync);
    CHECK(head_start.ahead() >= test.least);
    CHECK(head_start.ahead() <= test.most);
  }
}

TEST_CASE("who wakes up late begins earlier, by half a millisecond at most") {
  submit::HeadStart head_start;
  head_start.synced(2ms);
  head_start.woke(100us);
  CHECK(head_start.waking() == 100us);
  CHECK(head_start.ahead() == 2100us);
  head_start.woke(0us);
  CHECK(head_start.waking() > 90us);
  head_start.woke(1s);
  CHECK(head_start.waking() == 500us);
}

TEST_CASE("a stall is forgotten after some hundred syncs") {
  submit::HeadStart head_start;
  head_start.synced(5s);
  for (int i = 0; i < 200; ++i)
    head_start.synced(1ms);
  CHECK(head_start.ahead() == 1ms);
}

}  // namespace
}  // namespace shotlist::tests
