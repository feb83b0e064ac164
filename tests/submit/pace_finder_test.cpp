#include "submit/pace_finder.h"

#include <cmath>

#include "support/catch2.h"
#include "support/virtual_time.h"

namespace shotlist::tests::pace_finder_test {
namespace {

using namespace std::chrono_literals;

/// A finder, and a server that answers after a millisecond.
struct Search {
  explicit Search(std::optional<double> most = {}) : finder(most) {}

  /// One request leaves as soon as it may.
  bool leave() {
    now = std::max({now, finder.next(), left + keep_pace});
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
      finder.count_refusal(rate, now);
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

  /// The first is refused, and each so manyth after it; the others are accepted.
  void refuse_each(std::size_t times, int requests) {
    for (int i = 0; i < requests; ++i)
      i % static_cast<int>(times) == 0 ? refuse() : accept();
    accept();
  }

  submit::PaceFinder finder;
  Duration keep_pace{};  ///< the user's
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
  search.keep_pace = 20ms;
  search.refuse_each(6, 24);  // who takes 42 a second
  for (int i = 0; i < 24; ++i)
    search.accept();  // as a test shows
  double before = search.finder.rate();
  CHECK(before < 42);
  CHECK(before > 35);
  search.refuse();
  CHECK(search.finder.rate() == before * 0.9);
  for (int i = 0; i < 400; ++i) {
    search.accept();
    CHECK(search.finder.rate() <= 50);
    if (i > 0) CHECK(search.finder.rate() >= before);  // it climbs
    before = search.finder.rate();
  }
  CHECK_FALSE(search.finder.learning());
}

TEST_CASE("the rate that was given is kept until four of 24 were refused") {
  const struct {
    int requests;
    std::size_t refused_each;  // the first, and each so manyth after it
    bool is_lowered;
  } cases[] = {{24, 24, false}, {24, 12, false}, {100, 12, false}, {24, 7, true},
               {18, 6, false},  {24, 6, true},   {24, 2, true}};
  for (const auto& test : cases) {
    CAPTURE(test.requests, test.refused_each);
    Search search(20.0);
    search.keep_pace = 50ms;
    search.refuse_each(test.refused_each, test.requests);
    CHECK(search.finder.learning() == test.is_lowered);
  }
}

TEST_CASE("where a lower rate is refused as often, the rate that was given holds again") {
  Search search(20.0);
  search.keep_pace = 50ms;
  search.refuse_each(6, 24);
  REQUIRE(search.finder.learning());
  search.refuse_each(6, 12);
  CHECK_FALSE(search.finder.learning());
  CHECK(search.finder.rate() == 20);
  search.refuse_each(6, 30);  // it is not tried again so soon
  CHECK_FALSE(search.finder.learning());
  for (int i = 0; i < 24 && !search.finder.learning(); ++i)
    search.refuse_each(2, 1);  // but where it is refused far more often
  CHECK(search.finder.learning());
}

TEST_CASE(
    "the test of a lower rate is over sooner, the fewer were refused at the rate that was given") {
  const struct {
    std::size_t refused_each;  // at the rate that was given
    int taken;                 // by the test, before the first refusal
    bool is_chance;
  } cases[] = {{6, 5, true}, {6, 15, true}, {2, 0, true}, {2, 1, true}, {2, 5, false}};
  for (const auto& test : cases) {
    CAPTURE(test.refused_each, test.taken);
    Search search(20.0);
    search.keep_pace = 50ms;
    search.refuse_each(test.refused_each, 24);
    REQUIRE(search.finder.learning());
    const double tested = search.finder.rate();
    for (int i = 0; i < test.taken; ++i)
      search.accept();
    CHECK(search.finder.rate() == tested);  // it does not climb meanwhile
    search.refuse();
    search.accept();
    CHECK(search.finder.learning() == !test.is_chance);
  }
}

TEST_CASE("a server that refuses all of a sudden ends the test") {
  Search search(20.0);
  search.keep_pace = 50ms;
  search.refuse_each(2, 24);
  const double tested = search.finder.rate();
  search.refuse(2);
  CHECK(search.finder.rate() == tested);
  search.refuse(4);
  CHECK(search.finder.rate() < tested);
}

TEST_CASE("the first one at a lower rate does not leave early") {
  Search search(20.0);
  search.keep_pace = 50ms;
  search.refuse_each(2, 24);
  const Moment last = search.left;
  search.leave();
  CHECK(search.left - last >= search.finder.interval());
}

TEST_CASE("a server that takes what it took before is not one that refuses by chance") {
  Search search(20.0);
  search.keep_pace = 50ms;
  search.refuse_each(2, 24);  // it takes ten a second
  for (int time = 0; time < 20; ++time) {
    CAPTURE(time);
    CHECK(search.finder.rate() < 11);
    for (int i = 0; i < 24; ++i)
      search.accept();
    search.refuse();
    search.accept();
  }
}

TEST_CASE("all refusals until something is accepted are one") {
  Search search;
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
  Search search;
  // The server takes 10 a second: it says so after a while of good will.
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
  Search search;
  int taken = 0;
  for (int refusals = 0; refusals < 4; ++refusals) {
    CHECK((refusals < 3) == !search.finder.learned());
    for (int i = 0; i < 60; ++i, ++taken) {
      search.accept();
      search.now += 99ms;  // ten a second
    }
    search.refuse();
    search.accept();
  }
  const auto learned = search.finder.learned();
  REQUIRE(learned);
  CHECK(*learned < 10.5);
  CHECK(*learned > 8);
}

}  // namespace
}  // namespace shotlist::tests::pace_finder_test
