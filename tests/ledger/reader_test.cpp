#include "ledger/reader.h"

#include <chrono>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "ledger/attempts.h"
#include "ledger/ledger.h"
#include "support/catch2.h"
#include "support/test_database.h"
#include "support/virtual_time.h"
#include "support/virtual_worker.h"
#include "system/host.h"

namespace shotlist::tests::reader_test {
namespace {

using ledger::Attempt;
using ledger::Database;
using ledger::Ledger;
using ledger::Reader;

/// A slot with a try that failed and a purchase, another copy in doubt, another server, another
/// row.
class Filled {
 public:
  Filled() {
    Outcome busy = lost();
    busy.verdict = Verdict::busy;
    busy.status = Status::failed;
    pay(market, 1, 1, {busy});
    pay(market, 1, 2, {accepted("task-2")});
    pay(market, 2, 1, {lost()});
    pay(market, 1, 1, {accepted("task-4")}, "https://elsewhere.example");
    pay(harbor, 1, 1, {}, sample_server, "another-manifest");
    ledger.claim({{1, sample_manifest, "market", 3}, {2, sample_manifest, "market", 3}});
  }

  void pay(const Request& request, int copy, int attempt, const std::vector<Outcome>& answers,
           const std::string& server = sample_server,
           const std::string& manifest = sample_manifest) {
    Attempt intent = intent_for(request, run, copy, attempt);
    intent.server = server;
    intent.manifest = manifest;
    ledger.intend(intent, request);
    for (const Outcome& outcome : answers)
      ledger.answer(intent.number, outcome, outcome.status, Date());
    ledger.commit();
  }

  Request market = sample_request("market", "A night market");
  Request harbor = sample_request("harbor", "A harbor");
  VirtualWorker worker;
  VirtualRandom random{1};
  Ledger ledger{test_database(), worker, random};
  std::int64_t run = ledger.begin(sample_run());
  Reader reader{ledger.database()};
};

using Numbers = std::vector<std::int64_t>;

Numbers numbers_of(const std::vector<Attempt>& attempts) {
  Numbers numbers;
  for (const Attempt& attempt : attempts)
    numbers.push_back(attempt.number);
  return numbers;
}

}  // namespace

TEST_CASE("Attempts are found by what is asked for, by slot, manifest, task and entry", "[both]") {
  Filled filled;
  Reader& reader = filled.reader;
  CHECK(numbers_of(reader.attempts_of(filled.market.fingerprint)) == Numbers{1, 2, 3, 4});
  CHECK(reader.attempts_of({1, 2}).empty());
  const Attempt second = reader.stored(2).value();
  CHECK(numbers_of(reader.slot_of(second)) == Numbers{1, 2});
  CHECK(reader.find_entry(second.entry)->number == 2);
  CHECK_FALSE(reader.find_entry("bbbbbbbbbbbb"));
  CHECK(numbers_of(reader.with_task("task-2")) == Numbers{2});
  CHECK(reader.attempts() == 5);
  std::vector<Numbers> slots;
  Numbers stand;
  reader.for_each_slot(sample_manifest, [&](const ledger::Tries& slot) {
    slots.push_back(numbers_of(slot));
    stand.push_back(deciding(slot).number);
  });
  std::sort(slots.begin(), slots.end());
  CHECK(slots == std::vector<Numbers>{{1, 2}, {3}, {4}});
  std::sort(stand.begin(), stand.end());
  CHECK(stand == Numbers{2, 3, 4});
  Numbers tasks;
  reader.for_each_task(sample_server,
                       [&](const Attempt& attempt) { tasks.push_back(attempt.number); });
  CHECK(tasks == Numbers{2});
}

TEST_CASE("Rows that left are listed while they are in doubt or were there at the last run",
          "[both]") {
  Filled filled;
  CHECK(numbers_of(filled.reader.others_of(sample_manifest, 4, {})) == Numbers{3, 4});
  CHECK(numbers_of(filled.reader.others_of(sample_manifest, 3, {})) == Numbers{2, 3, 4});
  CHECK(numbers_of(filled.reader.others_of(sample_manifest, 3,
                                           {false, false, true, false, true})) == Numbers{3});
}

TEST_CASE("What was spent counts every purchase and doubt at its own price", "[both]") {
  Filled filled;
  const Spent spent = filled.reader.spent(sample_manifest, "CNY");
  CHECK(spent.certain.known == Money::of_millionths(9'600'000));
  CHECK(spent.possible.known == Money::of_millionths(4'800'000));
  CHECK(filled.reader.spent(sample_manifest, "EUR").certain.unpriced == 2);
}

TEST_CASE("The requests of a run are counted, without those that never left", "[both]") {
  Filled filled;
  Outcome unsent = lost();
  unsent.verdict = Verdict::unsent;
  unsent.status = Status::not_sent;
  filled.pay(filled.harbor, 2, 1, {unsent});
  const ledger::RunTally tally = filled.reader.tally_of(filled.reader.runs().at(0));
  CHECK(tally.sent == 5);
  CHECK(tally.submitted == 2);
  CHECK(tally.failed == 1);
  CHECK(tally.in_doubt == 2);
  CHECK(tally.on_its_way == 0);
  CHECK(tally.last_sent);
  CHECK_FALSE(tally.per_minute);  // all of them at one time
}

TEST_CASE("The pace of a run is that of the minute before its last request", "[both]") {
  using std::chrono::seconds;
  const struct {
    std::vector<seconds> sent;
    std::optional<double> per_minute;
  } cases[] = {
      {{}, {}},
      {{seconds(0)}, {}},
      {{seconds(0), seconds(10)}, 6.0},
      {{seconds(0), seconds(10), seconds(20), seconds(20)}, 9.0},
      {{seconds(-300), seconds(-299), seconds(0), seconds(10)}, 6.0},
      {{seconds(0), seconds(60)}, {}},  // too long ago
      // A clock that was put back in the middle.
      {{seconds(10), seconds(0), seconds(20)}, 6.0},
  };
  // However far ahead the clock of that machine is.
  const Date epoch = *parse_date("2099-01-01T00:00:00.000Z");
  for (const auto& test : cases) {
    VirtualWorker worker;
    VirtualRandom random{1};
    Ledger ledger{test_database(), worker, random};
    const std::int64_t run = ledger.begin(sample_run());
    for (const seconds since : test.sent) {
      const Request request = sample_request("market", "A night market");
      Attempt intent = intent_for(request, run, static_cast<int>(ledger.written()) + 1);
      intent.sent_at = epoch + since;
      ledger.intend(intent, request);
    }
    ledger.commit();
    const Reader reader(ledger.database());
    CHECK(reader.tally_of(reader.runs().at(0)).per_minute == test.per_minute);
  }
}

TEST_CASE("What a living run waits for is on its way, and what a dead one waited for is lost") {
  const struct {
    const char* what;
    bool is_held;
    bool is_open;
    std::string host;
    std::int64_t process;
    bool is_at_work;
  } cases[] = {
      {"at work on another machine", true, true, "elsewhere", 0, true},
      {"at work here", true, true, system::host_name(), system::process_number(), true},
      {"nobody has the file", false, true, "elsewhere", 0, false},
      {"another command has the file of a run that died", true, true, system::host_name(), 0,
       false},
      {"another command has the file of a run that ended", true, false, "elsewhere", 0, false},
  };
  for (const auto& test : cases) {
    INFO(test.what);
    VirtualWorker worker;
    VirtualRandom random{1};
    Ledger ledger{Database::in_memory("id"), worker, random};
    ledger::Run run = sample_run();
    run.host = test.host;
    run.process = test.process;
    const std::int64_t number = ledger.begin(run);
    const Request request = sample_request("market", "A night market");
    Attempt intent = intent_for(request, number);
    ledger.intend(intent, request);
    ledger.commit();
    if (!test.is_open) ledger.end(number, Date());
    const Reader reader(ledger.database(), [&] { return test.is_held; });
    const Attempt attempt = reader.find_entry(intent.entry).value();
    CHECK(attempt.is_on_its_way() == test.is_at_work);
    CHECK(attempt.error == (test.is_at_work ? "under way in run 1 on " + test.host
                                            : std::string(ledger::no_answer_recorded)));
    const ledger::Run known = reader.runs().at(0);
    CHECK(known.is_at_work == test.is_at_work);
    CHECK(reader.tally_of(known).on_its_way == (test.is_at_work ? 1 : 0));
    CHECK(reader.tally_of(known).in_doubt == (test.is_at_work ? 0 : 1));
  }
}

// The whole of a table is read only where the header says so.
TEST_CASE("Every question of a reader has an index", "[both]") {
  const Database database = Database::in_memory();
  struct Case {
    const char* question;
    bool scans;
  };
  const std::vector<Case> cases = {
      {"SELECT * FROM attempt a JOIN request r ON r.number = a.request WHERE a.number = (SELECT "
       "max(number) FROM attempt)",
       false},
      {"SELECT * FROM attempt a JOIN request r ON r.number = a.request WHERE r.fingerprint = ? "
       "ORDER BY a.request, a.server, a.copy, a.try",
       false},
      {"SELECT * FROM attempt a JOIN request r ON r.number = a.request WHERE r.fingerprint = ? AND "
       "a.server = ? AND a.copy = ? ORDER BY a.try",
       false},
      {"SELECT * FROM attempt a JOIN request r ON r.number = a.request WHERE a.manifest = ? ORDER "
       "BY a.number",
       false},
      {"SELECT number FROM attempt WHERE manifest = ? ORDER BY number", false},
      {"SELECT * FROM attempt a JOIN request r ON r.number = a.request WHERE (a.request, a.server, "
       "a.copy) = (SELECT request, server, copy FROM attempt WHERE number = ?) ORDER BY a.try",
       false},
      {"SELECT * FROM attempt a JOIN request r ON r.number = a.request WHERE a.entry = ?", false},
      {"SELECT prompt, body, checksum FROM request WHERE fingerprint = ?", false},
      {"SELECT digest, previous FROM output WHERE path = ?", false},
      {"SELECT * FROM attempt a JOIN request r ON r.number = a.request WHERE a.task_id = ?1 OR "
       "a.named_task = ?1 ORDER BY a.number",
       true},
  };
  for (const Case& one : cases) {
    std::string plan;
    ledger::Statement row = database.prepare("EXPLAIN QUERY PLAN " + std::string(one.question));
    while (row.step())
      plan += std::string(row.text(3)) + '\n';
    INFO(one.question << '\n' << plan);
    CHECK((plan.find("SCAN") != std::string::npos) == one.scans);
    CHECK(plan.find("TEMP B-TREE") == std::string::npos);
  }
  ledger::Statement row =
      database.prepare("EXPLAIN QUERY PLAN SELECT 1 FROM attempt WHERE rehearsal = 1");
  REQUIRE(row.step());
  CHECK(row.text(3).find("attempt_rehearsal") != std::string_view::npos);
}

}  // namespace shotlist::tests::reader_test
