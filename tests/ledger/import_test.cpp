// What other ledgers and results files know, taken over.

#include <algorithm>
#include <string>
#include <vector>

#include "ledger/attempts.h"
#include "ledger/ledger.h"
#include "ledger/reader.h"
#include "support/catch2.h"
#include "support/test_database.h"
#include "support/virtual_time.h"
#include "support/virtual_worker.h"

namespace shotlist::tests::import_test {
namespace {

using ledger::Attempt;
using ledger::Database;
using ledger::Ledger;
using ledger::Reader;
using Imported = Ledger::Imported;

const Request market = sample_request("market", "A night market");

class Desk {
 public:
  VirtualWorker worker;
  VirtualRandom random{1};
  Ledger ledger{test_database(), worker, random};

  Attempt pay(int copy, int attempt, const std::vector<Outcome>& answers) {
    Attempt intent = intent_for(market, ledger.begin(sample_run("here")), copy, attempt);
    ledger.intend(intent, market);
    ledger.commit();
    for (const Outcome& outcome : answers)
      ledger.answer(intent.number, outcome, outcome.status, Date());
    ledger.commit();
    return intent;
  }
  Attempt find(const std::string& entry) {
    return Reader(ledger.database()).find_entry(entry).value();
  }
};

Imported imported(const std::string& entry, int copy, int attempt, Status status,
                  std::optional<Verdict> verdict, const std::string& task = {}) {
  Imported one;
  one.attempt = intent_for(market, 5, copy, attempt);
  one.attempt.number = 77;
  one.attempt.entry = entry;
  one.attempt.status = status;
  one.attempt.verdict = verdict;
  one.attempt.task_id = task;
  one.request = {"A night market", market.body};
  one.reply = "the reply";
  one.run = sample_run("there");
  return one;
}

Imported bought(const std::string& entry, int copy, int attempt, const std::string& task) {
  return imported(entry, copy, attempt, Status::submitted, Verdict::accepted, task);
}
Imported failed(const std::string& entry, int copy, int attempt) {
  return imported(entry, copy, attempt, Status::failed, Verdict::busy);
}

constexpr const char* b = "bbbbbbbbbbbb";
constexpr const char* c = "cccccccccccc";
constexpr const char* d = "dddddddddddd";

}  // namespace

TEST_CASE("What left its manifest is taken over as absent since the run that it was sent in",
          "[both]") {
  Desk desk;
  Imported given = bought(b, 1, 1, "task-b");
  given.attempt.absent_since = 70;  // a run of the other ledger
  desk.ledger.take_over({given});
  const Attempt taken = desk.find(b);
  CHECK(taken.absent_since == taken.run);
}

TEST_CASE("What is taken over is there as it was, once", "[both]") {
  Desk desk;
  const std::vector<Imported> given = {bought(b, 1, 2, "task-b"), failed(c, 1, 1),
                                       imported(d, 2, 1, Status::in_doubt, {})};
  CHECK(desk.ledger.take_over(given).added == 3);
  const std::string once = everything(desk.ledger.database());
  CHECK(desk.ledger.take_over(given).added == 0);
  CHECK(everything(desk.ledger.database()) == once);
  const Attempt taken = desk.find(b);
  CHECK(taken.copy == 1);
  CHECK(taken.attempt == 2);
  CHECK(taken.task_id == "task-b");
  CHECK(taken.price == Money::of_millionths(4'800'000));
  CHECK(Reader(desk.ledger.database()).reply_of(taken.number) == "the reply");
  CHECK(Reader(desk.ledger.database()).runs().size() == 1);
  CHECK(Reader(desk.ledger.database()).attempts() == 3);
}

TEST_CASE("A copy and try that somebody else has gets another copy", "[both]") {
  struct Case {
    const char* name;
    std::vector<Imported> given;
    std::vector<std::pair<const char*, int>> copies;
  };
  // Here copy 1 is bought at its first try, and copy 2 failed.
  const std::vector<Case> cases = {
      {"the same try", {bought(b, 1, 1, "b")}, {{b, 3}}},
      {"two tries stay together", {failed(b, 1, 1), bought(c, 1, 2, "c")}, {{b, 3}, {c, 3}}},
      {"whatever their order", {bought(c, 1, 2, "c"), failed(b, 1, 1)}, {{b, 3}, {c, 3}}},
      {"a failure never hides a purchase", {failed(c, 1, 2)}, {{c, 3}}},
      {"no purchase follows one", {bought(c, 1, 2, "c")}, {{c, 3}}},
      {"a try after a failure", {bought(c, 2, 2, "c")}, {{c, 2}}},
      {"two copies", {bought(b, 1, 1, "b"), bought(c, 2, 1, "c")}, {{b, 3}, {c, 4}}},
      {"a free copy", {bought(b, 7, 1, "b")}, {{b, 7}}},
  };
  for (const Case& one : cases) {
    INFO(one.name);
    Desk desk;
    const Attempt own = desk.pay(1, 1, {accepted("own")});
    Outcome busy = lost();
    busy.verdict = Verdict::busy;
    busy.status = Status::failed;
    desk.pay(2, 1, {busy});
    CHECK(desk.ledger.take_over(one.given).added == one.given.size());
    for (const auto& [entry, copy] : one.copies)
      CHECK(desk.find(entry).copy == copy);
    CHECK(desk.find(own.entry).copy == 1);
    const std::string once = everything(desk.ledger.database());
    CHECK(desk.ledger.take_over(one.given).added == 0);
    CHECK(everything(desk.ledger.database()) == once);
  }
}

TEST_CASE("Tries that come later join those that were given another copy", "[both]") {
  Desk desk;
  desk.pay(1, 1, {accepted("own")});
  desk.ledger.take_over({failed(b, 1, 1)});
  CHECK(desk.find(b).copy == 2);
  desk.ledger.take_over({failed(b, 1, 1), bought(c, 1, 2, "c")});
  CHECK(desk.find(c).copy == 2);
}

TEST_CASE("Of an attempt that is known, an answer that tells more is taken", "[both]") {
  Outcome named = lost();
  named.named_task = "named";
  Outcome refused = lost();
  refused.verdict = Verdict::refused;
  refused.status = Status::rejected;
  struct Case {
    const char* name;
    std::vector<Outcome> known;
    const char* word;
    Imported given;
    Status status;
    const char* task;
    const char* named;
  };
  const auto doubt = imported(b, 1, 1, Status::in_doubt, Verdict::unknown);
  const auto nothing = imported(b, 1, 1, Status::in_doubt, {});
  const std::vector<Case> cases = {
      {"a doubt, bought", {}, "", bought(b, 1, 1, "t"), Status::submitted, "t", ""},
      {"a doubt, failed", {}, "", failed(b, 1, 1), Status::failed, "", ""},
      {"a doubt, an answer in doubt", {}, "", doubt, Status::in_doubt, "", ""},
      {"an answer in doubt, bought",
       {named},
       "",
       bought(b, 1, 1, "t"),
       Status::submitted,
       "t",
       "named"},
      {"an answer in doubt, no answer", {named}, "", nothing, Status::in_doubt, "", "named"},
      {"bought, bought, and no task is lost",
       {accepted("own")},
       "",
       bought(b, 1, 1, "t"),
       Status::submitted,
       "own",
       "t"},
      {"an answer in doubt, not_created, and a fact",
       {lost()},
       "not",
       bought(b, 1, 1, "t"),
       Status::submitted,
       "t",
       ""},
      {"bought, in doubt", {accepted("own")}, "", doubt, Status::submitted, "own", ""},
      {"bought, no answer", {accepted("own")}, "", nothing, Status::submitted, "own", ""},
      {"bought, failed", {accepted("own")}, "", failed(b, 1, 1), Status::submitted, "own", ""},
      {"a fact beats not_created", {}, "not", bought(b, 1, 1, "t"), Status::submitted, "t", ""},
      {"a doubt does not", {}, "not", doubt, Status::failed, "", ""},
      {"a fact beats created, and both tasks are kept",
       {},
       "said",
       bought(b, 1, 1, "t"),
       Status::submitted,
       "t",
       "said"},
      {"a doubt takes no task away", {}, "said", doubt, Status::submitted, "said", ""},
  };
  for (const Case& one : cases) {
    INFO(one.name);
    Desk desk;
    const Attempt sent = desk.pay(1, 1, one.known);
    const std::string word = one.word;
    ledger::Decision decision;
    decision.entry = sent.entry;
    decision.word = word == "not" ? ledger::Word::not_created : ledger::Word::created;
    decision.task_id = word == "not" ? "" : word;
    if (!word.empty()) desk.ledger.decide({decision});
    Imported given = one.given;
    given.attempt.entry = sent.entry;
    CHECK(desk.ledger.take_over({given}).added == 0);
    const Attempt now = desk.find(sent.entry);
    CHECK(now.status == one.status);
    CHECK(now.task_id == one.task);
    CHECK(now.named_task == one.named);
    const std::string once = everything(desk.ledger.database());
    desk.ledger.take_over({given});
    CHECK(everything(desk.ledger.database()) == once);
  }
}

}  // namespace shotlist::tests::import_test
