// What decides in PostgreSQL who sends: the functions of shared.sql, by the sessions of several
// runs; and how a ledger uses them.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/error.h"
#include "base/json_object.h"
#include "ledger/attempts.h"
#include "ledger/database.h"
#include "ledger/ledger.h"
#include "ledger/postgres_engine.h"
#include "ledger/reader.h"
#include "support/catch2.h"
#include "support/test_database.h"
#include "support/virtual_time.h"
#include "support/virtual_worker.h"

namespace shotlist::tests::shared_test {
namespace {

using namespace std::chrono_literals;
using ledger::Database;
using Answers = std::vector<std::string>;

/// A row that a run asks to send.
struct Asked {
  std::string entry;
  std::string prompt = "a";
  int copy = 1;
  int attempt = 1;
  std::string price = "1";
  bool knows_task = false;
};

/// What all of a run's requests have in common.
struct Terms {
  std::int64_t interval_us = 0;
  std::int64_t burst = 1;
  std::int64_t ahead_us = 100'000;
  std::optional<std::string> max_cost = {};
};

/// One run, in a session of its own.
class Session {
 public:
  Session(const std::string& address, std::int64_t run)
      : database_(ledger::open_postgres(address, true)), run_(run) {
    database_
        .prepare(
            "INSERT INTO run (number, id, version, manifest, base_url, host, process, "
            "options, imported, started_at, checksum) VALUES (?, ?, '', 'shots', '', 'here', "
            "1, '[]', 0, '', 0)")
        .run(run, fmt::format("run-{}", run));
    begin();
  }

  void begin() { database_.execute(lock("pg_advisory_lock").c_str()); }
  void end() { database_.execute(lock("pg_advisory_unlock").c_str()); }

  /// `mine`, `theirs`...; with the time to wait, in milliseconds, where there is one.
  Answers claim(const std::vector<Asked>& rows, const Terms& terms = {}) {
    auto claim = database_.prepare(
        "SELECT answer, wait_us(leaves) FROM claim(?, 'key', ?::jsonb, ?, ?, 0, ?, ?::numeric)");
    claim.bind(run_, json_of(rows), terms.interval_us, terms.burst, terms.ahead_us, terms.max_cost);
    Answers answers;
    while (claim.step()) {
      answers.emplace_back(claim.text(0));
      waits.push_back(claim.integer(1));
    }
    return answers;
  }

  /// `mine`, `theirs` or `later`, for each task.
  Answers look(const std::vector<std::string>& tasks, std::chrono::seconds every,
               const Terms& terms = {}) {
    auto claim = database_.prepare(
        "SELECT answer FROM claim_looks('https://a.invalid', 'key', ?::jsonb, ?, ?, 0, ?, ?)");
    claim.bind(json_texts(tasks), terms.interval_us, terms.burst, terms.ahead_us,
               every.count() * 1'000'000);
    Answers answers;
    while (claim.step())
      answers.emplace_back(claim.text(0));
    return answers;
  }

  void release(const std::string& task) {
    auto release = database_.prepare("SELECT release_tasks(?::jsonb)");
    release.bind(json_texts(std::vector<std::string>{task}));
    release.step();
  }

  std::int64_t settle(const std::string& entry, const std::string& status,
                      const std::string& was = "in_doubt") {
    auto settle = database_.prepare("SELECT settle('https://a.invalid', 'key', ?::jsonb)");
    settle.bind(fmt::format(R"([{{"entry":"{}","status":"{}","verdict":"accepted",)"
                            R"("error_class":"","task_id":"t","reply":"00ff","settled_at":"now",)"
                            R"("rehearsal":0,"sent_at":"then","checksum":2,"was":"{}"}}])",
                            entry, status, was));
    settle.step();
    return settle.integer(0);
  }

  Database& database() { return database_; }

  std::vector<std::int64_t> waits;  ///< of all answers, in microseconds

 private:
  std::string lock(std::string_view function) const {
    return fmt::format("SELECT {}(lock_of_runs(), {})", function, run_);
  }

  static std::string json_of(const std::vector<Asked>& rows) {
    return json_list(rows, [](std::string& json, const Asked& row) {
      JsonObject object(json);
      object.text("entry", row.entry);
      object.text("fingerprint", row.prompt);
      object.text("prompt", row.prompt);
      object.text("body", "{}");
      object.number("request_checksum", 1);
      object.text("server", "https://a.invalid");
      object.number("copy", row.copy);
      object.number("try", row.attempt);
      object.text("manifest", "shots");
      object.text("row", row.entry);
      object.text("price", row.price);
      object.text("currency", "CNY");
      object.text("sent_at", "then");
      object.number("checksum", 1);
      object.json("knows_task", row.knows_task ? "true" : "false");
      object.end();
    });
  }

  Database database_;
  std::int64_t run_;
};

std::int64_t count_attempts(Database& database) {
  auto count = database.prepare("SELECT count(*) FROM attempt");
  count.step();
  return count.integer(0);
}

/// One run with its ledger.
class Member {
 public:
  Member(const std::string& address, std::uint64_t number, const ledger::Terms& terms = {})
      : random_(number),
        ledger(Database(ledger::open_postgres(address, true)), worker_, random_),
        run_(ledger.begin(sample_run(fmt::format("run-{}", number)), terms)) {}

  ledger::Attempt intend(const Request& request) {
    ledger::Attempt intent = intent_for(request, run_);
    intent.price = Money::of_millionths(1'000'000);
    ledger.intend(intent, request);
    return intent;
  }
  void answer(const ledger::Attempt& attempt, const Outcome& outcome) {
    ledger.answer(attempt.number, outcome, outcome.status, Date());
  }
  /// The video of a task that this run has created.
  Video buy() {
    const ledger::Attempt attempt = intend(sample_request("a", "A fox"));
    answer(attempt, accepted("t-1"));
    Video video;
    video.entry = attempt.entry;
    return video;
  }
  void end() { ledger.end(run_, Date()); }
  std::int64_t number() const { return run_; }

 private:
  VirtualWorker worker_;
  VirtualRandom random_;

 public:
  ledger::Ledger ledger;

 private:
  std::int64_t run_;
};

/// A ledger with two runs.
struct Two {
  Database owner = test_database();
  Session one{owner.path(), 1};
  Session other{owner.path(), 2};

  double number(const std::string& query) const {
    auto asked = owner.prepare(query);
    asked.step();
    return asked.real(0);
  }
};

/// The pace of all runs, whose limit is one an hour or so: no machine is that slow.
class LearnedPace {
 public:
  LearnedPace() { REQUIRE(two.one.claim({{"aaa"}}) == Answers{"mine"}); }

  Two two;

  /// What was accepted in such a time, until now.
  void accepted(int times, int hours) const {
    two.owner.execute(fmt::format("UPDATE pace SET accepted = {}, counted_to = clock_timestamp(), "
                                  "counted_from = clock_timestamp() - INTERVAL '{} hours'",
                                  times, hours)
                          .c_str());
  }
  void slow_down(int left_ago_s = 0) const {
    two.owner.execute(fmt::format("SELECT slow_down('https://a.invalid', 'key', {})",
                                  std::int64_t{left_ago_s} * 1'000'000)
                          .c_str());
  }
  void set(const char* values) const {
    two.owner.execute(fmt::format("UPDATE pace SET {}", values).c_str());
  }
  void let_in() { REQUIRE(two.one.settle("aaa", "submitted") == 1); }

  double per_hour() const { return 3600 * two.number("SELECT coalesce(rate, 0) FROM pace"); }
  double of(const std::string& column) const {
    return two.number("SELECT " + column + " FROM pace");
  }
};

}  // namespace

TEST_CASE("A row that another run has renamed keeps its name when the answer comes",
          "[.][shared]") {
  const Database owner = test_database();
  Member member(owner.path(), 1);
  Member other(owner.path(), 2);
  const ledger::Attempt attempt = member.intend(sample_request("a", "A fox"));
  member.ledger.commit();
  other.ledger.claim({{attempts_in(owner).front().number, "shots", "renamed", 2}});
  member.answer(attempt, accepted("t-1"));
  member.ledger.commit();
  const auto attempts = attempts_in(owner);  // each as it was written
  REQUIRE(attempts.size() == 1);
  CHECK(attempts.front().task_id == "t-1");
  CHECK(attempts.front().row == "renamed");
  CHECK(attempts.front().absent_since == 2);
}

TEST_CASE("Of two runs that ask to send one row, one sends it", "[.][shared]") {
  Two two;
  CHECK(two.one.claim({{"aaa"}}) == Answers{"mine"});
  CHECK(two.other.claim({{"bbb"}}) == Answers{"busy"});
  CHECK(count_attempts(two.owner) == 1);
  CHECK(two.other.claim({{"ccc", "b"}, {"ddd", "a", 2}}) == Answers{"mine", "mine"});
}

TEST_CASE("The next try of a row belongs to the run of the last one while that lives",
          "[.][shared]") {
  Two two;
  REQUIRE(two.one.claim({{"aaa"}}) == Answers{"mine"});
  REQUIRE(two.one.settle("aaa", "failed") == 1);
  CHECK(two.other.claim({{"bbb", "a", 1, 2}}) == Answers{"busy"});
  two.one.end();
  CHECK(two.other.claim({{"bbb", "a", 1, 2}}) == Answers{"mine"});
}

TEST_CASE("A row that a run gave up is left alone, though that run is still there", "[.][shared]") {
  Two two;
  REQUIRE(two.one.claim({{"aaa"}}) == Answers{"mine"});
  REQUIRE(two.one.settle("aaa", "failed") == 1);
  two.owner.execute("UPDATE run SET ended_at = 'now' WHERE number = 1");
  CHECK(two.other.claim({{"bbb"}}) == Answers{"theirs"});
}

TEST_CASE("What a dead run left to try is tried by those that live", "[.][shared]") {
  const auto& [status, is_over, answer] = GENERATE(table<const char*, bool, const char*>({
      {"failed", false, "again"},
      {"not_sent", false, "again"},
      {"failed", true, "theirs"},  // it gave the row up
      {"rejected", false, "theirs"},
      {"in_doubt", false, "theirs"},
      {"submitted", false, "paid"},
  }));
  CAPTURE(status, is_over);
  Two two;
  REQUIRE(two.one.claim({{"aaa"}}) == Answers{"mine"});
  REQUIRE(two.one.settle("aaa", status) == 1);
  if (is_over) two.owner.execute("UPDATE run SET ended_at = 'now' WHERE number = 1");
  two.one.end();
  CHECK(two.other.claim({{"bbb"}}) == Answers{answer});
  CHECK(count_attempts(two.owner) == 1);
}

TEST_CASE("A row that turns out to be paid for is not sent again", "[.][shared]") {
  Two two;
  REQUIRE(two.one.claim({{"aaa"}}) == Answers{"mine"});
  two.one.end();
  REQUIRE(two.one.settle("aaa", "submitted") == 1);  // an answer that was kept aside
  CHECK(two.other.claim({{"bbb", "a", 1, 2}}) == Answers{"paid"});
}

TEST_CASE("A row with an earlier try that has a task is sent only if that is known",
          "[.][shared]") {
  const auto& [knows_task, attempt, answer] = GENERATE(table<bool, int, const char*>({
      {false, 3, "paid"},
      {true, 3, "mine"},  // as by `retry --videos failed`
      {true, 2, "paid"},  // which another person did first
  }));
  CAPTURE(knows_task, attempt);
  Two two;
  REQUIRE(two.one.claim({{"aaa"}}) == Answers{"mine"});
  two.one.end();
  REQUIRE(two.other.claim({{"bbb", "a", 1, 2}}) == Answers{"mine"});  // a person said so
  REQUIRE(two.other.settle("bbb", "failed") == 1);
  REQUIRE(two.one.settle("aaa", "submitted") == 1);  // an answer that was kept aside
  CHECK(two.other.claim({{"ccc", "a", 1, attempt, "1", knows_task}}) == Answers{answer});
}

TEST_CASE("Runs that lost their sessions with the server are at work until they had time to return",
          "[.][shared]") {
  // What is left when the server, or one of its processes, was killed.
  const auto& [since, ended_at, answer] = GENERATE(table<const char*, const char*, const char*>({
      {"-infinity", "NULL", "cut_off"},
      {"infinity", "NULL", "theirs"},   // it took its lock since
      {"-infinity", "'now'", "theirs"}  // it was over
  }));
  CAPTURE(since, ended_at);
  Two two;
  REQUIRE(two.one.claim({{"aaa"}}) == Answers{"mine"});
  two.one.end();
  two.owner.execute(fmt::format("DELETE FROM first_use; SELECT note_first_use();"
                                "INSERT INTO session VALUES (1, '{}');"
                                "UPDATE run SET ended_at = {} WHERE number = 1",
                                since, ended_at)
                        .c_str());
  CHECK(two.other.claim({{"bbb"}}) == Answers{answer});
  CHECK(two.number("SELECT count(*) FROM at_work WHERE run = 1") == (answer[0] == 'c' ? 1 : 0));
}

TEST_CASE("Only runs that may come back are remembered", "[.][shared]") {
  const Database owner = test_database();
  {
    Member first(owner.path(), 1);
    first.end();
  }
  Member second(owner.path(), 2);
  auto runs = owner.prepare("SELECT max(run) FROM session");
  REQUIRE(runs.step());
  CHECK(runs.integer(0) == second.number());
}

TEST_CASE("A run whose session lost its lock sends nothing", "[.][shared]") {
  Two two;
  two.one.end();
  CHECK_THROWS_AS(two.one.claim({{"aaa"}}), Error);
  CHECK(count_attempts(two.owner) == 0);
  two.one.begin();
  CHECK(two.one.claim({{"aaa"}}) == Answers{"mine"});
}

TEST_CASE("Asked again after a lost connection, the answer is the same", "[.][shared]") {
  Two two;
  const std::vector<Asked> rows = {{"aaa"}, {"bbb", "b"}};
  CHECK(two.one.claim(rows) == Answers{"mine", "mine"});
  CHECK(two.one.claim(rows) == Answers{"mine", "mine"});
  CHECK(two.one.settle("aaa", "submitted") == 1);
  CHECK(two.one.settle("aaa", "submitted") == 1);
  CHECK(count_attempts(two.owner) == 2);
}

TEST_CASE("All runs with one key share one pace", "[.][shared]") {
  Two two;
  Terms slow;
  slow.interval_us = 3'600'000'000;  // one an hour: no machine is that slow
  slow.burst = 2;
  CHECK(two.one.claim({{"aaa"}}, slow) == Answers{"mine"});
  CHECK(two.other.claim({{"bbb", "b"}, {"ccc", "c"}}, slow) == Answers{"mine", "later"});
  CHECK(two.other.waits.back() > 3'500'000'000);
  CHECK(two.other.waits.back() <= 3'600'000'000);
  CHECK(two.one.claim({{"ddd", "d"}}, slow) == Answers{"later"});
  CHECK(count_attempts(two.owner) == 2);
}

TEST_CASE("A pause that one run was asked for holds for all", "[.][shared]") {
  Two two;
  two.one.database().execute("SELECT hold('https://a.invalid', 'key', 3600000000)");
  CHECK(two.other.claim({{"aaa"}}) == Answers{"later"});
  two.one.database().execute("SELECT hold('https://a.invalid', 'another key', 3600000000)");
  two.one.database().execute("SELECT hold('https://a.invalid', 'key', 1)");  // shortens nothing
  CHECK(two.other.claim({{"aaa"}}) == Answers{"later"});
}

TEST_CASE("A rate that one run was refused at is lower for all", "[.][shared]") {
  LearnedPace pace;
  pace.accepted(19, 19);
  pace.slow_down();
  CHECK(pace.per_hour() == 0);  // too few to tell
  pace.accepted(100, 100);
  pace.slow_down();
  CHECK(pace.per_hour() == Approx(0.9));
  CHECK(pace.two.other.claim({{"bbb", "b"}, {"ccc", "c"}}) == Answers{"mine", "later"});
  CHECK(pace.two.other.waits.back() > 3'900'000'000);
}

TEST_CASE("What left before a rate became lower does not make it lower still", "[.][shared]") {
  LearnedPace pace;
  pace.accepted(100, 100);
  pace.slow_down();
  pace.accepted(90, 100);
  pace.slow_down(3600);
  CHECK(pace.per_hour() == Approx(0.9));
  pace.slow_down();
  CHECK(pace.per_hour() == Approx(0.81));
}

TEST_CASE("A rate falls by no more than half, whatever was accepted", "[.][shared]") {
  LearnedPace pace;
  pace.set("rate = 2.0 / 3600");
  pace.accepted(20, 2000);
  pace.slow_down();
  CHECK(pace.per_hour() == Approx(0.9));
}

TEST_CASE("A rate that was too high climbs until it is none any more", "[.][shared]") {
  LearnedPace pace;
  pace.accepted(100, 100);
  pace.slow_down();
  pace.let_in();
  CHECK(pace.per_hour() == Approx(0.901));
  pace.set("climbs = 99");
  pace.let_in();
  CHECK(pace.per_hour() == Approx(0.902));
  pace.let_in();
  CHECK(pace.per_hour() == Approx(0.904));  // twice as fast by now
  pace.set("rate = 2 * refused_rate");
  pace.let_in();
  CHECK(pace.per_hour() == 0);
  const double climb = pace.of("climb");
  pace.set("climbs = 99");
  pace.let_in();
  CHECK(pace.of("climb") == climb);  // it would grow without end
}

TEST_CASE("A pause says nothing of the limit", "[.][shared]") {
  LearnedPace pace;
  pace.accepted(100, 100);
  pace.set("counted_to = clock_timestamp() - INTERVAL '6 seconds'");
  pace.let_in();
  CHECK(pace.of("accepted") == 1);
}

TEST_CASE("A limit that was found long ago holds nobody", "[.][shared]") {
  LearnedPace pace;
  pace.set("rate = 1.0 / 3600, counted_to = clock_timestamp() - INTERVAL '11 minutes'");
  CHECK(pace.two.other.claim({{"bbb", "b"}, {"ccc", "c"}}) == Answers{"mine", "mine"});
}

TEST_CASE("A rate that was not the cause holds nobody any more", "[.][shared]") {
  LearnedPace pace;
  pace.accepted(100, 100);
  pace.slow_down();
  pace.two.owner.execute("SELECT speed_up('https://a.invalid', 'key')");
  CHECK(pace.per_hour() == 0);
}

TEST_CASE("All runs together stay below a limit of costs", "[.][shared]") {
  Two two;
  Terms limited;
  limited.max_cost = "2.5";
  CHECK(two.one.claim({{"aaa"}}, limited) == Answers{"mine"});
  CHECK(two.other.claim({{"bbb", "b"}, {"ccc", "c"}}, limited) == Answers{"mine", "budget"});
  REQUIRE(two.one.settle("aaa", "failed") == 1);  // nothing was paid for it
  CHECK(two.one.claim({{"ddd", "d"}}, limited) == Answers{"mine"});
  CHECK(two.one.claim({{"eee", "e"}}, limited) == Answers{"budget"});
  CHECK(two.one.claim({{"fff", "f", 1, 1, "0.5"}}, limited) == Answers{"mine"});
}

TEST_CASE("A task that one looks at, another does not look at until it is released",
          "[.][shared]") {
  Two two;
  CHECK(two.one.look({"aaa", "bbb"}, 0s) == Answers{"mine", "mine"});
  CHECK(two.other.look({"aaa", "ccc"}, 0s) == Answers{"theirs", "mine"});
  CHECK(two.one.look({"aaa"}, 0s) == Answers{"mine"});  // for a new link
  two.one.release("aaa");
  CHECK(two.other.look({"aaa", "bbb"}, 0s) == Answers{"mine", "theirs"});
}

TEST_CASE("A task that one has looked at need not be looked at soon by another", "[.][shared]") {
  Two two;
  CHECK(two.one.look({"aaa"}, 1h) == Answers{"mine"});
  two.one.release("aaa");
  CHECK(two.other.look({"aaa"}, 1h) == Answers{"theirs"});
  CHECK(two.other.look({"aaa"}, 0s) == Answers{"mine"});
}

TEST_CASE("The tasks of a dead session are free", "[.][shared]") {
  Two two;
  {
    Session dead(two.owner.path(), 3);
    CHECK(dead.look({"aaa"}, 0s) == Answers{"mine"});
  }
  // The server notices when the session's process ends.
  auto sessions = two.owner.prepare(
      "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = hashtext('aaa')::oid");
  for (sessions.step(); sessions.integer(0) > 0; sessions.step())
    sessions.reset();
  CHECK(two.other.look({"aaa"}, 0s) == Answers{"mine"});
}

TEST_CASE("Looks and rows share one pace", "[.][shared]") {
  Two two;
  Terms slow;
  slow.interval_us = 3'600'000'000;
  slow.burst = 2;
  CHECK(two.one.claim({{"aaa"}}, slow) == Answers{"mine"});
  CHECK(two.other.look({"bbb", "ccc"}, 0s, slow) == Answers{"mine", "later"});
  CHECK(two.one.claim({{"ddd", "d"}}, slow) == Answers{"later"});
}

TEST_CASE("Answers count before the rows that are asked for with them", "[.][shared]") {
  const Database owner = test_database();
  ledger::Terms terms;
  terms.max_cost = Money::of_millionths(1'500'000);
  Member member(owner.path(), 1, terms);
  const ledger::Attempt first = member.intend(sample_request("a", "A fox"));
  member.ledger.commit();
  Outcome failed;
  failed.verdict = Verdict::refused;
  failed.status = Status::failed;
  member.answer(first, failed);  // nothing was paid for it
  const ledger::Attempt second = member.intend(sample_request("b", "A hen"));
  member.ledger.commit();
  CHECK(member.ledger.take_grant(second.number).answer == ledger::Grant::Answer::granted);
}

TEST_CASE("An answer that comes after a person's decision takes nothing of it away",
          "[.][shared]") {
  using ledger::Word;
  Outcome refused;
  refused.verdict = Verdict::refused;
  refused.status = Status::failed;
  Outcome unclear;
  unclear.verdict = Verdict::unknown;
  unclear.status = Status::in_doubt;
  struct Row {
    Word word;
    Outcome answer;
    Status status;
    std::string task_id;
    std::string named_task;
  };
  const auto row = GENERATE_COPY(
      values<Row>({{Word::created, accepted("theirs"), Status::submitted, "theirs", "said"},
                   {Word::created, refused, Status::submitted, "said", ""},
                   {Word::created, unclear, Status::submitted, "said", ""},
                   {Word::not_created, accepted("theirs"), Status::submitted, "theirs", ""},
                   {Word::not_created, refused, Status::failed, "", ""},
                   {Word::not_created, unclear, Status::failed, "", ""}}));
  CAPTURE(to_text(row.word), to_text(row.answer.status));
  const Database owner = test_database();
  Member member(owner.path(), 1);
  Member other(owner.path(), 2);
  const ledger::Attempt attempt = member.intend(sample_request("a", "A fox"));
  member.ledger.commit();
  ledger::Decision decision;
  decision.entry = attempt.entry;
  decision.word = row.word;
  decision.task_id = row.word == Word::created ? "said" : "";
  other.ledger.decide({decision});
  const bool is_with_claim = GENERATE(false, true);
  if (is_with_claim) member.intend(sample_request("b", "A hen"));
  member.answer(attempt, row.answer);
  member.ledger.commit();
  const ledger::Attempt known = attempts_in(owner).front();  // each as it was written
  CHECK(known.status == row.status);
  CHECK(known.task_id == row.task_id);
  CHECK(known.named_task == row.named_task);
}

TEST_CASE("A claim that fails takes no answer back", "[.][shared]") {
  const Database owner = test_database();
  Member member(owner.path(), 1);
  const ledger::Attempt first = member.intend(sample_request("a", "A fox"));
  member.ledger.commit();
  member.answer(first, accepted("t-1"));
  member.intend(sample_request("b", "A hen"));
  member.ledger.database().execute("SELECT pg_advisory_unlock_all()");
  CHECK_THROWS_AS(member.ledger.commit(), Error);
  const auto attempts = attempts_in(owner);
  REQUIRE(attempts.size() == 1);
  CHECK(attempts.front().task_id == "t-1");
}

TEST_CASE("Of what is noted of a task at once, the last counts, with the last answer",
          "[.][shared]") {
  const Database owner = test_database();
  Member member(owner.path(), 1);
  Video video = member.buy();
  video.status = VideoStatus::running;
  member.ledger.note(video, std::string("an answer\0", 10));
  video.status = VideoStatus::completed;
  video.url = "https://a.invalid/1.mp4";
  video.asked_at = Date(1s);
  member.ledger.note(video);
  member.ledger.commit();
  const ledger::Reader reader(owner);
  const auto known = reader.video_of(video.entry);  // as it was written
  REQUIRE(known);
  CHECK(known->status == VideoStatus::completed);
  CHECK(known->url == video.url);
  CHECK(known->asked_at == video.asked_at);
  auto reply = owner.prepare("SELECT reply FROM video");
  REQUIRE(reply.step());
  CHECK(reply.text(0) == std::string("an answer\0", 10));
  reply.reset();
  member.ledger.ask_to_look(video.entry, 0s);
  member.ledger.commit();
  video.bytes = 9;
  member.ledger.note(video);
  member.ledger.commit();
  CHECK(reader.video_of(video.entry)->bytes == 9);
}

TEST_CASE("What is noted late, of a task that another looks at by now, takes nothing away",
          "[.][shared]") {
  const auto& [known_path, status, path, is_taken] =
      GENERATE(table<const char*, VideoStatus, const char*, bool>({
          {"", VideoStatus::running, "", false},
          {"/a.mp4", VideoStatus::completed, "", false},
          {"/a.mp4", VideoStatus::completed, "/b.mp4", false},
          {"", VideoStatus::completed, "/b.mp4", true},
      }));
  const bool is_held = GENERATE(false, true);
  CAPTURE(known_path, to_text(status), path, is_held);
  const Database owner = test_database();
  Member member(owner.path(), 1);
  Member late(owner.path(), 2);
  Video video = member.buy();
  video.status = VideoStatus::completed;
  video.path = known_path;
  member.ledger.note(video);
  member.ledger.commit();
  if (is_held) {
    late.ledger.ask_to_look(video.entry, 0s);
    late.ledger.commit();
  }
  video.status = status;
  video.path = path;
  late.ledger.note(video);
  late.ledger.commit();
  const auto known = ledger::Reader(owner).video_of(video.entry);  // as it was written
  CHECK((known->status == status && known->path == path) == (is_taken || is_held));
}

TEST_CASE("After a crash of the server the time to return begins with the first who is back",
          "[.][shared]") {
  Two two;
  two.owner.execute("DELETE FROM first_use");
  CHECK(two.number("SELECT (sessions_began() >= statement_timestamp())::INTEGER") == 1);
  Member back(two.owner.path(), 3);
  CHECK(two.number("SELECT (sessions_began() < statement_timestamp())::INTEGER") == 1);
}

TEST_CASE("A run learns once what others have paid for", "[.][shared]") {
  using Paid = ledger::SharedRun::Paid;
  const Database owner = test_database();
  Member member(owner.path(), 1);
  Member other(owner.path(), 2);
  const Request fox = sample_request("a", "A fox");
  const ledger::Attempt bought = other.intend(fox);
  other.intend(sample_request("b", "A hen"));
  other.ledger.commit();
  other.answer(bought, accepted("t-1"));
  other.ledger.commit();
  const auto look = [&] {
    member.ledger.look_at_others(bought);
    member.ledger.commit();
    return member.ledger.take_paid_elsewhere().value();
  };
  CHECK(look() == std::vector<Paid>{{fox.fingerprint, 1}});
  CHECK(look().empty());
  CHECK_FALSE(member.ledger.take_paid_elsewhere());
}

}  // namespace shotlist::tests::shared_test
