#include "show/progress_line.h"

#include <optional>
#include <string>
#include <vector>

#include "base/display_width.h"
#include "support/catch2.h"
#include "support/shown_text.h"

namespace shotlist::tests::progress_line_test {

using namespace shotlist::show;
using namespace shotlist::submit;
using namespace std::chrono_literals;

namespace {

ProgressFacts halfway() {
  ProgressFacts facts;
  facts.rows = 6;
  facts.done = 3;
  facts.submitted = 3;
  facts.retrying = 1;
  return facts;
}

ProgressPace usual_pace() {
  return {58.9, 3s, {}};
}

}  // namespace

TEST_CASE("the line says how far it is, what became of the rows, how fast, and how long") {
  struct Case {
    ProgressFacts facts;
    ProgressPace pace;
    std::string line;
  };
  const std::vector<Case> cases = {
      {halfway(), usual_pace(), "3/6  submitted 3 · retrying 1 · 58.9/min · ETA 0:03"},
      {{6, 0, 0, 0, 0, 0, 0}, {}, "0/6  submitted 0"},
      {{6, 6, 3, 1, 1, 1, 0}, {}, "6/6  submitted 3 · failed 1 · rejected 1 · in doubt 1"},
      {{9, 1, 1, 0, 0, 0, 4},
       {6.0, 80s, "rate limited: 0:02"},
       "1/9  submitted 1 · retrying 4 · rate limited: 0:02 · 6.0/min · ETA 1:20"},
      {{9, 0, 0, 0, 0, 0, 4},
       {{}, {}, "the server cannot be reached: 1:00:00", 35s},
       "0/9  submitted 0 · retrying 4 · the server cannot be reached: 1:00:00 · nothing got "
       "through "
       "for 0:35"},
      {{9, 1, 1, 0, 0, 0, 0}, {0.1, 3661s, {}}, "1/9  submitted 1 · 0.1/min · ETA 1:01:01"},
      {{9, 1, 1, 0, 0, 0, 0}, {60'000.0, 1ms, {}}, "1/9  submitted 1 · 1000.0/s · ETA 0:01"},
      {{9, 1, 1, 0, 0, 0, 0}, {0.0, 5000h, {}}, "1/9  submitted 1 · 0.0/min"},
      {halfway(),
       {58.9, 3s, {}, {}, {Rate{49, 1s}, {}}},
       "3/6  submitted 3 · retrying 1 · 58.9/min · server takes 49/s · ETA 0:03"},
      {halfway(),
       {{}, {}, {}, {}, {{}, 4}},
       "3/6  submitted 3 · retrying 1 · server takes 4 at a time"},
  };
  for (const Case& c : cases) {
    CHECK(progress_text(c.facts, c.pace, 200, Style()) == c.line);
  }
}

TEST_CASE("a narrow terminal sees less, and the most important words longest") {
  struct Case {
    std::size_t width;
    std::string line;
  };
  const std::vector<Case> cases = {
      {100,
       "[################----------------] 3/6  submitted 3 · retrying 1 · 58.9/min · ETA 0:03"},
      {80, "[#############-------------] 3/6  submitted 3 · retrying 1 · 58.9/min · ETA 0:03"},
      {62, "[####----] 3/6  submitted 3 · retrying 1 · 58.9/min · ETA 0:03"},
      {61, "3/6  submitted 3 · retrying 1 · 58.9/min · ETA 0:03"},
      {40, "3/6  submitted 3 · retrying 1 · ETA 0:03"},
      {30, "3/6  submitted 3 · ETA 0:03"},
      {16, "3/6  submitted 3"},
      {10, "3/6"},
      {2, "3…"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.width);
    CHECK(progress_bar(halfway(), usual_pace(), c.width, Style()) == c.line);
  }
}

TEST_CASE("a wait is among the last words that a narrow terminal loses") {
  ProgressFacts facts{6, 3, 3, 1, 0, 0, 1};
  const ProgressPace pace{58.9, 3s, "rate limited: 0:30", 40s};
  const auto shown = [&](std::size_t width) { return progress_bar(facts, pace, width, Style()); };
  CHECK(shown(60) == "3/6  submitted 3 · failed 1 · rate limited: 0:30 · ETA 0:03");
  CHECK(shown(40) == "3/6  submitted 3 · rate limited: 0:30");
  CHECK(shown(30) == "[#####------] 3/6  submitted 3");
}

TEST_CASE("no line is ever wider than the terminal") {
  ProgressFacts facts{200'000, 123'456, 100'000, 1234, 5678, 9, 77};
  for (std::size_t width = 1; width <= 160; ++width) {
    CAPTURE(width);
    CHECK(display_width(
              progress_bar(facts, {58.9, 7h, "rate limited: 0:30", 40s}, width, Style())) <= width);
  }
}

TEST_CASE("the bar is empty at the start, full at the end, and full where there is nothing to do") {
  const auto bar_of = [](std::size_t done, std::size_t rows) {
    ProgressFacts facts;
    facts.rows = rows;
    facts.done = done;
    const std::string line = progress_bar(facts, {}, 79, Style());
    return line.substr(0, line.find(' '));
  };
  CHECK(bar_of(0, 3) == "[--------------------------------]");
  CHECK(bar_of(1, 3) == "[##########----------------------]");
  CHECK(bar_of(3, 3) == "[################################]");
  CHECK(bar_of(199'999, 200'000) == "[###############################-]");
  CHECK(bar_of(0, 0) == "[################################]");
}

TEST_CASE("colour is used only when asked for, and takes no room") {
  const std::string plain = progress_bar(halfway(), usual_pace(), 80, Style(false));
  const std::string coloured = progress_bar(halfway(), usual_pace(), 80, Style(true));
  CHECK(!contains(plain, "\x1b"));
  CHECK(contains(coloured, "\x1b[32msubmitted 3\x1b[0m"));
}

namespace {

using Reason = Wait::Reason;

const Moment now = Moment(100s);

Date in_shanghai(Date date) {
  return date + 8h;
}

Tally tally_at(const char* date) {
  Tally tally;
  tally.now = now;
  tally.date = *parse_date(date);
  return tally;
}

Wait wait_of(Reason reason, Duration length) {
  return {now + length, reason, {}, {}};
}

}  // namespace

TEST_CASE("each reason to wait has its words") {
  const struct {
    Reason reason;
    std::string live;
    std::string line;
  } cases[] = {
      {Reason::paced, "next request in 0:30", "next request in 0:30, at 17:45:30 (--rate)"},
      {Reason::rate_limited, "rate limited: 0:30",
       "rate limited: next request in 0:30, at 17:45:30"},
      {Reason::overloaded, "the server is overloaded: 0:30",
       "the server is overloaded: next request in 0:30, at 17:45:30"},
      {Reason::too_many_running, "too many tasks are unfinished: 0:30",
       "too many tasks are unfinished: next request in 0:30, at 17:45:30"},
      {Reason::unreachable, "the server cannot be reached: 0:30",
       "the server cannot be reached: next request in 0:30, at 17:45:30"},
      {Reason::announced, "the server has announced its limit: 0:30",
       "the server has announced its limit: next request in 0:30, at 17:45:30"},
      {Reason::model, "sora-2\\x1b[2J is not available: 0:30",
       "sora-2\\x1b[2J is not available: next request in 0:30, at 17:45:30"},
  };
  for (const auto& c : cases) {
    Tally tally = tally_at("2026-03-01T09:45:00.000Z");
    tally.wait = wait_of(c.reason, 30s);
    if (c.reason == Reason::model) tally.wait->model = "sora-2\x1b[2J";
    CHECK(wait_text(*tally.wait, now) == c.live);
    CHECK(standstill_text(tally, ErrorClass::none, in_shanghai) == c.line);
  }
}

TEST_CASE("a standstill is told with its reason and its end, as far as they are known") {
  struct Case {
    const char* date;
    std::optional<Wait> wait;
    std::optional<Duration> fruitless;
    std::optional<Duration> gives_up_in;
    ErrorClass last_failure;
    std::string line;
  };
  const char* const afternoon = "2026-03-01T09:45:00.000Z";
  Wait capped = wait_of(Reason::rate_limited, 1h);
  capped.server_asked = "5:00:00";
  const std::vector<Case> cases = {
      {afternoon,
       wait_of(Reason::overloaded, 29'001ms),
       {},
       {},
       ErrorClass::none,
       "the server is overloaded: next request in 0:30, at 17:45:30"},
      {afternoon,
       capped,
       {},
       {},
       ErrorClass::none,
       "rate limited: next request in 1:00:00, at 18:45:00 (the server asked for 5:00:00)"},
      {"2026-03-01T15:59:59.999Z",
       wait_of(Reason::rate_limited, 1h),
       {},
       {},
       ErrorClass::none,
       "rate limited: next request in 1:00:00, at 2026-03-02 01:00:00"},
      {afternoon, wait_of(Reason::rate_limited, 30s), 5s, 595s, ErrorClass::rate_limited,
       "nothing has got through for 0:05: rate limited, next request in 0:30, at 17:45:30; gives "
       "up "
       "at 17:54:55 (--give-up)"},
      {afternoon, wait_of(Reason::rate_limited, 1s), 4s, 596s, ErrorClass::rate_limited,
       "nothing has got through for 0:04: rate limited; gives up at 17:54:56 (--give-up)"},
      {afternoon,
       wait_of(Reason::paced, 12s),
       5s,
       {},
       ErrorClass::overloaded,
       "nothing has got through for 0:05: overloaded, next request in 0:12, at 17:45:12 (--rate)"},
      {afternoon,
       {},
       5s,
       30h,
       ErrorClass::connect,
       "nothing has got through for 0:05: the server cannot be reached; gives up at 2026-03-02 "
       "23:45:00 (--give-up)"},
      {afternoon, {}, 65s, {}, ErrorClass::none, "nothing has got through for 1:05"},
  };
  for (const Case& c : cases) {
    Tally tally = tally_at(c.date);
    tally.wait = c.wait;
    if (c.fruitless) tally.nothing_accepted_since = now - *c.fruitless;
    if (c.gives_up_in) tally.gives_up_at = now + *c.gives_up_in;
    CHECK(standstill_text(tally, c.last_failure, in_shanghai) == c.line);
  }
}

}  // namespace shotlist::tests::progress_line_test
