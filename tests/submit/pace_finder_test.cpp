#include "submit/pace_finder.h"

#include <cmath>

#include "support/catch2.h"
#include "support/virtual_time.h"

namespace shotlist::tests {
namespace {

using namespace std::chrono_literals;

/// A finder, and a server that answers after a millisecond.
struct Search {
  explicit Search(std::optional<double> most = {}) : finder(most) {}

  /// One request leaves as soon as it may.
  bool leave() {
    now = std::max(now, finder.next());
    left = now;
    rate = finder.rate();
    return finder.take(now);
  }

  void accept() {
    const bool paced = leave();
    now += 1ms;
    finder.accepted(left, paced, waves, now);
    waves = 0;
  }

  void refuse(int times = 1) {
    for (; times > 0; --times) {
      leave();
      now += 1ms;
      finder.refused(rate, now);
      ++waves;
      now += finder.interval();
    }
  }

  /// Accepted at once after each refusal: by chance.
  void refuse_one_in(std::size_t times, int requests) {
    VirtualRandom chance(times);
    for (; requests > 0; --requests) {
      if (chance.below(times) == 0) refuse();
      accept();
    }
  }

  submit::PaceFinder finder;
  Moment now = Moment(1h);
  Moment left;
  double rate = 0;
  int waves = 0;
};

TEST_CASE("a search starts gently and doubles with each answer") {
  Search search;
  CHECK(search.finder.searching());
  double expected = 20;
  for (int i = 0; i < 8; ++i) {
    CHECK(search.finder.rate() == expected);
    CHECK(search.finder.interval() == Duration(std::llround(1e9 / expected)));
    search.accept();
    expected *= 2;
  }
}

TEST_CASE("answers to what left at the old rate do not raise the new one") {
  Search search;
  const Moment first = search.now;
  search.leave();
  search.leave();
  search.finder.accepted(first, true, 0, search.now + 1ms);
  search.finder.accepted(first + 50ms, true, 0, search.now + 1ms);
  CHECK(search.finder.rate() == 40);
}

TEST_CASE("a run that its jobs keep waiting learns nothing about the rate") {
  submit::PaceFinder finder{std::nullopt};
  Moment now = Moment(1h);
  finder.take(now);
  finder.accepted(now, true, 0, now + 5s);
  for (int i = 0; i < 10; ++i) {
    now += 5s;
    const bool paced = finder.take(now);
    CHECK_FALSE(paced);
    finder.accepted(now, paced, 0, now + 5s);
  }
  CHECK(finder.rate() == 40);
}

TEST_CASE("nothing is kept waiting by a rate that was given until it is refused") {
  Search search(50.0);
  for (int i = 0; i < 100; ++i) {
    CHECK(search.finder.next() <= search.now);
    search.accept();
  }
  CHECK_FALSE(search.finder.learning());
  CHECK(search.finder.interval() == Duration::zero());
  CHECK_FALSE(search.finder.learned());
}

TEST_CASE("a refusal takes a tenth away, and the rate that was given is never exceeded again") {
  Search search(50.0);
  for (int i = 0; i < 100; ++i) {
    search.accept();
    search.now += 19ms;
  }
  search.refuse();
  CHECK(std::abs(search.finder.rate() - 45) < 1e-9);
  search.accept();
  double before = search.finder.rate();
  CHECK(before <= 45);
  for (int i = 0; i < 200; ++i) {
    search.accept();
    CHECK(search.finder.rate() >= before);  // it climbs
    CHECK(search.finder.rate() <= 50);
    before = search.finder.rate();
  }
  CHECK_FALSE(search.finder.learning());
}

TEST_CASE("all refusals until something is accepted are one") {
  Search search(50.0);
  search.accept();
  search.refuse();
  const double rate = search.finder.rate();
  search.refuse(3);
  CHECK(search.finder.rate() == rate);
}

TEST_CASE("a refusal among the first few does not end a search, the third does") {
  Search search;
  for (int time = 1; time <= 3; ++time) {
    CAPTURE(time);
    search.accept();
    CHECK(search.finder.searching());
    search.refuse();
  }
  search.accept();
  CHECK_FALSE(search.finder.searching());
}

TEST_CASE("what was accepted over the time it took bounds the rate") {
  Search search(100.0);
  // Of 100 a second the server takes 10: it says so after a second of good will.
  for (int i = 0; i < 100; ++i) {
    search.accept();
    search.now += 99ms;
  }
  search.refuse();
  search.accept();
  CHECK(search.finder.rate() < 10.5);
  CHECK(search.finder.rate() > 9);
}

TEST_CASE("an outage of minutes does not make a server one that allows next to nothing") {
  Search search(100.0);
  search.accept();
  search.refuse(5);
  search.now += 10min;
  search.accept();
  CHECK(search.finder.rate() >= 0.05);
}

TEST_CASE("refusals by chance do not let the rate sink to nothing") {
  for (const std::size_t times : {5U, 12U, 50U}) {
    CAPTURE(times);
    Search search;
    search.refuse_one_in(times, 3000);
    CHECK(search.finder.rate() > 20);
  }
}

TEST_CASE("what the server allows is told after some refusals, and not more than it took") {
  Search search(100.0);
  int taken = 0;
  for (int refusals = 0; refusals < 4; ++refusals) {
    CHECK((refusals < 3) == !search.finder.learned());
    for (int i = 0; i < 60; ++i, ++taken) {
      search.accept();
      search.now += 24ms;  // forty a second
    }
    search.refuse();
    search.accept();
  }
  const auto learned = search.finder.learned();
  REQUIRE(learned);
  CHECK(*learned < 41);
  CHECK(*learned > 30);
}

}  // namespace
}  // namespace shotlist::tests
