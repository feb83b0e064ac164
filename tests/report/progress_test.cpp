#include "report/progress.h"

#include <algorithm>
#include <string>

#include "base/display_width.h"
#include "report/shown_text.h"
#include "support/catch2.h"
#include "support/recording_terminal.h"

using namespace shotlist::base;
using namespace shotlist::model;
using namespace shotlist::report;
using namespace shotlist::submit;
using namespace shotlist::tests;
using namespace std::chrono_literals;

namespace {

const Moment start = Moment(100s);

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
  explicit Run(ProgressMode mode, Style style = Style()) : progress(terminal, mode, style) {
    tally.counts.not_sent = 6;
    tally.to_send = 6;
    tally.now = start;
  }

  Moment turn_at(Duration since_start) {
    tally.now = start + since_start;
    return progress.turn(tally);
  }

  void settle(Status status) {
    progress.settled(request_named("x"), 1, outcome_of(status), false);
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

TEST_CASE("a wait of a moment is not worth a line") {
  Run run(ProgressMode::plain);
  run.turn_at(0s);
  run.progress.held(20ms, ErrorClass::rate_limited);
  CHECK(run.terminal.written().empty());
}

TEST_CASE("a line that was never held does not wait") {
  Run run(ProgressMode::bar);
  run.tally.held_until = Moment::min();
  run.turn_at(0s);
  CHECK_FALSE(contains(run.screen(), "waiting"));
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
  run.progress.held(2s, ErrorClass::rate_limited);
  CHECK(run.screen() == "rate limited: waiting 2s\n");
  run.tally.held_until = start + 2s;
  run.turn_at(10ms);
  CHECK(run.screen() ==
        "rate limited: waiting 2s\n"
        "[--------------------------------] 0/6  submitted 0 · waiting 0:02");
  run.progress.stopping("interrupted\x1b[2J; press Ctrl-C again to leave at once");
  run.turn_at(20ms);
  CHECK(run.screen() ==
        "rate limited: waiting 2s\n"
        "stopping: interrupted\\x1b[2J; press Ctrl-C again to leave at once\n"
        "[--------------------------------] 0/6  submitted 0");
}

TEST_CASE("a hold says why in words") {
  const struct {
    ErrorClass why;
    const char* said;
  } cases[] = {{ErrorClass::none, "the line is held: waiting 2s\n"},
               {ErrorClass::no_channel, "no channel: waiting 2s\n"},
               {ErrorClass::connect, "the server can not be reached: waiting 2s\n"}};
  for (const auto& test : cases) {
    Run run(ProgressMode::plain);
    run.progress.held(2s, test.why);
    CHECK(run.terminal.written() == test.said);
  }
}

TEST_CASE("the same hold is not said again within five seconds") {
  Run run(ProgressMode::plain);
  run.turn_at(0s);
  run.progress.held(2s, ErrorClass::rate_limited);
  run.progress.held(2s, ErrorClass::rate_limited);
  run.progress.held(1s, ErrorClass::overloaded);
  run.turn_at(4s);
  run.progress.held(3s, ErrorClass::overloaded);
  run.turn_at(6s);
  run.progress.held(4s, ErrorClass::overloaded);
  CHECK(run.terminal.written() ==
        "rate limited: waiting 2s\n"
        "overloaded: waiting 1s\n"
        "overloaded: waiting 4s\n");
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
  run.progress.settled(request_named("x"), 1, outcome_of(Status::failed), true);
  run.turn_at(1s);
  CHECK(!contains(run.screen(), "failed"));
  run.progress.settled(request_named("x"), 2, outcome_of(Status::failed), false);
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
    run.progress.unrecorded(request_named("market@portrait"), outcome);
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
  run.progress.held(2s, ErrorClass::rate_limited);
  run.progress.stopping("interrupted");
  run.settle(Status::submitted);
  run.turn_at(10s);
  run.progress.finish();
  CHECK(run.terminal.written().empty());
}
