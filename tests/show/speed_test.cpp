#include "show/speed.h"

#include <cmath>

#include "support/catch2.h"

namespace shotlist::tests::speed_test {

using namespace shotlist::show;
using namespace std::chrono_literals;

namespace {

const Moment start = Moment(1000s);

double rounded(std::optional<double> value) {
  return value ? std::round(*value * 10) / 10 : -1;
}

}  // namespace

TEST_CASE("there is no speed before two things happened some time apart") {
  Speed speed;
  CHECK(!speed.per_minute(start));
  speed.add(start);
  CHECK(!speed.per_minute(start + 10s));
  speed.add(start + 1ms);
  CHECK(!speed.per_minute(start + 10s));
}

TEST_CASE("one a second is 60 a minute, however long it goes on") {
  for (const int seconds : {1, 5, 59, 61, 600}) {
    Speed speed;
    for (int i = 0; i <= seconds; ++i)
      speed.add(start + i * 1s);
    CAPTURE(seconds);
    CHECK(rounded(speed.per_minute(start + seconds * 1s)) == 60.0);
  }
}

TEST_CASE("a thousand a second are counted exactly within the window") {
  Speed speed;
  for (int i = 0; i <= 120'000; ++i)
    speed.add(start + i * 1ms);
  CHECK(std::abs(*speed.per_minute(start + 120s) - 60'000) < 600);
}

TEST_CASE("only the last minute counts") {
  Speed speed;
  for (int i = 0; i < 1000; ++i)
    speed.add(start + i * 100ms);
  const Moment later = start + 100s;
  for (int i = 0; i <= 70; ++i)
    speed.add(later + i * 1s);
  CHECK(rounded(speed.per_minute(later + 70s)) == 60.0);
}

TEST_CASE("rare events are measured over more than a minute") {
  Speed speed;
  for (int i = 0; i <= 5; ++i)
    speed.add(start + i * 2min);
  CHECK(rounded(speed.per_minute(start + 10min)) == 0.5);
}

TEST_CASE("the speed falls while nothing happens") {
  Speed speed;
  for (int i = 0; i <= 10; ++i)
    speed.add(start + i * 1s);
  CHECK(rounded(speed.per_minute(start + 20s)) == 30.0);
  CHECK(rounded(speed.per_minute(start + 100s)) == 6.0);
}

TEST_CASE("the time left is rows by speed, and bounded where the speed is almost nothing") {
  CHECK(time_for(3, 60) == 3s);
  CHECK(time_for(0, 60) == 0s);
  CHECK(time_for(1'000'000, 0) > 1000h);
}

}  // namespace shotlist::tests::speed_test
