// Somebody else has the database open: a person with a shell.

#include <chrono>
#include <string>

#include <sqlite3.h>

#include "base/error.h"
#include "ledger/attempts.h"
#include "ledger/ledger.h"
#include "ledger/reader.h"
#include "support/catch2.h"
#include "support/dying_vfs.h"
#include "support/virtual_time.h"
#include "support/virtual_worker.h"
#include "system/background_work.h"

namespace shotlist::tests::waiting_test {
namespace {

using ledger::Attempt;
using ledger::Database;
using ledger::Ledger;
using ledger::Reader;

/// A person with the sqlite3 program, in a process of its own.
class Shell {
 public:
  explicit Shell(DyingDisk& disk) : process_(disk) {
    sqlite3_open_v2(disk_path, &database_, SQLITE_OPEN_READWRITE, process_.name());
  }
  Shell(const Shell&) = delete;
  Shell& operator=(const Shell&) = delete;
  ~Shell() { sqlite3_close(database_); }

  void run(const std::string& sql) {
    INFO(sql);
    REQUIRE(sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  }

 private:
  DyingVfs process_;
  sqlite3* database_ = nullptr;
};

struct Run {
  explicit Run(DyingDisk& disk) : process(disk) {}

  DyingVfs process;
  VirtualWorker worker;
  VirtualRandom random{1};
  Ledger ledger{Database(disk_path, Database::Mode::write, process.name()), worker, random};
  std::int64_t number = ledger.begin(sample_run());
  Request request = sample_request("market", "A night market");

  Attempt send(int copy) {
    Attempt attempt = intent_for(request, number, copy);
    ledger.intend(attempt, request);
    return attempt;
  }
};

}  // namespace

TEST_CASE("A transaction that a person holds open is waited for, and that is said after 5 s") {
  DyingDisk disk;
  put_ledger(disk);
  Run run(disk);
  Shell shell(disk);
  shell.run("BEGIN IMMEDIATE");
  run.send(1);
  Duration waited{};
  int told = 0;
  Duration told_after{};
  run.ledger.when_kept_waiting([&] {
    ++told;
    told_after = waited;
  });
  run.process.on_wait = [&](Duration duration) {
    waited += duration;
    CHECK(run.ledger.is_kept_waiting() == (told == 1));
    if (waited >= std::chrono::seconds(9)) shell.run("COMMIT");
  };
  run.ledger.commit();
  CHECK(run.ledger.durable() == 1);
  CHECK(waited >= std::chrono::seconds(9));
  CHECK(waited < std::chrono::seconds(10));
  CHECK(told == 1);
  CHECK(told_after == std::chrono::seconds(5));
  CHECK_FALSE(run.ledger.is_kept_waiting());
}

TEST_CASE("What is no part of the loop waits, too, and says so") {
  DyingDisk disk;
  put_ledger(disk);
  Run run(disk);
  Shell shell(disk);
  shell.run("BEGIN IMMEDIATE");
  int told = 0;
  Duration waited{};
  run.ledger.when_kept_waiting([&] { ++told; });
  run.process.on_wait = [&](Duration duration) {
    waited += duration;
    if (waited >= std::chrono::seconds(6)) shell.run("COMMIT");
  };
  run.ledger.end(run.number, Date());
  CHECK(told == 1);
}

TEST_CASE("A shell that reads keeps nobody waiting") {
  DyingDisk disk;
  put_ledger(disk);
  Run run(disk);
  Shell shell(disk);
  shell.run("BEGIN; SELECT * FROM attempt");
  run.process.on_wait = [](Duration) { FAIL("it waits"); };
  run.send(1);
  run.ledger.commit();
  CHECK(run.ledger.durable() == 1);
}

TEST_CASE("Whoever ends the run does not wait for a shell") {
  DyingDisk disk;
  put_ledger(disk);
  DyingVfs process(disk);
  VirtualClock clock;
  {
    VirtualWorker worker(clock, std::chrono::milliseconds(8), VirtualWorker::Runs::before_its_end);
    VirtualRandom random(1);
    Ledger ledger(Database(disk_path, Database::Mode::write, process.name()), worker, random);
    const Request request = sample_request("market", "A night market");
    Attempt attempt = intent_for(request, ledger.begin(sample_run()));
    Shell shell(disk);
    shell.run("BEGIN IMMEDIATE");
    ledger.intend(attempt, request);
    ledger.advance();
    process.on_wait = [](Duration) { FAIL("it waits"); };
  }
  CHECK(true);
}

TEST_CASE("The thread that waits is let go when the ledger ends") {
  DyingDisk disk;
  put_ledger(disk);
  Shell shell(disk);
  DyingVfs process(disk);
  {
    system::BackgroundWork worker;
    VirtualRandom random(1);
    Ledger ledger(Database(disk_path, Database::Mode::write, process.name()), worker, random);
    const Request request = sample_request("market", "A night market");
    Attempt attempt = intent_for(request, ledger.begin(sample_run()));
    shell.run("BEGIN IMMEDIATE");
    ledger.intend(attempt, request);
    ledger.advance();
  }
  CHECK(true);
}

TEST_CASE("An attempt that a person deleted is noticed with its answer") {
  DyingDisk disk;
  put_ledger(disk);
  Run run(disk);
  const Attempt first = run.send(1);
  const Attempt second = run.send(2);
  run.ledger.commit();
  {
    Shell shell(disk);
    shell.run("DELETE FROM attempt WHERE number = 1");
  }
  run.ledger.answer(first.number, accepted("task-1"), Status::submitted, Date());
  run.ledger.answer(second.number, accepted("task-2"), Status::submitted, Date());
  CHECK_THROWS_AS(run.ledger.commit(), Error);
  CHECK(Reader(run.ledger.database()).find_entry(second.entry)->task_id == "task-2");
}

TEST_CASE("Triggers that a person added do not run") {
  DyingDisk disk;
  put_ledger(disk);
  const std::string trigger = GENERATE(
      as<std::string>(), "CREATE TRIGGER t AFTER INSERT ON attempt BEGIN DELETE FROM attempt; END",
      "CREATE TRIGGER t BEFORE INSERT ON attempt BEGIN SELECT raise(IGNORE); END",
      "CREATE TRIGGER t AFTER UPDATE ON attempt BEGIN UPDATE attempt SET status = 'failed'; END",
      "CREATE TRIGGER t BEFORE UPDATE ON attempt BEGIN SELECT raise(ABORT, 'no'); END");
  Shell(disk).run(trigger);
  Run run(disk);
  const Attempt sent = run.send(1);
  run.ledger.commit();
  run.ledger.answer(sent.number, accepted("task-1"), Status::submitted, Date());
  run.ledger.commit();
  CHECK(Reader(run.ledger.database()).find_entry(sent.entry)->task_id == "task-1");
}

TEST_CASE("What another program writes ends the run, and what is known is written first") {
  DyingDisk disk;
  put_ledger(disk);
  Run run(disk);
  const Attempt sent = run.send(1);
  run.ledger.commit();
  Shell(disk).run("UPDATE ledger SET host = 'elsewhere'");
  run.ledger.answer(sent.number, accepted("task-1"), Status::submitted, Date());
  run.send(2);
  CHECK_THROWS_AS(run.ledger.commit(), Error);
  const Reader reader(run.ledger.database());
  CHECK(reader.find_entry(sent.entry)->task_id == "task-1");
  CHECK(reader.attempts() == 1);  // the second was never to leave
  CHECK_THROWS_AS(run.ledger.commit(), Error);
}

TEST_CASE("Who changes the tables of a running ledger ends the run, and takes nothing away") {
  DyingDisk disk;
  put_ledger(disk);
  Run run(disk);
  const Attempt sent = run.send(1);
  run.ledger.commit();
  SECTION("a column more") {
    Shell(disk).run("ALTER TABLE attempt ADD COLUMN note TEXT");
    run.ledger.answer(sent.number, accepted("task-1"), Status::submitted, Date());
    CHECK_THROWS_AS(run.ledger.commit(), Error);
    CHECK(Reader(run.ledger.database()).find_entry(sent.entry)->task_id == "task-1");
  }
  SECTION("a column of another name") {
    Shell(disk).run("ALTER TABLE attempt RENAME COLUMN task_id TO task");
    run.ledger.answer(sent.number, accepted("task-1"), Status::submitted, Date());
    try {
      run.ledger.commit();
      FAIL("it goes on");
    } catch (const Error& error) {
      CHECK(error.exit_code() == ExitCode::disk);
    }
  }
}

}  // namespace shotlist::tests::waiting_test
