#include "show/attempt_lines.h"

#include <string>
#include <vector>

#include "support/catch2.h"
#include "support/ledger_in_memory.h"

namespace shotlist::tests::attempt_lines_test {
namespace {

using namespace std::chrono_literals;
using ledger::Attempt;
using show::AttemptLine;

Outcome accepted(std::string task_id) {
  Outcome outcome;
  outcome.verdict = Verdict::accepted;
  outcome.status = Status::submitted;
  outcome.http_status = 200;
  outcome.task_id = std::move(task_id);
  outcome.error = "a note of ours";
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

Attempt second_try(const std::string& row) {
  Attempt form;
  form.row = row;
  form.attempt = 2;
  return form;
}

Result line(std::string id, Status status, int attempts, std::optional<Date> at) {
  Result result;
  result.id = std::move(id);
  result.status = status;
  result.attempts = attempts;
  result.submitted_at = at;
  return result;
}

}  // namespace

TEST_CASE("every attempt of the manifest is told, not only the last one of a row") {
  LedgerInMemory known;
  known.answer(known.send("harbor", "A harbor"), busy());
  known.answer(known.send(second_try("harbor"), "A harbor"), accepted("task-1"));
  Attempt other;
  other.row = "harbor";
  other.manifest = "others";
  other.copy = 2;
  known.send(other, "A harbor");
  const auto lines = show::attempts_of(known.reader(), "shots");
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].row == "harbor");
  CHECK(lines[0].verdict == Verdict::busy);
  CHECK(lines[0].http_status == 429);
  CHECK(lines[0].error == "slow down");
  CHECK(lines[0].latency == 20ms);
  CHECK(lines[0].sent_at == LedgerInMemory::sent_at());
  CHECK(lines[1].attempt == 2);
  CHECK(lines[1].verdict == Verdict::accepted);
  CHECK(lines[1].task_id == "task-1");
}

TEST_CASE("a reply is shown where no task was made, and cut where it is long") {
  LedgerInMemory known;
  known.answer(known.send("busy", "one"), busy());
  known.answer(known.send("done", "two"), accepted("task-1"));
  const auto lines = show::attempts_of(known.reader(), "shots");
  CHECK(lines[0].reply == std::string(AttemptLine::reply_shown, 'x'));
  CHECK(lines[1].reply.empty());
  CHECK(lines[1].error.empty());
}

TEST_CASE("an attempt without an answer is on its way while its run lives, and lost after that") {
  LedgerInMemory known;
  known.send("harbor", "A harbor");
  ledger::Reader reader(known.ledger().database(), [] { return true; });
  const AttemptLine living = show::attempts_of(reader, "shots").at(0);
  CHECK_FALSE(living.verdict);
  CHECK(living.is_on_its_way());
  CHECK(living.error == "under way in run 1 on vm-2");
  CHECK(living.error_class == ErrorClass::none);
  const AttemptLine lost = show::attempts_of(known.reader(), "shots").at(0);
  CHECK(lost.verdict == Verdict::unknown);
  CHECK_FALSE(lost.is_on_its_way());
  CHECK(lost.error == ledger::no_answer_recorded);
}

TEST_CASE("what a person said of an attempt without an answer is how it ended") {
  LedgerInMemory known;
  const Attempt attempt = known.send("harbor", "A harbor");
  ledger::Decision decision;
  decision.entry = attempt.entry;
  decision.word = ledger::Word::created;
  decision.task_id = "t:9";
  decision.row = "harbor";
  decision.by = "ann";
  decision.at = LedgerInMemory::sent_at();
  known.ledger().decide({decision});
  const auto lines = show::attempts_of(known.reader(), "shots");
  CHECK(lines.at(0).verdict == Verdict::accepted);
  CHECK(lines.at(0).task_id == "t:9");
}

TEST_CASE("a rehearsal is known by its server, and a task by its own sign") {
  const struct {
    const char* what;
    const char* server;
    Status status;
    bool has_sign;
    bool is_rehearsal;
  } cases[] = {
      {"inside this program", "sandbox", Status::in_doubt, false, true},
      {"a task with the sign", "http://127.0.0.1:8080", Status::submitted, true, true},
      {"a failure at a server that rehearses", "http://127.0.0.1:8080", Status::failed, false,
       true},
      {"a task of it without the sign", "http://127.0.0.1:8080", Status::submitted, false, false},
      {"a failure elsewhere", "https://api.example.com", Status::failed, false, false},
      {"a task elsewhere", "https://api.example.com", Status::submitted, false, false},
  };
  for (const auto& test : cases) {
    INFO(test.what);
    Attempt attempt;
    attempt.server = test.server;
    attempt.status = test.status;
    attempt.rehearsal = test.has_sign;
    CHECK(ledger::is_rehearsal(attempt, {{0, "http://127.0.0.1:8080"}}) == test.is_rehearsal);
  }
}

TEST_CASE("every attempt at a rehearsal server is one of a rehearsal") {
  LedgerInMemory known;
  const auto at = [](std::string row, int copy) {
    Attempt form;
    form.row = std::move(row);
    form.copy = copy;
    form.server = "http://127.0.0.1:8080";
    return form;
  };
  Outcome refused = busy();
  refused.rehearsal = true;
  known.answer(known.send(at("a", 1), "one"), refused);
  Outcome rehearsed = accepted("task-1");
  rehearsed.rehearsal = true;
  known.answer(known.send(at("b", 2), "one"), rehearsed);
  known.answer(known.send("c", "two"), accepted("task-2"));
  const auto lines = show::attempts_of(known.reader(), "shots");
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].rehearsal);
  CHECK(lines[1].rehearsal);
  CHECK_FALSE(lines[2].rehearsal);
}

TEST_CASE("results alone tell the last attempt of each row that was sent") {
  const Date noon = *parse_date("2026-03-01T12:00:00.000Z");
  Result late = line("late", Status::rejected, 2, noon + 7s);
  late.error = "no";
  late.endpoint = "sandbox";
  late.entry = "krtvbcdfghjk";
  Result early = line("early", Status::in_doubt, 1, noon + 1s);
  early.task_id = "t:9";
  const std::vector<AttemptLine> lines =
      show::last_attempts({{}, {late, line("unsent", Status::not_sent, 0, {}), early}});
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].row == "early");
  CHECK(lines[0].verdict == Verdict::unknown);
  CHECK(lines[0].named_task == "t:9");
  CHECK(lines[0].task_id.empty());
  CHECK_FALSE(lines[0].rehearsal);
  CHECK(lines[1].row == "late");
  CHECK(lines[1].entry == "krtvbcdfghjk");
  CHECK(lines[1].verdict == Verdict::refused);
  CHECK(lines[1].attempt == 2);
  CHECK(lines[1].rehearsal);
}

}  // namespace shotlist::tests::attempt_lines_test
