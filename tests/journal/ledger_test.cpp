#include "journal/ledger.h"

#include <optional>
#include <string>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests {
namespace {

using namespace std::chrono_literals;

const Date date = *parse_date("2026-03-01T09:30:00.125Z");

journal::SendingFact sending(int attempt) {
  return {"a", {1, static_cast<std::uint64_t>(attempt)}, attempt, date + attempt * 1s, "{}"};
}

journal::SettledFact settled(int attempt, Verdict verdict, Status status,
                             const std::string& task_id = {}) {
  Outcome outcome;
  outcome.verdict = verdict;
  outcome.status = status;
  outcome.task_id = task_id;
  outcome.http_status = 200;
  outcome.latency = 1500us;
  return {"a", attempt, outcome, date};
}

TEST_CASE("what is known of a row is what its last fact says") {
  const journal::SettledFact busy = settled(1, Verdict::busy, Status::failed);
  const struct {
    const char* what;
    std::vector<journal::Fact> facts;
    Status status;
    int attempts;
    const char* task_id;
  } cases[] = {
      {"sent and never settled", {sending(1)}, Status::in_doubt, 1, ""},
      {"submitted",
       {sending(1), settled(1, Verdict::accepted, Status::submitted, "t1")},
       Status::submitted,
       1,
       "t1"},
      {"busy", {sending(1), busy}, Status::failed, 1, ""},
      {"busy, then sent again", {sending(1), busy, sending(2)}, Status::in_doubt, 2, ""},
      {"busy, then submitted",
       {sending(1), busy, sending(2), settled(2, Verdict::accepted, Status::submitted, "t2")},
       Status::submitted,
       2,
       "t2"},
      {"rejected",
       {sending(1), settled(1, Verdict::refused, Status::rejected)},
       Status::rejected,
       1,
       ""},
      {"unknown",
       {sending(1), settled(1, Verdict::unknown, Status::in_doubt)},
       Status::in_doubt,
       1,
       ""},
  };
  for (const auto& test : cases) {
    INFO(test.what);
    journal::Ledger ledger;
    for (const journal::Fact& fact : test.facts)
      ledger.apply(fact);
    const Standing* known = ledger.find("a");
    REQUIRE(known != nullptr);
    CHECK(known->status == test.status);
    CHECK(known->attempts == test.attempts);
    CHECK(known->task_id == test.task_id);
    CHECK(known->fingerprint == Fingerprint{1, static_cast<std::uint64_t>(test.attempts)});
    CHECK(known->sent_at == date + test.attempts * 1s);
  }
}

TEST_CASE("what was paid for before is not forgotten when another task takes its place") {
  journal::Ledger ledger;
  const auto paid = [&] { return ledger.find("a")->superseded; };
  for (const journal::Fact& fact : std::vector<journal::Fact>{
           sending(1), settled(1, Verdict::accepted, Status::submitted, "t1"), sending(2),
           settled(2, Verdict::unknown, Status::in_doubt), sending(3)}) {
    ledger.apply(fact);
  }
  CHECK(paid().empty());
  CHECK(ledger.find("a")->earlier.size() == 2);
  ledger.apply(settled(3, Verdict::accepted, Status::submitted, "t3"));
  REQUIRE(paid().size() == 2);
  CHECK(paid()[0].task_id == "t1");
  CHECK(paid()[1].attempt == 2);
  CHECK(ledger.find("a")->earlier.empty());
  ledger.apply(sending(4));
  CHECK(paid().size() == 2);
  ledger.apply(settled(4, Verdict::refused, Status::rejected));
  CHECK(paid().size() == 2);
  CHECK(ledger.find("a")->task_id == "t3");
}

TEST_CASE("a row that is on its way says why it is in doubt, and keeps nothing of earlier tries") {
  journal::Ledger ledger;
  ledger.apply(sending(1));
  journal::SettledFact first = settled(1, Verdict::busy, Status::failed);
  first.outcome.error = "overloaded";
  first.outcome.provider_request_id = "req-1";
  ledger.apply(first);
  CHECK(ledger.find("a")->latency == 2ms);
  ledger.apply(sending(2));
  const Standing& known = *ledger.find("a");
  CHECK(known.error != "overloaded");
  CHECK_FALSE(known.error.empty());
  CHECK(known.provider_request_id.empty());
  CHECK(known.http_status == 0);
  CHECK_FALSE(known.latency);
}

TEST_CASE("a row in doubt that is sent again stays in doubt until its task is known") {
  const journal::SettledFact lost = settled(1, Verdict::unknown, Status::in_doubt);
  const journal::SettledFact refused = settled(2, Verdict::refused, Status::rejected);
  const journal::SettledFact busy = settled(2, Verdict::busy, Status::failed);
  const journal::SettledFact lost_again = settled(2, Verdict::unknown, Status::in_doubt);
  const journal::SettledFact accepted = settled(2, Verdict::accepted, Status::submitted, "t2");
  using Attempts = std::vector<int>;
  const struct {
    const char* what;
    std::vector<journal::Fact> facts;
    Status status;
    Attempts doubtful;
  } cases[] = {
      {"on its way again", {sending(1), lost, sending(2)}, Status::in_doubt, {1, 2}},
      {"refused", {sending(1), lost, sending(2), refused}, Status::in_doubt, {1}},
      {"lost again", {sending(1), lost, sending(2), lost_again}, Status::in_doubt, {1, 2}},
      {"busy, then on its way",
       {sending(1), lost, sending(2), busy, sending(3)},
       Status::in_doubt,
       {1, 3}},
      {"accepted", {sending(1), lost, sending(2), accepted}, Status::submitted, {}},
      {"never answered, then refused", {sending(1), sending(2), refused}, Status::in_doubt, {1}},
  };
  for (const auto& test : cases) {
    INFO(test.what);
    journal::Ledger ledger;
    for (const journal::Fact& fact : test.facts)
      ledger.apply(fact);
    const Standing& known = *ledger.find("a");
    CHECK(known.status == test.status);
    if (test.status != Status::in_doubt) {
      CHECK(known.earlier.empty());
      continue;
    }
    Attempts attempts;
    for (const Attempt& doubt : doubts_of(known)) {
      attempts.push_back(doubt.attempt);
      CHECK(doubt.sent_at == date + doubt.attempt * 1s);
      CHECK(doubt.fingerprint == Fingerprint{1, static_cast<std::uint64_t>(doubt.attempt)});
    }
    CHECK(attempts == test.doubtful);
  }
}

TEST_CASE("a doubt keeps its own words, and what was tried since is told beside them") {
  journal::SettledFact lost = settled(1, Verdict::unknown, Status::in_doubt);
  lost.outcome.error = "no answer";
  lost.outcome.provider_request_id = "req-1";
  journal::SettledFact refused = settled(2, Verdict::refused, Status::rejected);
  refused.outcome.error = "prompt refused";
  journal::Ledger ledger;
  for (const journal::Fact& fact :
       std::vector<journal::Fact>{sending(1), lost, sending(2), refused})
    ledger.apply(fact);
  const Standing& known = *ledger.find("a");
  CHECK(known.attempts == 2);
  CHECK(known.error == "no answer");
  CHECK(known.tried_since == "prompt refused");
  CHECK(known.provider_request_id == "req-1");
}

TEST_CASE("a task is kept until there is another: what is sent again in vain takes nothing away") {
  const journal::SettledFact bought = settled(1, Verdict::accepted, Status::submitted, "t1");
  const journal::SettledFact refused = settled(2, Verdict::refused, Status::rejected);
  const journal::SettledFact busy = settled(2, Verdict::busy, Status::failed);
  const journal::SettledFact lost = settled(2, Verdict::unknown, Status::in_doubt);
  const journal::SettledFact refused_later = settled(3, Verdict::refused, Status::rejected);
  const journal::SettledFact bought_again = settled(3, Verdict::accepted, Status::submitted, "t3");
  journal::ResolvedFact none;
  none.id = "a";
  const struct {
    const char* what;
    std::vector<journal::Fact> facts;
    Status status;
    const char* task_id;
    int told;  ///< the attempt that is told of
  } cases[] = {
      {"refused", {refused}, Status::submitted, "t1", 1},
      {"busy, then refused", {busy, sending(3), refused_later}, Status::submitted, "t1", 1},
      {"bought again", {busy, sending(3), bought_again}, Status::submitted, "t3", 3},
      {"on its way", {}, Status::in_doubt, "", 2},
      {"lost", {lost}, Status::in_doubt, "", 2},
      {"lost, then refused", {lost, sending(3), refused_later}, Status::in_doubt, "", 2},
      {"lost, and there is none", {lost, none}, Status::submitted, "t1", 1},
      {"lost twice, and there is none", {lost, sending(3), none}, Status::submitted, "t1", 1},
  };
  for (const auto& test : cases) {
    INFO(test.what);
    journal::Ledger ledger;
    for (const journal::Fact& fact : std::vector<journal::Fact>{sending(1), bought, sending(2)})
      ledger.apply(fact);
    for (const journal::Fact& fact : test.facts)
      ledger.apply(fact);
    const Standing& known = *ledger.find("a");
    CHECK(known.status == test.status);
    CHECK(known.task_id == test.task_id);
    CHECK(known.attempt == test.told);
    CHECK(known.fingerprint == Fingerprint{1, static_cast<std::uint64_t>(test.told)});
    if (known.status != Status::in_doubt) continue;
    for (const Attempt& doubt : doubts_of(known))
      CHECK(doubt.attempt != 1);
  }
}

TEST_CASE("a person's word ends every doubt about a row") {
  journal::Ledger ledger;
  for (const journal::Fact& fact : std::vector<journal::Fact>{sending(1), sending(2)})
    ledger.apply(fact);
  journal::ResolvedFact word;
  word.id = "a";
  word.decision = journal::ResolvedFact::Decision::not_created;
  ledger.apply(word);
  ledger.apply(sending(3));
  ledger.apply(settled(3, Verdict::refused, Status::rejected));
  CHECK(ledger.find("a")->status == Status::rejected);
}

TEST_CASE("a run that sent nothing leaves an empty ledger that knows its server") {
  journal::Ledger ledger;
  CHECK(ledger.empty());
  CHECK(ledger.last_run() == nullptr);
  ledger.apply(journal::OpenedFact{"0.1.0", "", "m", "https://one.example", date});
  ledger.apply(journal::OpenedFact{"0.1.0", "", "m", "https://two.example", date});
  CHECK(ledger.empty());
  REQUIRE(ledger.last_run() != nullptr);
  CHECK(ledger.last_run()->base_url == "https://two.example");
  CHECK(ledger.find("a") == nullptr);
}

TEST_CASE("adopted rows are known as their results file had them") {
  Standing standing;
  standing.status = Status::submitted;
  standing.task_id = "t9";
  journal::Ledger ledger;
  ledger.apply(journal::AdoptedFact{"shots.csv", date, {{"a", standing}, {"b", {}}}});
  CHECK(ledger.find("a")->task_id == "t9");
  CHECK(ledger.find("b")->status == Status::not_sent);
  CHECK_FALSE(ledger.empty());
}

TEST_CASE("a person settles what was in doubt") {
  journal::Ledger ledger;
  ledger.apply(sending(1));
  journal::ResolvedFact word;
  word.id = "a";
  word.by = "ada";
  SECTION("there is a task") {
    word.decision = journal::ResolvedFact::Decision::created;
    word.task_id = "t9";
    ledger.apply(word);
    CHECK(ledger.find("a")->status == Status::submitted);
    CHECK(ledger.find("a")->task_id == "t9");
    CHECK(ledger.find("a")->error.empty());
  }
  SECTION("there is none") {
    word.decision = journal::ResolvedFact::Decision::not_created;
    ledger.apply(word);
    CHECK(ledger.find("a")->status == Status::failed);
    CHECK(ledger.find("a")->error == "not created, says ada");
  }
}

TEST_CASE("a row has changed when the last fact about it was written") {
  journal::Ledger ledger;
  ledger.apply(sending(1));
  CHECK(ledger.find("a")->changed_at == date + 1s);
  journal::SettledFact end = settled(1, Verdict::unknown, Status::in_doubt);
  end.at = date + 2s;
  ledger.apply(end);
  CHECK(ledger.find("a")->changed_at == date + 2s);
  journal::ResolvedFact word;
  word.id = "a";
  word.at = date + 1h;
  ledger.apply(word);
  CHECK(ledger.find("a")->changed_at == date + 1h);
  Standing standing = *ledger.find("a");
  ledger.apply(journal::AdoptedFact{"r.csv", date + 9h, {{"a", standing}}});
  CHECK(ledger.find("a")->changed_at == date + 1s);  // a person could see it since then
  standing.sent_at.reset();
  ledger.apply(journal::AdoptedFact{"r.csv", date + 9h, {{"a", standing}}});
  CHECK(ledger.find("a")->changed_at == date + 9h);
}

TEST_CASE("decisions that a run was given are remembered, and by which a row was sent or settled") {
  const Fingerprint ones{1, 1};
  const Fingerprint others{2, 2};
  const auto opened = [](Date at, std::optional<Fingerprint> decisions) {
    return journal::OpenedFact{"0.1.0", "", "m", "https://one.example", at, false, decisions};
  };
  journal::Ledger ledger;
  ledger.apply(opened(date, ones));
  ledger.apply(sending(1));
  ledger.apply(opened(date + 1h, ones));
  CHECK(ledger.find("a")->decided_by == ones);
  CHECK(ledger.first_given(ones) == date);
  CHECK_FALSE(ledger.first_given(others));
  journal::ResolvedFact word;
  word.id = "a";
  word.decisions = others;
  ledger.apply(word);
  CHECK(ledger.find("a")->decided_by == others);
  word.decisions.reset();  // by resolve: the decisions that sent it are still done
  ledger.apply(word);
  CHECK(ledger.find("a")->decided_by == others);
  ledger.apply(opened(date + 2h, {}));
  ledger.apply(sending(2));
  CHECK(ledger.find("a")->decided_by == Fingerprint());
}

TEST_CASE("a word that there is no task can be told from a failure until the row is sent again") {
  journal::Ledger ledger;
  ledger.apply(sending(1));
  journal::ResolvedFact word;
  word.id = "a";
  word.decision = journal::ResolvedFact::Decision::not_created;
  ledger.apply(word);
  CHECK(ledger.find("a")->is_denied);
  ledger.apply(sending(2));
  CHECK_FALSE(ledger.find("a")->is_denied);
  ledger.apply(settled(2, Verdict::busy, Status::failed));
  CHECK_FALSE(ledger.find("a")->is_denied);
}

TEST_CASE("ids are known in the order they were first sent") {
  journal::Ledger ledger;
  for (const char* id : {"c", "a", "b", "a"}) {
    journal::SendingFact fact = sending(1);
    fact.id = id;
    ledger.apply(fact);
  }
  CHECK(ledger.ids() == std::vector<std::string>{"c", "a", "b"});
}

}  // namespace
}  // namespace shotlist::tests
