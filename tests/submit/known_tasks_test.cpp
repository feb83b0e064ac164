#include "submit/known_tasks.h"

#include <string>

#include "support/catch2.h"

namespace shotlist::tests {
namespace {

const std::string server = "https://one.example";

void answer(journal::Ledger& ledger, const std::string& row, int attempt, const Outcome& outcome) {
  ledger.apply(journal::SendingFact{row, {}, attempt, {}, {}});
  ledger.apply(journal::SettledFact{row, attempt, outcome, {}});
}

Outcome accepted(const std::string& task) {
  Outcome outcome;
  outcome.verdict = Verdict::accepted;
  outcome.status = Status::submitted;
  outcome.task_id = task;
  return outcome;
}

Outcome doubtful(const std::string& named) {
  Outcome outcome;
  outcome.named_task = named;
  return outcome;
}

journal::Ledger ledger_of_runs_at(const std::string& base_url) {
  journal::Ledger ledger;
  journal::OpenedFact opened;
  opened.base_url = base_url;
  ledger.apply(opened);
  answer(ledger, "a", 1, accepted("T1"));
  answer(ledger, "b", 1, doubtful("T2"));
  answer(ledger, "b", 2, accepted("T3"));
  return ledger;
}

TEST_CASE("a task is that of the row it was given to first") {
  const journal::Ledger nothing;
  submit::KnownTasks tasks(nothing, server);
  CHECK(tasks.give("T1", "a") == nullptr);
  CHECK(tasks.give("T2", "b") == nullptr);
  REQUIRE(tasks.give("T1", "b") != nullptr);
  CHECK(*tasks.give("T1", "c") == "a");
  CHECK(tasks.give("T1", "a") == nullptr);
  CHECK(tasks.times_given("T1") == 4);
  CHECK(tasks.times_given("T2") == 1);
  CHECK(tasks.times_given("T9") == 0);
}

TEST_CASE("tasks of earlier runs are known, those of attempts that others took the place of too") {
  const journal::Ledger ledger = ledger_of_runs_at(server);
  submit::KnownTasks tasks(ledger, server);
  for (const auto& [task, owner] : {std::pair{"T1", "a"}, {"T2", "b"}, {"T3", "b"}}) {
    CAPTURE(task);
    const std::string* known = tasks.give(task, "new");
    REQUIRE(known != nullptr);
    CHECK(*known == owner);
    CHECK(tasks.times_given(task) == 1);
  }
}

TEST_CASE("another server may give the same ids") {
  const journal::Ledger ledger = ledger_of_runs_at("https://other.example");
  submit::KnownTasks tasks(ledger, server);
  CHECK(tasks.give("T1", "new") == nullptr);
}

}  // namespace
}  // namespace shotlist::tests
