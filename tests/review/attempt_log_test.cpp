#include "review/attempt_log.h"

#include <chrono>
#include <string>
#include <vector>

#include "support/catch2.h"

using namespace shotlist::base;
using namespace shotlist::model;
using namespace shotlist::journal;
using namespace shotlist::review;
using namespace std::chrono_literals;

namespace {

Date at(int second) {
  return Date(std::chrono::seconds(1'800'000'000 + second));
}

SendingFact sending(std::string id, int attempt, int second) {
  SendingFact fact;
  fact.id = std::move(id);
  fact.attempt = attempt;
  fact.at = at(second);
  return fact;
}

SettledFact settled(std::string id, int attempt, Outcome outcome) {
  SettledFact fact;
  fact.id = std::move(id);
  fact.attempt = attempt;
  fact.outcome = std::move(outcome);
  return fact;
}

Outcome accepted(std::string task_id) {
  Outcome outcome;
  outcome.verdict = Verdict::accepted;
  outcome.status = Status::submitted;
  outcome.http_status = 200;
  outcome.task_id = std::move(task_id);
  outcome.raw_reply = "{\"id\":\"…\"}";
  outcome.latency = 1500ms;
  return outcome;
}

Outcome busy() {
  Outcome outcome;
  outcome.verdict = Verdict::busy;
  outcome.status = Status::failed;
  outcome.error_class = ErrorClass::rate_limited;
  outcome.http_status = 429;
  outcome.error = "slow down";
  outcome.raw_reply = std::string(5000, 'x');
  outcome.latency = 20ms;
  return outcome;
}

}  // namespace

TEST_CASE("the log has every attempt, not only the last one of a row") {
  AttemptLog log;
  log.add(sending("harbor", 1, 0));
  log.add(settled("harbor", 1, busy()));
  log.add(sending("harbor", 2, 5));
  log.add(settled("harbor", 2, accepted("task-1")));
  REQUIRE(log.lines().size() == 2);
  const AttemptLine& first = log.lines()[0];
  CHECK(first.verdict == Verdict::busy);
  CHECK(first.http_status == 429);
  CHECK(first.error == "slow down");
  CHECK(first.sent_at == at(0));
  const AttemptLine& second = log.lines()[1];
  CHECK(second.attempt == 2);
  CHECK(second.verdict == Verdict::accepted);
  CHECK(second.task_id == "task-1");
  CHECK(second.latency == 1500ms);
}

TEST_CASE("a reply is kept where no task was made, and cut where it is long") {
  AttemptLog log;
  log.add(settled("busy", 1, busy()));
  log.add(settled("done", 1, accepted("task-1")));
  CHECK(log.lines()[0].reply == std::string(AttemptLog::reply_kept, 'x'));
  CHECK(log.lines()[1].reply.empty());
}

TEST_CASE("an attempt whose end was not recorded has no verdict while its process may live") {
  AttemptLog log;
  log.add(sending("harbor", 1, 0));
  CHECK_FALSE(log.lines().at(0).verdict);
  CHECK_FALSE(log.lines().at(0).latency);
  SECTION("and is lost once another one opened the journal") {
    log.add(OpenedFact{});
    log.add(sending("harbor", 2, 9));
    CHECK(log.lines().at(0).verdict == Verdict::unknown);
    CHECK(log.lines().at(0).error_class == ErrorClass::dropped);
    CHECK_FALSE(log.lines().at(1).verdict);
  }
  SECTION("or nobody has it open") {
    log.give_up_open_attempts();
    CHECK(log.lines().at(0).verdict == Verdict::unknown);
  }
}

TEST_CASE("attempts of several rows on their way at once are told apart") {
  AttemptLog log;
  log.add(sending("a", 1, 0));
  log.add(sending("b", 1, 1));
  log.add(settled("b", 1, accepted("task-b")));
  log.add(settled("a", 1, accepted("task-a")));
  REQUIRE(log.lines().size() == 2);
  CHECK(log.lines()[0].task_id == "task-a");
  CHECK(log.lines()[1].task_id == "task-b");
}

TEST_CASE("of rows that were adopted the last attempt is known") {
  Standing standing;
  standing.status = Status::submitted;
  standing.attempts = 3;
  standing.task_id = "task-1";
  standing.sent_at = at(9);
  AttemptLog log;
  log.add(AdoptedFact{"old.csv", at(20), {{"harbor", standing}}});
  REQUIRE(log.lines().size() == 1);
  CHECK(log.lines()[0].attempt == 3);
  CHECK(log.lines()[0].verdict == Verdict::accepted);
  CHECK(log.lines()[0].sent_at == at(9));
}

TEST_CASE("results alone tell the last attempt of each row that was sent") {
  Result late;
  late.id = "late";
  late.status = Status::rejected;
  late.attempts = 2;
  late.submitted_at = at(7);
  late.error = "no";
  Result early = late;
  early.id = "early";
  early.status = Status::in_doubt;
  early.submitted_at = at(1);
  Result unsent;
  unsent.id = "unsent";
  const std::vector<AttemptLine> lines = last_attempts({{}, {late, unsent, early}});
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].id == "early");
  CHECK(lines[0].verdict == Verdict::unknown);
  CHECK(lines[1].id == "late");
  CHECK(lines[1].verdict == Verdict::refused);
  CHECK(lines[1].attempt == 2);
}
