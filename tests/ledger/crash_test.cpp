// The ledger on a disk that forgets, tears and dies, with the real SQLite.

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "ledger/attempts.h"
#include "ledger/ledger.h"
#include "ledger/reader.h"
#include "support/catch2.h"
#include "support/dying_vfs.h"
#include "support/patience.h"
#include "support/virtual_time.h"
#include "support/virtual_worker.h"

namespace shotlist::tests::crash_test {
namespace {

using ledger::Attempt;
using ledger::Database;
using ledger::Ledger;

/// What the world outside remembers of all lives: what each fact was, and which were said to be
/// durable.
class Memory {
 public:
  void intend(const Attempt& attempt) {
    Attempt unanswered = attempt;
    unanswered.error = ledger::no_answer_recorded;
    unanswered.error_class = ErrorClass::dropped;
    Known& known = known_[attempt.entry];
    known.number = attempt.number;
    known.intent = in_words(unanswered);
    facts_.push_back({attempt.entry, false});
  }

  void answer(const Attempt& attempt, const Outcome& outcome, Date at) {
    Attempt answered = attempt;
    answered.status = outcome.status;
    answered.verdict = outcome.verdict;
    answered.error_class = outcome.error_class;
    answered.http_status = outcome.http_status;
    answered.task_id = outcome.task_id;
    answered.error = outcome.error;
    answered.request_id = outcome.provider_request_id;
    answered.latency = rounded_to_ms(outcome.latency);
    answered.settled_at = at;
    known_[attempt.entry].answer = in_words(answered);
    facts_.push_back({attempt.entry, true});
  }

  /// The first `durable` facts of this life are.
  void promise(std::uint64_t durable) {
    for (std::size_t i = 0; i < durable; ++i) {
      Known& known = known_[facts_.at(i).entry];
      (facts_.at(i).is_answer ? known.answer_is_durable : known.intent_is_durable) = true;
    }
  }

  void begin_life() { facts_.clear(); }

  /// Empty: nothing is wrong.
  std::string wrong(DyingDisk& disk) {
    DyingVfs process(disk);
    const Database database(disk_path, Database::Mode::write, process.name());
    database.must_be_sound();
    std::map<std::string, std::string> found;
    std::int64_t last = 0;
    for (const Attempt& attempt : attempts_in(database)) {
      if (attempt.number != ++last) return "a gap before " + std::to_string(attempt.number);
      found[attempt.entry] = in_words(attempt);
      if (!ledger::Reader(database).request_of(attempt.fingerprint))
        return "no request of " + attempt.entry;
    }
    for (const auto& [entry, words] : found) {
      const auto known = known_.find(entry);
      if (known == known_.end()) return "from nowhere: " + words;
      if (words != known->second.intent && words != known->second.answer)
        return "changed: " + words;
    }
    for (const auto& [entry, known] : known_) {
      if (known.intent_is_durable && found.count(entry) == 0) return "lost: " + known.intent;
      if (known.answer_is_durable && found.at(entry) != known.answer)
        return "its answer is lost: " + known.answer;
    }
    return {};
  }

 private:
  struct Known {
    std::int64_t number = 0;
    std::string intent;
    std::string answer;
    bool intent_is_durable = false;
    bool answer_is_durable = false;
  };
  struct Fact {
    std::string entry;
    bool is_answer;
  };
  std::map<std::string, Known> known_;
  std::vector<Fact> facts_;
};

enum class Beside { not_at_all, at_its_begin, before_its_end };

/// One process: a run of three batches, whose answers come while the next intents leave.
void live(DyingVfs& process, Lifetime& life, Beside beside, int number, Memory& memory) {
  constexpr auto takes = std::chrono::milliseconds(8);
  VirtualClock clock;
  std::optional<VirtualWorker> worker;
  if (beside == Beside::not_at_all) {
    worker.emplace(&life);
  } else {
    worker.emplace(clock, takes,
                   beside == Beside::at_its_begin ? VirtualWorker::Runs::at_its_begin
                                                  : VirtualWorker::Runs::before_its_end,
                   &life);
  }
  VirtualRandom random(static_cast<std::uint64_t>(number) * 1000 + 1);
  std::deque<Request> requests;
  std::deque<Attempt> sent;
  memory.begin_life();
  std::optional<Ledger> ledger;
  try {
    Database database(disk_path, Database::Mode::write, process.name());
    database.execute("PRAGMA wal_autocheckpoint = 6");
    ledger.emplace(std::move(database), *worker, random);
    const std::int64_t run = ledger->begin(sample_run("run-" + std::to_string(number)));
    const auto turn = [&] {
      ledger->advance();
      clock.advance(takes / 2);
      memory.promise(ledger->durable());
    };
    for (int batch = 0; batch < 3; ++batch) {
      for (int i = 0; i < 2; ++i) {
        const std::string name = std::to_string(number) + '-' + std::to_string(batch * 2 + i);
        requests.push_back(sample_request(name, "A night market, " + name + std::string(900, '.')));
        Attempt attempt = intent_for(requests.back(), run);
        ledger->intend(attempt, requests.back());
        memory.intend(attempt);
        sent.push_back(attempt);
      }
      turn();
      while (sent.size() > 1) {
        const Outcome outcome = batch == 1 ? lost() : accepted("task-" + sent.front().entry);
        const Date at = sent.front().sent_at + std::chrono::seconds(2);
        ledger->answer(sent.front().number, outcome, outcome.status, at);
        memory.answer(sent.front(), outcome, at);
        sent.pop_front();
        turn();
      }
    }
    ledger->commit();
    memory.promise(ledger->durable());
    ledger->end(run, Date(std::chrono::milliseconds(1'772'355'700'000)));
  } catch (const Error&) {
    // what the dead are told
  } catch (const Killed&) {
  }
  if (ledger) memory.promise(ledger->durable());
}

struct Crash {
  const char* name;
  std::optional<PowerLoss> loss;
  Survival last_operation{1, true};
};

const std::vector<Crash>& crashes() {
  static const std::vector<Crash> all = {
      {"killed before it", {}, {0}},
      {"killed in the middle", {}, {0.5}},
      {"killed after it", {}, {1}},
      {"power lost, nothing is left", PowerLoss{0}, {1}},
      {"power lost, all is left", PowerLoss{1}, {0.5}},
      {"power lost, half is left", PowerLoss{0.5, 2}, {0.5}},
      {"power lost, half is left", PowerLoss{0.5, 3}, {1}},
      {"power lost, 9 of 10 are left", PowerLoss{0.9, 4}, {1}},
      {"power lost, 1 of 10 is left", PowerLoss{0.1, 5}, {0}},
  };
  return all;
}

void crash_at(DyingDisk& disk, std::size_t step, const Crash& crash, Beside beside, int number,
              Memory& memory, bool& lived) {
  Lifetime life(step);
  {
    DyingVfs process(disk, &life);
    process.last_operation = crash.last_operation;
    live(process, life, beside, number, memory);
    lived = !life.over();
    if (crash.loss) disk.lose_power(*crash.loss);
  }
}

/// Dies at each operation in turn, and so often in a row.
void crash_everywhere(int times, Beside beside) {
  std::size_t first = 0;
  for (const Crash& crash : crashes()) {
    bool lived = false;
    for (std::size_t step = 1 + first++ % one_of(); !lived; step += one_of()) {
      DyingDisk disk;
      put_ledger(disk);
      Memory memory;
      for (int time = 0; time < times; ++time) {
        // Later lives die elsewhere: in the recovery first, then further on.
        const std::size_t at =
            time == 0 ? step : 1 + (step * 7 + static_cast<std::size_t>(time)) % 50;
        bool this_lived = false;
        crash_at(disk, at, crash, beside, time + 1, memory, this_lived);
        if (time == 0) lived = this_lived;
        INFO(crash.name << ", step " << step << ", life " << time + 1 << " at " << at);
        REQUIRE(memory.wrong(disk) == "");
      }
      // Whoever comes next can work.
      bool last_lived = false;
      crash_at(disk, 1'000'000, crash, beside, 9, memory, last_lived);
      REQUIRE(last_lived);
      REQUIRE(memory.wrong(disk) == "");
    }
  }
}

}  // namespace

TEST_CASE("What was durable is there after a death at any operation") {
  const auto beside = GENERATE(Beside::not_at_all, Beside::at_its_begin, Beside::before_its_end);
  crash_everywhere(1, beside);
}

TEST_CASE("What was durable is there after two deaths in a row") {
  const auto beside = GENERATE(Beside::not_at_all, Beside::before_its_end);
  crash_everywhere(2, beside);
}

TEST_CASE("What was durable is there after three deaths in a row") {
  crash_everywhere(3, Beside::at_its_begin);
}

TEST_CASE("After a failure of the disk every call throws, and nothing more is written") {
  const auto fault = GENERATE(DyingVfs::Fault::full, DyingVfs::Fault::read_only);
  const bool for_good = GENERATE(false, true);
  std::size_t failures = 0;
  for (std::size_t operation = 1; operation < 200; operation += one_of()) {
    DyingDisk disk;
    put_ledger(disk);
    {
      DyingVfs process(disk);
      VirtualWorker worker;
      VirtualRandom random(7);
      Database database(disk_path, Database::Mode::write, process.name());
      database.execute("PRAGMA wal_autocheckpoint = 6");
      // Statements write, too, and not only commits.
      database.execute("PRAGMA cache_size = 1");
      Ledger ledger(std::move(database), worker, random);
      const std::int64_t run = ledger.begin(sample_run());
      process.fail_at(process.operations() + operation, fault, for_good);
      std::deque<Request> requests;
      bool failed = false;
      std::uint64_t durable = 0;
      try {
        for (int i = 0; i < 24; ++i) {
          requests.push_back(
              sample_request(std::to_string(i), std::to_string(i) + std::string(9000, 'x')));
          Attempt attempt = intent_for(requests.back(), run);
          ledger.intend(attempt, requests.back());
          if (i % 12 == 11) ledger.commit();
          durable = ledger.durable();
        }
      } catch (const Error& error) {
        failed = true;
        CHECK(error.exit_code() == ExitCode::disk);
      }
      if (failed) {
        ++failures;
        const std::size_t before = process.operations();
        CHECK_THROWS_AS(ledger.advance(), Error);
        CHECK_THROWS_AS(ledger.commit(), Error);
        CHECK_THROWS_AS(ledger.begin(sample_run("2")), Error);
        CHECK_THROWS_AS(ledger.end(run, Date()), Error);
        CHECK_THROWS_AS(ledger.claim({{1, "m", "r", {}}}), Error);
        CHECK_THROWS_AS(ledger.decide({ledger::Decision()}), Error);
        CHECK_THROWS_AS(ledger.take_over({{}}), Error);
        CHECK_THROWS_AS(ledger.note_whereabouts({}), Error);
        CHECK_THROWS_AS(ledger.note_output("a", "b", "c"), Error);
        CHECK(process.operations() == before);
        CHECK(ledger.durable() == durable);
      }
    }
    DyingVfs process(disk);
    const Database database(disk_path, Database::Mode::write, process.name());
    INFO("operation " << operation);
    CHECK_NOTHROW(database.must_be_sound());
    CHECK(ledger::Reader(database).attempts() % 12 == 0);  // whole batches
  }
  CHECK(failures * one_of() > 20);
}

}  // namespace shotlist::tests::crash_test
