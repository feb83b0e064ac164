#include "journal/journal.h"

#include <chrono>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/text.h"
#include "support/catch2.h"
#include "support/fake_disk.h"
#include "support/virtual_time.h"

namespace shotlist::tests {
namespace {

const std::string path = "shots/shots.results.csv.journal";
const Date date = *parse_date("2026-03-01T09:30:00.125Z");

journal::Fact opened() {
  return journal::OpenedFact{"0.1.0", "9f2c000000000001", "shots", "https://example.com", date};
}

journal::Fact sending(const std::string& id) {
  return journal::SendingFact{id, {1, 2}, 1, date, R"({"prompt":"x"})"};
}

journal::Fact accepted(const std::string& id) {
  Outcome outcome;
  outcome.verdict = Verdict::accepted;
  outcome.status = Status::submitted;
  outcome.task_id = "task-" + id;
  return journal::SettledFact{id, 1, outcome, date};
}

std::vector<journal::Fact> facts() {
  return {opened(), sending("a"), sending("b"), accepted("b"), accepted("a"), sending("c")};
}

std::string lines_of(const std::vector<journal::Fact>& list) {
  std::string lines;
  for (const journal::Fact& fact : list)
    lines += journal::to_line(fact);
  return lines;
}

void must_know_the_same(const journal::Ledger& ledger, const journal::Ledger& expected) {
  for (const char* id : {"a", "b", "c", "d"}) {
    const Standing* known = ledger.find(id);
    const Standing* should = expected.find(id);
    REQUIRE((known == nullptr) == (should == nullptr));
    if (known == nullptr) continue;
    REQUIRE(known->status == should->status);
    REQUIRE(known->task_id == should->task_id);
  }
}

struct Refusal {
  ExitCode code = ExitCode::ok;
  std::string what;
};

template <typename Act>
Refusal refusal_of(const Act& act) {
  try {
    act();
  } catch (const Error& error) {
    return {error.exit_code(), error.what()};
  }
  return {};
}

TEST_CASE("a journal lies beside its results") {
  CHECK(journal::journal_path("out/shots.results.csv") == "out/shots.results.csv.journal");
}

TEST_CASE("facts are known when they are committed, and after that for ever") {
  FakeDisk disk;
  {
    journal::Journal journal(disk, path);
    journal.write(sending("a"));
    CHECK(journal.ledger().find("a") == nullptr);
    CHECK(disk.read(path) == "");
    journal.commit();
    CHECK(journal.ledger().find("a")->status == Status::in_doubt);
    journal.write(accepted("a"));
    journal.write(sending("b"));
    journal.commit();
    journal.write(sending("c"));  // never committed
  }
  disk.lose_power({});
  CHECK(disk.read(path) == lines_of({sending("a"), accepted("a"), sending("b")}));
  const journal::Journal again(disk, path);
  CHECK(again.ledger().find("a")->task_id == "task-a");
  CHECK(again.ledger().find("b")->status == Status::in_doubt);
  CHECK(again.ledger().find("c") == nullptr);
}

TEST_CASE("many facts share one sync, and none at all need none") {
  FakeDisk disk;
  journal::Journal journal(disk, path);
  int syncs = 0;
  disk.on_sync = [&] { ++syncs; };
  journal.commit();
  CHECK(syncs == 0);
  for (const journal::Fact& fact : facts())
    journal.write(fact);
  journal.commit();
  CHECK(syncs == 1);
}

TEST_CASE("facts on their way are not known before the disk has them") {
  VirtualClock clock;
  FakeDisk disk;
  disk.sync_beside(clock, std::chrono::milliseconds(5));
  {
    journal::Journal journal(disk, path);
    journal.write(sending("a"));
    CHECK_FALSE(journal.is_syncing());
    journal.advance();
    CHECK(journal.is_syncing());
    journal.write(sending("b"));  // waits until the first is there
    clock.advance(std::chrono::milliseconds(4));
    journal.advance();
    CHECK(journal.durable() == 0);
    CHECK(journal.ledger().empty());
    CHECK(disk.read(path) == lines_of({sending("a")}));

    clock.advance(std::chrono::milliseconds(1));
    journal.advance();
    CHECK(journal.written() == 2);
    CHECK(journal.durable() == 1);
    CHECK(journal.ledger().find("a")->status == Status::in_doubt);
    CHECK(journal.ledger().find("b") == nullptr);
    CHECK(journal.is_syncing());
  }
  disk.lose_power({0, true});
  CHECK(disk.read(path) == lines_of({sending("a")}));
}

TEST_CASE("whoever commits waits for the facts on their way as well") {
  VirtualClock clock;
  FakeDisk disk;
  disk.sync_beside(clock, std::chrono::hours(1));
  journal::Journal journal(disk, path);
  journal.write(sending("a"));
  journal.advance();
  journal.write(sending("b"));
  journal.commit();
  CHECK(journal.durable() == 2);
  CHECK_FALSE(journal.is_syncing());
  disk.lose_power({0, true});
  CHECK(disk.read(path) == lines_of({sending("a"), sending("b")}));
}

TEST_CASE("a sync that fails beside the writer is never tried again") {
  VirtualClock clock;
  FakeDisk disk;
  disk.sync_beside(clock, std::chrono::milliseconds(5));
  journal::Journal journal(disk, path);
  journal.write(sending("a"));
  journal.advance();
  disk.fail_at(disk.operations() + 1, false);
  clock.advance(std::chrono::milliseconds(5));
  CHECK_THROWS_AS(journal.advance(), Error);
  CHECK(journal.ledger().empty());
  CHECK_THROWS_AS(journal.advance(), Error);
  CHECK_THROWS_AS(journal.commit(), Error);
}

TEST_CASE("a journal cut at any byte still tells what was whole, and takes new facts") {
  const std::string whole = lines_of(facts());
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    CAPTURE(size);
    // A fact is whole with its last byte; the line end after it may be missing.
    journal::Ledger expected;
    std::size_t end = 0;
    for (const journal::Fact& fact : facts()) {
      end += journal::to_line(fact).size();
      if (size >= end - 1) expected.apply(fact);
    }
    FakeDisk disk;
    disk.put(path, whole.substr(0, size));
    must_know_the_same(journal::read_ledger(disk, path), expected);
    REQUIRE(disk.read(path)->size() == size);  // only looked at
    {
      journal::Journal journal(disk, path);
      must_know_the_same(journal.ledger(), expected);
      journal.write(accepted("d"));
      journal.commit();
    }
    expected.apply(accepted("d"));
    must_know_the_same(journal::Journal(disk, path).ledger(), expected);
  }
}

TEST_CASE("damage before the last line stops the program with the line's number") {
  const std::string whole = lines_of(facts());
  std::size_t start = 0;
  for (std::size_t line = 1; line <= 5; ++line) {
    const std::size_t end = whole.find('\n', start);
    for (const std::size_t at : {start, start + 16, start + 30, end - 1}) {
      std::string damaged = whole;
      damaged[at] = damaged[at] == '#' ? '!' : '#';
      FakeDisk disk;
      disk.put(path, damaged);
      const std::string place = path + ":" + std::to_string(line) + ":";
      for (const Refusal& refusal : {refusal_of([&] { journal::Journal(disk, path); }),
                                     refusal_of([&] { journal::read_ledger(disk, path); })}) {
        CAPTURE(line, at, refusal.what);
        CHECK(refusal.code == ExitCode::disk);
        CHECK(refusal.what.substr(0, place.size()) == place);
      }
      CHECK(disk.read(path) == damaged);  // left as it was
    }
    start = end + 1;
  }
}

TEST_CASE("a last line that ends and is damaged was not torn by a crash: it is not dropped") {
  std::string damaged = lines_of(facts());
  damaged[damaged.size() - 5] = '#';
  FakeDisk disk;
  disk.put(path, damaged);
  const Refusal refusal = refusal_of([&] { journal::Journal(disk, path); });
  CHECK(refusal.code == ExitCode::disk);
  CHECK(contains_ignoring_case(refusal.what, ":6:"));
}

TEST_CASE("an unknown format or kind of fact stops the program with the line's number") {
  for (const std::string object : {R"({"fact":"opened","format":2})", R"({"fact":"dreamt"})"}) {
    const std::string line = to_hex(checksum(object)) + " " + object;
    for (const std::string& end : {std::string("\n"), std::string()}) {
      FakeDisk disk;
      disk.put(path, lines_of({opened()}) + line + end);
      const Refusal refusal = refusal_of([&] { journal::Journal(disk, path); });
      CAPTURE(refusal.what);
      CHECK(refusal.code == ExitCode::disk);
      CHECK(contains_ignoring_case(refusal.what, path + ":2:"));
      CHECK(disk.read(path) == lines_of({opened()}) + line + end);
    }
  }
}

TEST_CASE("a second process is told that the journal is held, and may still look") {
  FakeDisk disk;
  {
    journal::Journal journal(disk, path);
    journal.write(sending("a"));
    journal.commit();
    CHECK(refusal_of([&] { journal::Journal(disk, path); }).code == ExitCode::held);
    CHECK(journal::read_ledger(disk, path).find("a") != nullptr);
  }
  CHECK(refusal_of([&] { journal::Journal(disk, path); }).code == ExitCode::ok);
}

TEST_CASE("a torn last line of a journal that another process writes is not cut") {
  FakeDisk disk;
  disk.put(path, lines_of({sending("a")}) + "0123");
  const auto writer = disk.open(path);
  REQUIRE(writer->lock());
  CHECK(refusal_of([&] { journal::Journal(disk, path); }).code == ExitCode::held);
  CHECK(disk.read(path) == lines_of({sending("a")}) + "0123");
}

TEST_CASE("after a failed commit nothing more is accepted, though the disk is well again") {
  for (const std::size_t operation : {4U, 5U}) {  // after open, directory, sync: append, sync
    CAPTURE(operation);
    FakeDisk disk;
    disk.begin(nullptr);
    disk.fail_at(operation, false);
    journal::Journal journal(disk, path);
    journal.write(sending("a"));
    CHECK(refusal_of([&] { journal.commit(); }).code == ExitCode::disk);
    CHECK(journal.ledger().find("a") == nullptr);
    const auto content = disk.read(path);
    journal.write(sending("b"));
    CHECK(refusal_of([&] { journal.commit(); }).code == ExitCode::disk);
    CHECK(refusal_of([&] { journal.commit(); }).code == ExitCode::disk);
    CHECK(disk.read(path) == content);
  }
}

TEST_CASE("what was sent can be read back attempt by attempt") {
  FakeDisk disk;
  const journal::SendingFact first{"a", {1, 2}, 1, date, R"({"prompt":"dusk"})"};
  const journal::SendingFact second{"a", {3, 4}, 2, date, R"({"prompt":"dawn"})"};
  disk.put(path, lines_of({opened(), first, sending("b"), second}));
  CHECK(journal::read_bodies(disk, path, {{"a", 1}}).at({"a", 1}) == first.body);
  const auto bodies = journal::read_bodies(disk, path, {{"a", 1}, {"a", 2}, {"a", 3}, {"c", 1}});
  CHECK(bodies.size() == 2);
  CHECK(bodies.at({"a", 2}) == second.body);
}

TEST_CASE("a journal that is not there is nothing known, and looking does not make it") {
  FakeDisk disk;
  CHECK(journal::read_ledger(disk, path).empty());
  CHECK_FALSE(disk.read(path));
}

TEST_CASE("the name of a new journal survives a loss of power before the first fact") {
  FakeDisk disk;
  { const journal::Journal journal(disk, path); }
  disk.lose_power({});
  CHECK(disk.read(path) == "");
}

TEST_CASE("what a dead process left unsynced is safe once a new one has believed it") {
  FakeDisk disk;
  {
    journal::Journal journal(disk, path);
    const auto file = disk.open(path);
    file->append(lines_of({sending("a"), accepted("a")}));
  }
  { const journal::Journal next(disk, path); }
  disk.lose_power({});
  CHECK(journal::read_ledger(disk, path).find("a") != nullptr);
}

}  // namespace
}  // namespace shotlist::tests
