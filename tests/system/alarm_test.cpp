#include "system/alarm.h"

#include <poll.h>

#include "support/catch2.h"

using namespace shotlist;
using namespace std::chrono_literals;

namespace {

bool rings(const Alarm& alarm, int patience_ms) {
  pollfd watched{alarm.descriptor(), POLLIN, 0};
  return ::poll(&watched, 1, patience_ms) == 1;
}

}  // namespace

TEST_CASE("an alarm rings when its time has come, however short, and goes on until it is set") {
  Alarm alarm;
  CHECK_FALSE(rings(alarm, 0));
  for (const Duration wait : {Duration(-1s), Duration(0), Duration(1ns), Duration(300us)}) {
    alarm.set(wait);
    CHECK(rings(alarm, 10'000));
    CHECK(rings(alarm, 0));
  }
}

TEST_CASE("an alarm that is set anew forgets what it was set to before") {
  Alarm alarm;
  alarm.set(1ns);
  CHECK(rings(alarm, 10'000));
  alarm.set(1h + 1ns);
  CHECK_FALSE(rings(alarm, 0));
}
