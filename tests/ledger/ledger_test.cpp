#include "ledger/ledger.h"

#include <deque>
#include <string>
#include <vector>

#include "base/error.h"
#include "ledger/attempts.h"
#include "ledger/reader.h"
#include "support/catch2.h"
#include "support/dying_vfs.h"
#include "support/temporary_directory.h"
#include "support/test_database.h"
#include "support/virtual_time.h"
#include "support/virtual_worker.h"

namespace shotlist::tests::ledger_test {
namespace {

using ledger::Attempt;
using ledger::Database;
using ledger::Decision;
using ledger::Ledger;
using ledger::Reader;
using ledger::Word;

/// A ledger in memory, with one run.
class Desk {
 public:
  Attempt send(const Request& request, int copy = 1, int attempt = 1) {
    Attempt intent = intent_for(request, run, copy, attempt);
    ledger.intend(intent, request);
    ledger.commit();
    return intent;
  }
  void settle(const Attempt& attempt, const Outcome& outcome) {
    ledger.answer(attempt.number, outcome, outcome.status, Date());
    ledger.commit();
  }
  Attempt read(const Attempt& attempt) {
    return Reader(ledger.database()).find_entry(attempt.entry).value();
  }

  VirtualWorker worker;
  VirtualRandom random{1};
  Ledger ledger{test_database(), worker, random};
  std::int64_t run = ledger.begin(sample_run());
};

Date at(int minute) {
  return Date(std::chrono::milliseconds(1'772'355'600'000) + std::chrono::minutes(minute));
}

}  // namespace

TEST_CASE("Before the database takes in its log it is said what it holds then", "[both]") {
  DyingDisk disk;
  put_ledger(disk);
  const DyingVfs process(disk);
  VirtualWorker worker;
  VirtualRandom random{1};
  std::vector<std::int64_t> told;
  std::int64_t sent = 0;
  {
    Ledger ledger{Database(disk_path, Database::Mode::write, process.name()), worker, random};
    ledger.before_checkpoint([&](const Attempt& last) {
      CHECK(last.number == sent);
      CHECK(last.entry == Reader(ledger.database()).stored(sent)->entry);
      told.push_back(last.number);
    });
    const std::int64_t run = ledger.begin(sample_run());
    while (told.size() < 2) {
      const Request request = sample_request("r", std::string(20'000, 'a') + std::to_string(sent));
      Attempt intent = intent_for(request, run);
      ++sent;
      ledger.intend(intent, request);
      ledger.commit();
      REQUIRE(sent < 1'000);
    }
  }
  // The log is used from its start again after the first.
  CHECK(told[0] > 50);
  CHECK(told[1] - told[0] > 50);
}

TEST_CASE("An attempt is read as it was written", "[both]") {
  Desk desk;
  const Request request = sample_request("market", "A night market");
  Attempt sent = desk.send(request);
  CHECK(sent.number == 1);
  Attempt unanswered = sent;
  unanswered.error = ledger::no_answer_recorded;
  unanswered.error_class = ErrorClass::dropped;
  CHECK(in_words(desk.read(sent)) == in_words(unanswered));

  Outcome outcome = accepted("task:1");
  outcome.rehearsal = true;
  desk.ledger.answer(1, outcome, Status::submitted, at(1));
  desk.ledger.commit();
  sent.status = Status::submitted;
  sent.verdict = Verdict::accepted;
  sent.http_status = 200;
  sent.task_id = "task:1";
  sent.request_id = "req-task:1";
  sent.latency = std::chrono::milliseconds(850);
  sent.settled_at = at(1);
  sent.rehearsal = true;
  CHECK(in_words(desk.read(sent)) == in_words(sent));
  CHECK(Reader(desk.ledger.database()).reply_of(1) == R"({"id":"task:1"})");
  CHECK(Reader(desk.ledger.database()).request_of(request.fingerprint)->body == request.body);
}

TEST_CASE("An answer of any bytes is recorded", "[both]") {
  const auto text =
      GENERATE(std::string("a\0b", 3), std::string("\xff\xfe broken"), std::string(1 << 20, 'x'),
               std::string("\xe2\x82"), std::string("'; DROP TABLE attempt; --"));
  Desk desk;
  const Request request = sample_request("market", "A night market");
  const Attempt sent = desk.send(request);
  Outcome outcome = accepted(text);
  outcome.error = outcome.named_task = outcome.provider_request_id = outcome.raw_reply = text;
  desk.settle(sent, outcome);
  const Attempt read = desk.read(sent);
  CHECK(read.status == Status::submitted);
  CHECK(read.task_id.size() >= text.size());
  CHECK(read.task_id.find('\0') == std::string::npos);
  CHECK(Reader(desk.ledger.database()).reply_of(1) == text);
  CHECK(Reader(desk.ledger.database()).request_of(request.fingerprint)->body == request.body);
}

TEST_CASE("Prices are exact", "[both]") {
  const auto millionths = GENERATE(std::int64_t{0}, 1, 125'000, 4'800'000, 28'000'000,
                                   999'999'999'999'999, 1'000'000'000'000'000);
  Desk desk;
  const Request request = sample_request("market", "A night market");
  Attempt intent = intent_for(request, desk.run);
  intent.price = Money::of_millionths(millionths);
  desk.ledger.intend(intent, request);
  desk.ledger.commit();
  CHECK(desk.read(intent).price->millionths() == millionths);
}

TEST_CASE("One fact that is refused leaves the others durable", "[both]") {
  Desk desk;
  const Request request = sample_request("market", "A night market");
  desk.send(request);
  const Request other = sample_request("harbor", "A harbor");
  std::vector<Attempt> sent = {intent_for(other, desk.run, 1), intent_for(request, desk.run, 1),
                               intent_for(other, desk.run, 2)};
  desk.ledger.intend(sent[0], other);
  desk.ledger.intend(sent[1], request);  // its copy and try are taken
  desk.ledger.intend(sent[2], other);
  const std::uint64_t durable = desk.ledger.durable();
  CHECK_THROWS_AS(desk.ledger.commit(), Error);
  CHECK(desk.ledger.durable() == durable);
  CHECK_THROWS_AS(desk.ledger.commit(), Error);
  CHECK(desk.read(sent[0]).row == "harbor");
  CHECK(desk.read(sent[2]).copy == 2);
  CHECK_FALSE(Reader(desk.ledger.database()).find_entry(sent[1].entry));
}

TEST_CASE("A request that is expected is written down with the next intents, and once", "[both]") {
  Desk desk;
  const Request request = sample_request("a", "One");
  const Request next = sample_request("b", "Another");
  desk.ledger.expect(request);
  desk.ledger.expect(next);
  desk.ledger.expect(next);
  CHECK(desk.ledger.written() == 0);
  CHECK_FALSE(Reader(desk.ledger.database()).request_of(request.fingerprint));
  const Attempt sent = desk.send(request);
  CHECK(desk.ledger.durable() == 1);
  CHECK(Reader(desk.ledger.database()).request_of(next.fingerprint)->body == next.body);
  CHECK(Reader(desk.ledger.database()).attempts_of(next.fingerprint).empty());
  CHECK(desk.read(sent).fingerprint == request.fingerprint);
  desk.send(next);
  desk.send(next, 2);
  CHECK(Reader(desk.ledger.database()).attempts_of(next.fingerprint).size() == 2);
}

TEST_CASE("What is kept of a request is what was sent of it first", "[both]") {
  Desk desk;
  Request composed = sample_request("a", "Caf\u00e9");
  Request decomposed = composed;
  decomposed.fields = {{"prompt", "Cafe\u0301"}};
  decomposed.body = R"({"prompt":"Cafe\u0301"})";
  const auto kept = [&] {
    return Reader(desk.ledger.database()).request_of(composed.fingerprint)->body;
  };
  desk.ledger.expect(decomposed);
  SECTION("by a run that was killed before it was sent") {
    desk.send(sample_request("b", "Another"));
    CHECK(kept() == decomposed.body);
  }
  SECTION("by this run") {}
  desk.send(composed);
  CHECK(kept() == composed.body);
  desk.ledger.expect(decomposed);
  desk.send(decomposed, 2);
  CHECK(kept() == composed.body);
}

TEST_CASE("What a process sent is remembered as it is read from the database", "[both]") {
  Desk desk;
  const Request old = sample_request("old", "An old tram");
  const Request market = sample_request("market", "A night market");
  const Request harbor = sample_request("harbor", "A harbor");
  desk.send(old);
  desk.ledger.claim({{1, sample_manifest, "old", std::nullopt}});
  Outcome busy = lost();
  busy.verdict = Verdict::busy;
  busy.status = Status::failed;
  busy.error = "\xff broken";
  Outcome forbidden = lost();
  forbidden.verdict = Verdict::refused;
  forbidden.status = Status::rejected;
  desk.settle(desk.send(market), busy);
  desk.settle(desk.send(harbor), forbidden);
  desk.ledger.correct(3, Status::failed);
  desk.settle(desk.send(market, 1, 2), accepted("task:1"));
  desk.settle(desk.send(market, 2), lost());
  desk.send(market, 3);
  desk.settle(desk.send(old, 1, 2), accepted("task:2"));
  Attempt last = intent_for(harbor, desk.run, 1, 2);
  desk.ledger.intend(last, harbor);
  desk.ledger.left(last.number, at(1));
  desk.ledger.answer(last.number, accepted("task:3"), Status::submitted, at(2));
  desk.ledger.commit();
  CHECK(desk.ledger.last().number == 8);

  Reader reader(desk.ledger.database());
  Reader remembering(desk.ledger.database());
  const std::deque<Attempt> sent = desk.ledger.take_attempts_of_new_requests();
  CHECK(sent.size() == 6);  // all but those of the old tram, whose first one was claimed
  remembering.remember(sent);
  const std::vector<Fingerprint> all = {harbor.fingerprint, old.fingerprint, market.fingerprint};
  CHECK(in_words(remembering.attempts_of(all)) == in_words(reader.attempts_of(all)));
  for (const Fingerprint& one : all)
    CHECK(in_words(remembering.attempts_of(one)) == in_words(reader.attempts_of(one)));
  CHECK(remembering.attempts_of({1, 2}).empty());
}

TEST_CASE("What was changed since it was sent is not remembered", "[both]") {
  Desk desk;
  const Request market = sample_request("market", "A night market");
  const Attempt sent = desk.send(market);
  SECTION("a claim") {
    desk.ledger.claim({{sent.number, "another", "row", std::nullopt}});
  }
  SECTION("a decision") {
    Decision decision;
    decision.entry = sent.entry;
    decision.word = Word::not_created;
    desk.ledger.decide({decision});
  }
  SECTION("an import") {
    desk.ledger.take_over({{sent, {"A night market", "{}"}, "", sample_run()}});
  }
  CHECK(desk.ledger.take_attempts_of_new_requests().empty());
}

TEST_CASE("An answer to an attempt that was never sent throws", "[both]") {
  Desk desk;
  CHECK_THROWS_AS(desk.ledger.answer(1, lost(), Status::in_doubt, Date()), Error);
}

TEST_CASE("A check that fails after a commit ends the ledger", "[both]") {
  VirtualWorker worker;
  VirtualRandom random(1);
  bool moved = false;
  Ledger ledger(test_database(), worker, random, [&] {
    if (moved) throw Error(ExitCode::disk, "moved");
  });
  const std::int64_t run = ledger.begin(sample_run());
  const Request request = sample_request("market", "A night market");
  Attempt attempt = intent_for(request, run);
  ledger.intend(attempt, request);
  moved = true;
  CHECK_THROWS_AS(ledger.commit(), Error);
  CHECK(ledger.durable() == 0);
  CHECK_THROWS_AS(ledger.advance(), Error);
}

TEST_CASE("Runs have numbers from 1, and a run that is known keeps its own", "[both]") {
  Desk desk;
  CHECK(desk.run == 1);
  CHECK(desk.ledger.begin(sample_run("run-2")) == 2);
  CHECK(desk.ledger.begin(sample_run("run-1")) == 1);
  const Reader reader(desk.ledger.database());
  CHECK(reader.identity().open_run == 1);
  desk.ledger.end(1, at(5));
  CHECK_FALSE(reader.identity().open_run);
  const auto runs = reader.runs();
  REQUIRE(runs.size() == 2);
  CHECK(runs[0].ended_at == at(5));
  CHECK_FALSE(runs[1].ended_at);
  CHECK(runs[0].options == std::vector<std::string>{"--max-cost", "10"});
}

TEST_CASE("Numbers go on where they ended", "[both]") {
  TemporaryDirectory folder;
  DyingDisk disk;
  put_ledger(disk);
  const Request request = sample_request("market", "A night market");
  for (int life = 1; life <= 3; ++life) {
    DyingVfs process(disk);
    VirtualWorker worker;
    VirtualRandom random(static_cast<std::uint64_t>(life));
    Ledger ledger(Database(disk_path, Database::Mode::write, process.name()), worker, random);
    Attempt attempt = intent_for(request, ledger.begin(sample_run(std::to_string(life))), life);
    ledger.intend(attempt, request);
    ledger.commit();
    CHECK(attempt.number == life);
  }
}

TEST_CASE("Digests of results files are remembered, and the one before", "[both]") {
  Desk desk;
  const Reader reader(desk.ledger.database());
  using Texts = std::vector<std::string>;
  CHECK_FALSE(reader.wrote("1"));
  desk.ledger.note_output("/a.csv", "a", "1");
  CHECK(reader.wrote("1"));
  desk.ledger.note_output("/a.csv", "a", "2");
  desk.ledger.note_output("/a.csv", "a", "2");
  CHECK((reader.wrote("1") && reader.wrote("2")));
  CHECK(reader.outputs_of("a") == Texts{"/a.csv"});
  desk.ledger.note_output("/a.csv", "b", "3");
  CHECK(reader.outputs_of("a").empty());
  CHECK((reader.wrote("3") && reader.wrote("2") && !reader.wrote("1")));
}

TEST_CASE("Where the ledger was is remembered", "[both]") {
  Desk desk;
  desk.ledger.note_whereabouts({"/home/ann/shotlist.db", "laptop", "1:2"});
  const auto identity = Reader(desk.ledger.database()).identity();
  CHECK(identity.id == "0123456789abcdef");
  CHECK(identity.path == "/home/ann/shotlist.db");
  CHECK(identity.host == "laptop");
  CHECK(identity.file == "1:2");
}

TEST_CASE("A claim gives an attempt another row, and nothing else", "[both]") {
  Desk desk;
  const Request request = sample_request("market", "A night market");
  Attempt sent = desk.send(request);
  desk.settle(sent, accepted("task-1"));
  Attempt expected = desk.read(sent);
  desk.ledger.claim({{1, "march", "square", 7}, {99, "nobody", "nothing", {}}});
  expected.manifest = "march";
  expected.row = "square";
  expected.absent_since = 7;
  CHECK(in_words(desk.read(sent)) == in_words(expected));
  desk.ledger.claim({{1, "march", "square", {}}});
  expected.absent_since.reset();
  CHECK(in_words(desk.read(sent)) == in_words(expected));
}

TEST_CASE("What a person's word makes of an attempt", "[both]") {
  struct Case {
    const char* name;
    std::vector<Outcome> answer;
    std::vector<Word> words;
    Status status;
    const char* task;
  };
  Outcome named = lost();
  named.named_task = "named";
  Outcome refused = lost();
  refused.verdict = Verdict::refused;
  refused.error_class = ErrorClass::moderation;
  refused.status = Status::rejected;
  const std::vector<Case> cases = {
      {"no answer, created", {}, {Word::created}, Status::submitted, "looked-up"},
      {"no answer, not created", {}, {Word::not_created}, Status::failed, ""},
      {"no answer, retry", {}, {Word::retry}, Status::in_doubt, ""},
      {"no answer, resubmit", {}, {Word::resubmit}, Status::in_doubt, ""},
      {"no answer, keep", {}, {Word::keep}, Status::in_doubt, ""},
      {"lost, created", {lost()}, {Word::created}, Status::submitted, "looked-up"},
      {"lost, not created", {lost()}, {Word::not_created}, Status::failed, ""},
      {"a task was named, created", {named}, {Word::created}, Status::submitted, "looked-up"},
      {"not created, then created",
       {},
       {Word::not_created, Word::created},
       Status::submitted,
       "looked-up"},
      {"created, then not created",
       {},
       {Word::created, Word::not_created},
       Status::submitted,
       "looked-up"},
      {"accepted, created", {accepted("first")}, {Word::created}, Status::submitted, "first"},
      {"accepted, not created",
       {accepted("first")},
       {Word::not_created},
       Status::submitted,
       "first"},
      {"rejected, not created", {refused}, {Word::not_created}, Status::rejected, ""},
      {"rejected, created", {refused}, {Word::created}, Status::submitted, "looked-up"},
  };
  for (const Case& one : cases) {
    INFO(one.name);
    Desk desk;
    const Attempt sent = desk.send(sample_request("market", "A night market"));
    for (const Outcome& outcome : one.answer)
      desk.settle(sent, outcome);
    int minute = 0;
    std::vector<Decision> decisions;
    for (const Word word : one.words) {
      Decision decision;
      decision.entry = sent.entry;
      decision.word = word;
      decision.row = "market";
      decision.by = "ann";
      decision.at = at(++minute);
      if (word == Word::created) decision.task_id = "looked-up";
      if (word == Word::resubmit || word == Word::keep) decision.fingerprint = {1, 2};
      decisions.push_back(decision);
    }
    desk.ledger.decide(decisions);
    const std::string once = everything(desk.ledger.database());
    CHECK(desk.read(sent).status == one.status);
    CHECK(desk.read(sent).task_id == one.task);
    CHECK(Reader(desk.ledger.database()).decisions().size() == one.words.size());
    desk.ledger.decide(decisions);
    CHECK(everything(desk.ledger.database()) == once);
  }
}

TEST_CASE("Who says that there is no task leaves the evidence where it is", "[both]") {
  const struct {
    const char* error;
    const char* then;
  } cases[] = {{"", "not created, says ann"}, {"HTTP 502", "not created, says ann; was: HTTP 502"}};
  for (const auto& one : cases) {
    Desk desk;
    const Attempt sent = desk.send(sample_request("market", "A night market"));
    Outcome doubt = lost();
    doubt.error = one.error;
    desk.settle(sent, doubt);
    Decision decision;
    decision.entry = sent.entry;
    decision.word = Word::not_created;
    decision.by = "ann";
    desk.ledger.decide({decision});
    CHECK(desk.read(sent).error == one.then);
  }
}

TEST_CASE("Words that do not hold any more are not recorded, whichever of them", "[both]") {
  Desk desk;
  const Attempt sent = desk.send(sample_request("market", "A night market"));
  Decision decision;
  decision.entry = sent.entry;
  decision.word = Word::not_created;
  const auto refuse = [&](const Reader& now) {
    CHECK(now.find_entry(sent.entry)->status == Status::in_doubt);
    throw Error(ExitCode::usage, "somebody else was first");
  };
  CHECK_THROWS_AS(desk.ledger.decide({decision}, refuse), Error);
  CHECK(desk.read(sent).status == Status::in_doubt);
  CHECK(Reader(desk.ledger.database()).decisions().empty());
}

TEST_CASE("A word about an unknown entry is kept, and changes nothing", "[both]") {
  Desk desk;
  const Attempt sent = desk.send(sample_request("market", "A night market"));
  Decision decision;
  decision.entry = "bbbbbbbbbbbb";
  decision.word = Word::not_created;
  desk.ledger.decide({decision});
  CHECK(desk.read(sent).status == Status::in_doubt);
  CHECK(Reader(desk.ledger.database()).decisions().size() == 1);
}

}  // namespace shotlist::tests::ledger_test
