#include "show/progress.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/display_width.h"
#include "support/catch2.h"
#include "support/recording_terminal.h"
#include "support/shown_text.h"

namespace shotlist::tests::progress_test {

using namespace shotlist::show;
using namespace shotlist::submit;
using namespace std::chrono_literals;

namespace {

const Moment start = Moment(100s);
constexpr auto rate_limited = Wait::Reason::rate_limited;
constexpr auto overloaded = Wait::Reason::overloaded;
constexpr auto paced = Wait::Reason::paced;

Date in_utc(Date date) {
  return date;
}

Request request_named(const std::string& id) {
  Request request;
  request.id = id;
  return request;
}

Outcome outcome_of(Status status) {
  Outcome outcome;
  outcome.status = status;
  return outcome;
}

/// A run of rows on virtual time, as the loop would tell of it.
struct Run {
  explicit Run(ProgressMode mode, Style style = Style()) : progress(terminal, mode, style, in_utc) {
    tally.counts.not_sent = 6;
    tally.to_send = 6;
    tally.now = start;
  }

  Moment turn_at(Duration since_start) {
    tally.now = start + since_start;
    tally.date = *parse_date("2026-03-01T14:05:00.000Z") + rounded_to_ms(since_start);
    if (tally.wait && tally.wait->until <= tally.now) tally.wait.reset();
    return progress.turn(tally);
  }

  void wait_until(Duration since_start, Wait::Reason reason) {
    tally.wait = Wait{start + since_start, reason, {}, {}};
  }

  /// The turns that the loop would make in which nothing happens, up to `end`: when which line was
  /// written.
  std::vector<std::string> lines_until(Duration end) {
    std::vector<std::string> lines;
    for (Moment next = tally.now; next <= start + end;) {
      next = turn_at(next - start);
      std::string text = terminal.take();
      if (!text.empty()) {
        text.pop_back();
        lines.push_back(to_text(tally.now - start) + " " + text);
      }
      if (next <= tally.now) break;  // would never end
    }
    return lines;
  }

  /// A try that failed and will be repeated.
  void fail(ErrorClass why) {
    Outcome outcome = outcome_of(Status::failed);
    outcome.error_class = why;
    progress.settled({request_named("x"), 1}, outcome, true);
  }

  void settle(Status status) {
    progress.settled({request_named("x"), 1}, outcome_of(status), false);
    --tally.counts.not_sent;
    tally.counts.add(status);
    --tally.to_send;
  }

  std::string screen() const { return screen_of(terminal.written()); }

  RecordingTerminal terminal;
  Progress progress;
  Tally tally;
};

}  // namespace

TEST_CASE("the bar is drawn in place") {
  Run run(ProgressMode::bar);
  CHECK(run.turn_at(0s) == start + 1s);
  CHECK(run.screen() == "[--------------------------------] 0/6  submitted 0");
  for (int i = 1; i <= 3; ++i) {
    run.settle(Status::submitted);
    run.tally.retrying = 1;
    run.turn_at(i * 1s);
  }
  CHECK(run.screen() ==
        "[###########------------] 3/6  submitted 3 · retrying 1 · 60.0/min · ETA 0:03");
  CHECK(run.terminal.written().find('\n') == std::string::npos);
  run.progress.finish();
  CHECK(run.screen().empty());
}

TEST_CASE("the line says what the server takes as soon as that is known") {
  Run run(ProgressMode::bar);
  run.turn_at(0s);
  CHECK_FALSE(contains(run.screen(), "server takes"));
  run.tally.learned.rate = Rate{49, 1s};
  run.turn_at(1s);
  CHECK(contains(run.screen(), "server takes 49/s"));
}

TEST_CASE("a run that refusals made slower says so, once for each halving") {
  Run run(ProgressMode::plain);
  const auto settle_refused = [&run] {
    Outcome refused;
    refused.error_class = ErrorClass::rate_limited;
    run.progress.settled({request_named("a"), 1}, refused, true);
  };
  settle_refused();
  run.tally.slowed_to = Rate{15, 1s};
  run.turn_at(0s);
  run.turn_at(1900ms);
  run.tally.slowed_to.reset();  // a moment's caution
  run.turn_at(2s);
  run.tally.slowed_to = Rate{8, 1s};
  run.turn_at(3s);
  CHECK(run.terminal.take().empty());
  run.turn_at(5s);
  CHECK(run.terminal.take() == "slowed to 8/s by 429 answers\n");
  run.tally.slowed_to = Rate{5, 1s};
  run.turn_at(6s);
  CHECK(run.terminal.take().empty());
  run.tally.slowed_to = Rate{4, 1min};
  run.turn_at(7s);
  CHECK(run.terminal.take() == "slowed to 4/min by 429 answers\n");
}

TEST_CASE("the bar is drawn at most ten times a second, and the last state is never forgotten") {
  Run run(ProgressMode::bar);
  run.turn_at(0ms);
  run.settle(Status::submitted);
  CHECK(run.turn_at(50ms) == start + 100ms);
  CHECK(run.terminal.writes.size() == 1);
  CHECK(run.turn_at(100ms) == start + 1100ms);
  CHECK(contains(run.screen(), "1/6  submitted 1"));
  for (int ms = 101; ms < 1000; ++ms)
    run.turn_at(ms * 1ms);
  CHECK(run.terminal.writes.size() <= 11);
}

TEST_CASE("a bar that would say the same is not drawn again") {
  Run run(ProgressMode::bar);
  for (int i = 0; i < 5; ++i)
    CHECK(run.turn_at(i * 1s) == start + i * 1s + 1s);
  CHECK(run.terminal.writes.size() == 1);
}

TEST_CASE("nothing is woken up for when nothing is under way") {
  Run run(ProgressMode::bar);
  run.tally.to_send = 0;
  CHECK(run.turn_at(0s) == Moment::max());
  run.tally.in_flight = 1;
  CHECK(run.turn_at(1s) == start + 2s);
}

TEST_CASE("the bar never fills the last column, whatever the width becomes") {
  for (const std::size_t columns : {0U, 1U, 2U, 20U, 40U, 60U, 80U, 200U}) {
    Run run(ProgressMode::bar);
    run.terminal.columns = columns;
    run.turn_at(0s);
    CAPTURE(columns);
    CHECK(display_width(run.screen()) < std::max<std::size_t>(columns, 2));
  }
}

TEST_CASE("a message takes the place of the bar, which comes back below it") {
  Run run(ProgressMode::bar);
  run.turn_at(0s);
  run.wait_until(3s, rate_limited);
  run.turn_at(10ms);
  CHECK(run.screen() ==
        "rate limited: next request in 0:03, at 14:05:03\n"
        "[--------------------------------] 0/6  submitted 0 · rate limited: 0:03");
  run.progress.stopping("interrupted\x1b[2J; press Ctrl-C again to leave at once");
  run.turn_at(20ms);
  CHECK(run.screen() ==
        "rate limited: next request in 0:03, at 14:05:03\n"
        "stopping: interrupted\\x1b[2J; press Ctrl-C again to leave at once\n"
        "[--------------------------------] 0/6  submitted 0");
}

TEST_CASE("a wait of two seconds is not worth a line, and a longer one is") {
  Run run(ProgressMode::plain);
  run.wait_until(2s, rate_limited);
  run.turn_at(0s);
  CHECK(run.terminal.written().empty());
  run.wait_until(2s + 1ms, rate_limited);
  run.turn_at(0s);
  CHECK(run.terminal.written() == "rate limited: next request in 0:03, at 14:05:03\n");
}

TEST_CASE("a wait is told again every ten seconds, with what is left of it") {
  Run run(ProgressMode::plain);
  run.wait_until(30s, rate_limited);
  CHECK(run.lines_until(60s) ==
        std::vector<std::string>{"0ms rate limited: next request in 0:30, at 14:05:30",
                                 "10s rate limited: next request in 0:20, at 14:05:30",
                                 "20s rate limited: next request in 0:10, at 14:05:30"});
}

TEST_CASE("beside the bar a wait is told once, and the bar counts down") {
  Run run(ProgressMode::bar);
  run.wait_until(30s, rate_limited);
  const std::string line = "rate limited: next request in 0:30, at 14:05:30\n";
  const std::string bar = "[--------------------------------] 0/6  submitted 0";
  for (int second = 0; second <= 27; ++second)
    run.turn_at(second * 1s);
  CHECK(run.screen() == line + bar + " · rate limited: 0:03");
  run.turn_at(30s);
  CHECK(run.screen() == line + bar);
}

TEST_CASE("waits of one reason that follow each other are told once in ten seconds") {
  for (const ProgressMode mode : {ProgressMode::plain, ProgressMode::bar}) {
    Run run(mode);
    for (int second = 0; second < 12; ++second) {
      // A crowd of refusals, each with its own wait, and another reason between.
      run.wait_until(second * 1s + 3s, second == 5 ? overloaded : rate_limited);
      run.turn_at(second * 1s);
    }
    const std::string said = run.screen();
    CHECK(
        said.starts_with("rate limited: next request in 0:03, at 14:05:03\n"
                         "the server is overloaded: next request in 0:03, at 14:05:08\n"
                         "rate limited: next request in 0:03, at 14:05:13\n"));
    CHECK(std::count(said.begin(), said.end(), '\n') == 3);
  }
}

TEST_CASE("the user's own pace is told by the usual line, at least every ten seconds") {
  Run run(ProgressMode::plain);
  run.wait_until(1h, paced);
  CHECK(run.lines_until(25s) ==
        std::vector<std::string>{"10s 0/6  submitted 0 · next request in 59:50",
                                 "20s 0/6  submitted 0 · next request in 59:40"});
  Run bar(ProgressMode::bar);
  bar.wait_until(1h, paced);
  bar.turn_at(0s);
  CHECK(bar.screen() ==
        "[--------------------------------] 0/6  submitted 0 · next request in 1:00:00");
}

TEST_CASE("a run in which nothing gets through says so within five seconds") {
  Run run(ProgressMode::plain);
  run.turn_at(0s);
  run.fail(ErrorClass::overloaded);
  run.tally.nothing_accepted_since = start;
  run.tally.gives_up_at = start + 10min;
  CHECK(run.lines_until(25s) ==
        std::vector<std::string>{
            "4s nothing has got through for 0:04: overloaded; gives up at 14:15:00 (--give-up)",
            "14s nothing has got through for 0:14: overloaded; gives up at 14:15:00 (--give-up)",
            "24s nothing has got through for 0:24: overloaded; gives up at 14:15:00 (--give-up)"});
}

TEST_CASE("a wait and that nothing gets through are one line") {
  Run run(ProgressMode::plain);
  run.fail(ErrorClass::rate_limited);
  run.tally.nothing_accepted_since = start;
  run.wait_until(1h, rate_limited);
  const std::string end = ", at 15:05:00";
  CHECK(run.lines_until(20s) ==
        std::vector<std::string>{
            "0ms rate limited: next request in 1:00:00" + end,
            "4s nothing has got through for 0:04: rate limited, next request in 59:56" + end,
            "14s nothing has got through for 0:14: rate limited, next request in 59:46" + end});
}

TEST_CASE("each time that nothing gets through is told, and no other") {
  Run run(ProgressMode::bar);
  const auto told = [&run] {
    const std::string said = run.screen();
    return std::count(said.begin(), said.end(), '\n');
  };
  run.fail(ErrorClass::connect);
  run.tally.nothing_accepted_since = start;
  for (int second = 0; second < 30; ++second)
    run.turn_at(second * 1s);
  CHECK(told() == 1);  // the bar says it all the while
  CHECK(contains(run.screen(), "nothing got through for 0:29"));
  run.tally.nothing_accepted_since.reset();
  run.turn_at(30s);
  CHECK_FALSE(contains(run.screen(), "nothing got through"));
  run.tally.nothing_accepted_since = start;  // a row was out meanwhile
  run.turn_at(31s);
  CHECK(told() == 1);
  run.tally.nothing_accepted_since = start + 31s;  // one was accepted
  run.turn_at(34s);
  CHECK(told() == 1);
  run.turn_at(35s);
  CHECK(told() == 2);
}

TEST_CASE("nothing is told of waits once the run is stopping") {
  Run run(ProgressMode::plain);
  run.progress.stopping("interrupted");
  run.wait_until(1h, rate_limited);
  run.tally.nothing_accepted_since = start;
  run.turn_at(0s);
  run.turn_at(60s);
  CHECK(run.terminal.written() == "stopping: interrupted\n");
}

TEST_CASE("a terminal that takes nothing loses frames and no message") {
  Run run(ProgressMode::bar);
  run.turn_at(0s);
  run.terminal.takes = false;
  run.settle(Status::submitted);
  run.turn_at(1s);
  run.wait_until(60s, rate_limited);
  run.turn_at(2s);
  run.settle(Status::submitted);
  run.turn_at(3s);
  CHECK(run.screen() == "[--------------------------------] 0/6  submitted 0");
  run.terminal.takes = true;
  run.turn_at(4s);
  CHECK(run.screen() ==
        "rate limited: next request in 0:58, at 14:06:00\n"
        "[#####----------] 2/6  submitted 2 · rate limited: 0:56 · 20.0/min · ETA 0:12");
  run.terminal.takes = false;
  run.progress.stopping("interrupted");
  run.progress.finish();  // waits for the terminal
  CHECK(run.screen() ==
        "rate limited: next request in 0:58, at 14:06:00\n"
        "stopping: interrupted\n");
}

TEST_CASE("a bar that was dropped is drawn again though it says the same") {
  Run run(ProgressMode::bar);
  run.terminal.takes = false;
  CHECK(run.turn_at(0s) == start + 1s);
  run.terminal.takes = true;
  run.turn_at(1s);
  CHECK(run.screen() == "[--------------------------------] 0/6  submitted 0");
}

TEST_CASE("an answer that could not be recorded does not wait behind a terminal") {
  Run run(ProgressMode::none);
  run.terminal.takes = false;
  run.progress.unrecorded({request_named("market")}, outcome_of(Status::submitted));
  CHECK(run.screen() == "NOT RECORDED, keep this: the answer to market, which is submitted\n");
}

TEST_CASE("plain progress is a whole line every five seconds, if something changed") {
  Run run(ProgressMode::plain);
  CHECK(run.turn_at(0s) == start + 5s);
  run.settle(Status::submitted);
  run.turn_at(1s);
  run.settle(Status::rejected);
  CHECK(run.turn_at(3s) == start + 5s);
  CHECK(run.terminal.written().empty());
  CHECK(run.turn_at(5s) == start + 10s);
  CHECK(run.terminal.take() == "2/6  submitted 1 · rejected 1 · 15.0/min · ETA 0:16\n");
  run.turn_at(10s);
  CHECK(run.terminal.written().empty());
  run.settle(Status::in_doubt);
  run.turn_at(11s);
  run.progress.finish();
  CHECK(run.terminal.take() ==
        "3/6  submitted 1 · rejected 1 · in doubt 1 · 12.0/min · ETA 0:15\n");
  run.progress.finish();
  CHECK(run.terminal.written().empty());
}

TEST_CASE("a run in which nothing happened says nothing") {
  for (const ProgressMode mode : {ProgressMode::plain, ProgressMode::none}) {
    Run run(mode);
    run.turn_at(0s);
    run.turn_at(60s);
    run.progress.finish();
    CHECK(run.terminal.written().empty());
  }
  Run never_turned(ProgressMode::plain);
  never_turned.progress.finish();
  CHECK(never_turned.terminal.written().empty());
}

TEST_CASE("rows that failed before count as done only once they are tried again") {
  Run run(ProgressMode::bar);
  run.tally.counts = Counts();
  run.tally.counts.failed = 2;
  run.tally.counts.submitted = 3;
  run.tally.to_send = 2;
  run.turn_at(0s);
  CHECK(contains(run.screen(), "3/5  submitted 3"));
  CHECK(!contains(run.screen(), "failed"));
  run.progress.settled({request_named("x"), 1}, outcome_of(Status::failed), true);
  run.turn_at(1s);
  CHECK(!contains(run.screen(), "failed"));
  run.progress.settled({request_named("x"), 2}, outcome_of(Status::failed), false);
  run.tally.to_send = 1;
  run.turn_at(2s);
  CHECK(contains(run.screen(), "4/5  submitted 3 · failed 1"));
}

TEST_CASE("an answer that could not be recorded is shown in full, whatever was asked for") {
  for (const ProgressMode mode : {ProgressMode::bar, ProgressMode::plain, ProgressMode::none}) {
    Run run(mode);
    run.turn_at(0s);
    Outcome outcome = outcome_of(Status::submitted);
    outcome.http_status = 200;
    outcome.task_id = "sora-2:task_01k6x15vhrff09dkkqjrzwhm60";
    outcome.provider_request_id = "2026112212";
    outcome.raw_reply = "{\"id\":\"sora-2:task_01k6x15vhrff09dkkqjrzwhm60\"}\n\x1b[2J";
    run.progress.unrecorded({request_named("market@portrait")}, outcome);
    CHECK(run.screen() ==
          "NOT RECORDED, keep this: the answer to market@portrait, which is submitted\n"
          "  task id: sora-2:task_01k6x15vhrff09dkkqjrzwhm60\n"
          "  HTTP status: 200\n"
          "  request id of the provider: 2026112212\n"
          "  answer: {\"id\":\"sora-2:task_01k6x15vhrff09dkkqjrzwhm60\"}\\n\\x1b[2J\n");
  }
}

TEST_CASE("without progress nothing else is said") {
  Run run(ProgressMode::none);
  CHECK(run.turn_at(0s) == Moment::max());
  run.wait_until(1h, rate_limited);
  run.tally.nothing_accepted_since = start;
  run.progress.stopping("interrupted");
  run.settle(Status::submitted);
  run.turn_at(10s);
  run.progress.finish();
  CHECK(run.terminal.written().empty());
}

}  // namespace shotlist::tests::progress_test
