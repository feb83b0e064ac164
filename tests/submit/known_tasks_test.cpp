#include "submit/known_tasks.h"

#include <string>
#include <vector>

#include "ledger/ledger.h"
#include "support/catch2.h"
#include "support/virtual_time.h"
#include "support/virtual_worker.h"

namespace shotlist::tests::known_tasks_test {
namespace {

const std::string server = "https://one.example";

submit::KnownTasks::Owner owner(const std::string& row, std::uint64_t asked, int copy = 1) {
  return {row, {0, asked}, copy};
}

/// A ledger with tasks that `server` gave.
class Past {
 public:
  explicit Past(const std::string& at) : ledger_(ledger::Database::in_memory(), worker_, random_) {
    note(at, "a", 1, 1, "T1", "");
    note(at, "b", 2, 1, "", "T2");
    note(at, "b", 2, 2, "T3", "");
  }

  submit::KnownTasks tasks() const {
    submit::KnownTasks tasks;
    tasks.read(ledger_.database(), server);
    return tasks;
  }

 private:
  void note(const std::string& at, const std::string& row, std::uint64_t asked, int nth,
            const std::string& task, const std::string& named) {
    Request request;
    request.id = row;
    request.fingerprint = {0, asked};
    ledger::Attempt attempt;
    attempt.server = at;
    attempt.row = row;
    attempt.fingerprint = request.fingerprint;
    attempt.attempt = nth;
    ledger_.intend(attempt, request);
    Outcome outcome;
    outcome.verdict = task.empty() ? Verdict::unknown : Verdict::accepted;
    outcome.task_id = task;
    outcome.named_task = named;
    ledger_.answer(attempt.number, outcome, task.empty() ? Status::in_doubt : Status::submitted,
                   {});
    ledger_.commit();
  }

  VirtualWorker worker_;
  VirtualRandom random_{1};
  ledger::Ledger ledger_;
};

TEST_CASE("a task is that of the row it was given to first") {
  submit::KnownTasks tasks;
  CHECK(tasks.give("T1", owner("a", 1)) == nullptr);
  CHECK(tasks.give("T2", owner("b", 2)) == nullptr);
  REQUIRE(tasks.give("T1", owner("b", 2)) != nullptr);
  CHECK(*tasks.give("T1", owner("c", 3)) == "a");
  CHECK(tasks.give("T1", owner("a", 1)) == nullptr);
  CHECK(tasks.times_given("T1") == 4);
  CHECK(tasks.times_given("T2") == 1);
  CHECK(tasks.times_given("T9") == 0);
}

TEST_CASE("what a row is called does not matter, and copies are rows") {
  submit::KnownTasks tasks;
  tasks.give("T1", owner("a", 1));
  CHECK(tasks.give("T1", owner("renamed", 1)) == nullptr);
  CHECK(tasks.give("T1", owner("a", 1, 2)) != nullptr);
  CHECK(tasks.give("T1", owner("a", 2)) != nullptr);
}

TEST_CASE("tasks of earlier runs are known, those of superseded tries and named ones too") {
  submit::KnownTasks tasks = Past(server).tasks();
  for (const auto& [task, row] : {std::pair{"T1", "a"}, {"T2", "b"}, {"T3", "b"}}) {
    CAPTURE(task);
    const std::string* known = tasks.give(task, owner("new", 9));
    REQUIRE(known != nullptr);
    CHECK(*known == row);
    CHECK(tasks.times_given(task) == 1);
  }
}

TEST_CASE("another server may give the same ids") {
  submit::KnownTasks tasks = Past("https://other.example").tasks();
  CHECK(tasks.give("T1", owner("new", 9)) == nullptr);
}

}  // namespace
}  // namespace shotlist::tests::known_tasks_test
