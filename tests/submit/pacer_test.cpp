#include "submit/pacer.h"

#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::pacer_test {
namespace {

using namespace std::chrono_literals;

const Pace none;

Outcome with(Verdict verdict, ErrorClass why, int status) {
  Outcome outcome;
  outcome.verdict = verdict;
  outcome.error_class = why;
  outcome.http_status = status;
  return outcome;
}

Outcome accepted() {
  return with(Verdict::accepted, ErrorClass::none, 200);
}

Outcome busy(std::optional<Duration> retry_after = {}) {
  Outcome outcome = with(Verdict::busy, ErrorClass::rate_limited, 429);
  outcome.retry_after = retry_after;
  return outcome;
}

api::RateAdvice left(std::int64_t remaining, Duration reset) {
  api::RateAdvice advice;
  advice.remaining = remaining;
  advice.reset = reset;
  return advice;
}

/// A pacer and its moment.
struct Line {
  explicit Line(const Pace& pace, std::int64_t burst = 1) : pacer(pace, burst) {}

  submit::Permit leave() {
    REQUIRE(pacer.next() < Moment::max());
    now = std::max(now, pacer.next());
    return pacer.take(now);
  }

  bool settle(const submit::Permit& pass, const Outcome& outcome,
              const api::RateAdvice& advice = {}) {
    now += 1ms;
    return pacer.settled(outcome, advice, pass, now, 0);
  }

  submit::Pacer pacer;
  Moment now = Moment(1h);
};

TEST_CASE("ten may be in flight before anything was answered, and more after") {
  Line line(none);
  std::vector<submit::Permit> passes;
  for (int i = 0; i < 10; ++i)
    passes.push_back(line.leave());
  CHECK(line.pacer.next() == Moment::max());
  CHECK(line.now - passes.front().at == 9 * 50ms);
  CHECK_FALSE(line.settle(passes.front(), accepted()));
  CHECK(line.pacer.next() < Moment::max());
}

TEST_CASE("the rate and the burst of the user hold from the start") {
  Line line({Rate{10, 1s}}, 3);
  const Moment began = line.now;
  for (int i = 0; i < 43; ++i)
    line.settle(line.leave(), accepted());
  CHECK(line.now - began >= 4s);
  CHECK(line.now - began < 4s + 50ms);
}

TEST_CASE("a refusal holds everybody for as long as the server asked, else shortly") {
  Line told(none);
  CHECK(told.settle(told.leave(), busy(30s)));
  CHECK(told.pacer.held_until() == told.now + 30s);
  CHECK(told.pacer.next() >= told.now + 30s);

  Line line(none);
  for (int i = 0; i < 5; ++i)
    line.settle(line.leave(), accepted());
  CHECK(line.settle(line.leave(), busy()));
  CHECK(line.pacer.held_until() > line.now);
  CHECK(line.pacer.held_until() < line.now + 1s);
}

TEST_CASE("refusals in a row hold the line for longer and longer, for a minute at most") {
  Line line(none);
  line.settle(line.leave(), accepted());
  Duration before{};
  for (int i = 0; i < 20; ++i) {
    line.settle(line.leave(), busy());
    const Duration hold = line.pacer.held_until() - line.now;
    CHECK(hold >= before);
    CHECK(hold <= 1min);
    before = hold;
  }
  CHECK(before == 1min);
}

TEST_CASE("after a refusal in a search one goes to see whether the wait is over") {
  Line line(none);
  line.settle(line.leave(), accepted());
  line.settle(line.leave(), busy());
  const submit::Permit scout = line.leave();
  CHECK(line.pacer.next() == line.now + 10s);  // or nobody would go if it were lost
  line.settle(scout, accepted());
  CHECK(line.pacer.next() < line.now + 1s);
}

TEST_CASE(
    "at the user's rate three refusals in a row may be chance, after the fourth one goes alone") {
  Line line({Rate{1000, 1s}});
  for (int wave = 1; wave <= 4; ++wave) {
    CAPTURE(wave);
    line.settle(line.leave(), busy());
    line.leave();  // its answer takes long
    CHECK((line.pacer.next() == line.now + 10s) == (wave > 3));
  }
}

TEST_CASE("a row refused by chance lets five others go first, else it waits a second") {
  Line line({Rate{20, 1s}});
  for (int i = 0; i < 5; ++i)
    line.settle(line.leave(), accepted());
  line.settle(line.leave(), busy());
  CHECK(line.pacer.shortest_row_wait() == Duration(250ms));
  for (int i = 0; i < 3; ++i)
    line.settle(line.leave(), busy());
  CHECK(line.pacer.shortest_row_wait() == Duration(1s));  // too many in a row
  line.settle(line.leave(), accepted());
  CHECK(line.pacer.shortest_row_wait() == Duration(250ms));
  for (int i = 0; i < 10; ++i) {
    for (int refused = 0; refused < 3; ++refused)
      line.settle(line.leave(), busy());
    line.settle(line.leave(), accepted());
  }
  CHECK(line.pacer.shortest_row_wait() == Duration(1s));  // too many in all
  CHECK(Line(none).pacer.shortest_row_wait() == Duration(1s));
  CHECK(Line({Rate{1, 1min}}).pacer.shortest_row_wait() == Duration(1s));
}

TEST_CASE("whoever is refused for what it asks was let in") {
  for (const Outcome& outcome : {accepted(), with(Verdict::refused, ErrorClass::moderation, 400)}) {
    Line line(none);
    line.settle(line.leave(), accepted());
    line.settle(line.leave(), busy());
    line.settle(line.leave(), busy());
    line.settle(line.leave(), busy());
    REQUIRE(line.pacer.fresh_rows_first());
    line.settle(line.leave(), outcome);
    CHECK_FALSE(line.pacer.fresh_rows_first());
  }
}

TEST_CASE("a model without a channel says nothing about the pace") {
  Line line(none);
  line.settle(line.leave(), accepted());
  line.settle(line.leave(), with(Verdict::busy, ErrorClass::no_channel, 503));
  line.settle(line.leave(), accepted());
  CHECK(line.pacer.learning());
  CHECK(line.leave().rate >= 40);
}

TEST_CASE("where the server says that none are left nobody leaves until there are more") {
  Line line({Rate{1000, 1s}});
  line.settle(line.leave(), accepted(), left(2, 20s));
  line.leave();
  line.leave();
  CHECK(line.pacer.next() >= line.now + 19s);
  CHECK(line.pacer.held_until() >= line.now + 19s);
}

TEST_CASE("what left before the server had counted it is counted against what is left") {
  Line line({Rate{1000, 1s}}, 100);
  const submit::Permit first = line.leave();
  line.leave();
  line.leave();
  line.settle(first, accepted(), left(3, 20s));
  line.leave();
  CHECK(line.pacer.next() >= line.now + 19s);
}

TEST_CASE("a quota of the day is looked at again after five minutes") {
  Line line({Rate{1000, 1s}});
  line.settle(line.leave(), accepted(), left(0, 24h));
  CHECK(line.pacer.next() == line.now + 5min);
}

TEST_CASE("headers that are proved wrong are not believed any more") {
  Line line({Rate{1000, 1s}});
  line.settle(line.leave(), accepted(), left(0, 20s));
  line.settle(line.leave(), accepted(), left(0, 20s));
  CHECK(line.pacer.next() < line.now + 1s);
}

TEST_CASE("a limit that the server tells is what it allows, where it is less than the user's") {
  const struct {
    Pace pace;
    bool told;
  } cases[] = {{none, true}, {{Rate{100, 1min}}, true}, {{Rate{50, 1min}}, false}};
  for (const auto& test : cases) {
    CAPTURE(to_text(test.pace));
    Line line(test.pace);
    api::RateAdvice advice = left(50, 20s);
    advice.limit = Rate{60, 1min};
    line.settle(line.leave(), accepted(), advice);
    CHECK((line.pacer.learned().rate == (test.told ? advice.limit : std::nullopt)));
  }
}

TEST_CASE("too many in flight is learned as that, and holds nobody for a time") {
  Line line(none);
  for (int refusals = 0; refusals < 3; ++refusals) {  // which end the search
    line.settle(line.leave(), accepted());
    line.settle(line.leave(), busy());
  }
  line.settle(line.leave(), accepted());
  for (int time = 1; time <= 3; ++time) {
    std::vector<submit::Permit> passes;
    while (passes.size() < 6 && line.pacer.next() < Moment::max())
      passes.push_back(line.leave());
    for (std::size_t i = 0; i < passes.size(); ++i) {
      const bool fits = i < 4;
      CHECK_FALSE(line.settle(passes[i], fits ? accepted() : busy()));
    }
    if (passes.size() < 6) break;
  }
  CHECK(line.pacer.held_until() <= line.now);
}

TEST_CASE("a copy rehearses and changes nothing") {
  Line line({Rate{2, 1s}});
  const Moment next = line.pacer.next();
  submit::Pacer rehearsal = line.pacer;
  rehearsal.take(line.now);
  CHECK(rehearsal.next() == line.now + 500ms);
  CHECK(line.pacer.next() == next);
}

TEST_CASE("a wait has a reason and an end, and there is none while an answer must come first") {
  submit::Pacer pacer(Pace{}, 1);
  Moment now(1h);
  CHECK_FALSE(pacer.wait(now));
  Outcome refused;
  refused.verdict = Verdict::busy;
  refused.error_class = ErrorClass::rate_limited;
  refused.http_status = 429;
  refused.retry_after = 30s;
  refused.asked_to_wait = 5h;
  pacer.settled(refused, {}, pacer.take(now), now, 0);
  const auto wait = pacer.wait(now);
  REQUIRE(wait);
  CHECK(wait->until == now + 30s);
  CHECK(wait->reason == submit::Wait::Reason::rate_limited);
  CHECK(wait->server_asked == "5:00:00");

  now += 30s;
  pacer.take(now);  // one goes to see whether the wait is over
  CHECK(pacer.next() > now);
  CHECK_FALSE(pacer.wait(now));
}

}  // namespace
}  // namespace shotlist::tests::pacer_test
