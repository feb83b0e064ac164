#include "sandbox/rate_gate.h"

#include "support/catch2.h"

namespace shotlist::tests::rate_gate_test {

using namespace shotlist::sandbox;
using namespace std::chrono_literals;

namespace {

Moment after(Duration time) {
  return Moment(1h + time);
}

int admitted(RateGate& gate, Moment now, int callers) {
  int count = 0;
  for (int i = 0; i < callers; ++i)
    count += gate.admits(now) ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE("without a limit everyone is admitted") {
  RateGate gate{Pace{}};
  CHECK(admitted(gate, after(0s), 1'000) == 1'000);
}

TEST_CASE("one period's worth may come at once, then one each interval") {
  RateGate gate{Pace{Rate{4, 2s}}};
  CHECK(admitted(gate, after(0s), 10) == 4);
  CHECK(admitted(gate, after(499ms), 10) == 0);
  CHECK(admitted(gate, after(500ms), 10) == 1);
  CHECK(admitted(gate, after(1500ms), 10) == 2);
  CHECK(admitted(gate, after(1min), 10) == 4);
}

TEST_CASE("who is turned away takes no token") {
  RateGate gate{Pace{Rate{1, 1s}}};
  CHECK(admitted(gate, after(0s), 100) == 1);
  CHECK(admitted(gate, after(1s), 100) == 1);
}

TEST_CASE("an even pace at the limit is never turned away") {
  RateGate gate{Pace{Rate{7, 1s}}};
  const Duration interval = Rate{7, 1s}.interval();
  for (int i = 0; i < 1'000; ++i)
    REQUIRE(gate.admits(after(interval * i)));
}

}  // namespace shotlist::tests::rate_gate_test
