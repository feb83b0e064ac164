#include "show/attempt_lines.h"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "support/catch2.h"
#include "support/ledger_in_memory.h"

namespace shotlist::tests::attempt_lines_test {
namespace {

using namespace std::chrono_literals;
using ledger::Attempt;
using show::AttemptPoint;

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

show::Review told_of(ledger::Reader& reader, bool with_replies = false) {
  show::Review review;
  show::read_attempts(reader, "shots", with_replies, review);
  return review;
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
  const show::Review review = told_of(known.reader());
  REQUIRE(review.attempts.size() == 2);
  CHECK(review.has_all_attempts);
  CHECK(review.attempts[0].verdict == Verdict::busy);
  CHECK(review.attempts[0].latency == 20ms);
  CHECK(review.attempts[0].sent_at == LedgerInMemory::sent_at());
  CHECK(review.attempts[1].verdict == Verdict::accepted);
}

TEST_CASE("a reply is read where no task was made and it is wanted, and cut where it is long") {
  LedgerInMemory known;
  known.answer(known.send("busy", "one"), busy());
  known.answer(known.send("done", "two"), accepted("task-1"));
  CHECK(told_of(known.reader(), true).replies ==
        std::unordered_map<std::int64_t, std::string>{
            {1, std::string(show::Review::reply_shown, 'x')}});
  CHECK(told_of(known.reader(), false).replies.empty());
}

TEST_CASE("an attempt without an answer is on its way while its run lives, and lost after that") {
  LedgerInMemory known;
  known.send("harbor", "A harbor");
  ledger::Reader reader(known.ledger().database(), [] { return true; });
  CHECK_FALSE(told_of(reader).attempts.at(0).verdict);
  CHECK(told_of(known.reader()).attempts.at(0).verdict == Verdict::unknown);
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
  CHECK(told_of(known.reader()).attempts.at(0).verdict == Verdict::accepted);
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
  const std::vector<AttemptPoint> points = told_of(known.reader()).attempts;
  REQUIRE(points.size() == 3);
  CHECK(points[0].rehearsal);
  CHECK(points[1].rehearsal);
  CHECK_FALSE(points[2].rehearsal);
}

TEST_CASE("results alone tell the last attempt of a row that was sent") {
  const Date noon = *parse_date("2026-03-01T12:00:00.000Z");
  Result refused = line("late", Status::rejected, 2, noon + 7s);
  refused.error = "no";
  refused.endpoint = "sandbox";
  refused.entry = "krtvbcdfghjk";
  const Attempt late = show::last_attempt(refused).value();
  CHECK(late.row == "late");
  CHECK(late.entry == "krtvbcdfghjk");
  CHECK(late.verdict == Verdict::refused);
  CHECK(late.attempt == 2);
  CHECK(late.sent_at == noon + 7s);
  CHECK(late.rehearsal);
  Result doubtful = line("early", Status::in_doubt, 1, noon + 1s);
  doubtful.task_id = "t:9";
  const Attempt early = show::last_attempt(doubtful).value();
  CHECK(early.verdict == Verdict::unknown);
  CHECK(early.named_task == "t:9");
  CHECK(early.task_id.empty());
  CHECK_FALSE(early.rehearsal);
  CHECK_FALSE(show::last_attempt(line("unsent", Status::not_sent, 0, {})));
}

TEST_CASE("earlier tries that may be paid for are told of a row that was sent again") {
  const auto tried = [](std::int64_t number, int attempt, std::string entry, Status status) {
    Attempt one;
    one.number = number;
    one.attempt = attempt;
    one.entry = std::move(entry);
    one.status = status;
    return one;
  };
  const Attempt doubt = tried(1, 1, "bcdfghjklmnp", Status::in_doubt);
  const Attempt failed = tried(2, 2, "krtvbcdfghjk", Status::failed);
  const Attempt last = tried(3, 3, "vwxzbcdfghjk", Status::submitted);
  const std::vector<const Attempt*> all = {&doubt, &failed, &last};
  Result row;
  row.entry = last.entry;
  CHECK(show::superseded_of({0, row, all}) == std::vector<const Attempt*>{&doubt});
  row.entry = doubt.entry;
  CHECK(show::superseded_of({0, row, all}).empty());
  row.entry.clear();
  CHECK(show::superseded_of({0, row, all}).empty());
}

}  // namespace shotlist::tests::attempt_lines_test
