#include "report/decision_check.h"

#include <optional>
#include <string>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests {
namespace {

using namespace std::chrono_literals;

const Fingerprint sent = *parse_fingerprint("0123456789abcdef0123456789abcdef");
const Fingerprint edited = *parse_fingerprint("fedcba9876543210fedcba9876543210");
const Date noon = *parse_date("2026-03-01T12:00:00.000Z");

/// What is known of the row `a`, sent at noon as `sent`.
journal::Ledger known(Status status, int attempts = 1) {
  Standing standing;
  standing.status = status;
  standing.attempts = attempts;
  standing.attempt = attempts;
  standing.fingerprint = sent;
  standing.sent_at = noon;
  if (status == Status::submitted) standing.task_id = "t:1";
  journal::Ledger ledger;
  ledger.apply(journal::AdoptedFact{"r.csv", {}, {{"a", standing}}});
  return ledger;
}

/// The mistake in a decision on `a`, which the manifest has as `now`, or no longer.
std::string mistake(const report::WrittenDecision& decision, const journal::Ledger& ledger,
                    std::optional<Fingerprint> now = sent, std::optional<Date> saved = {}) {
  const std::string id = "a";
  std::vector<RequestKey> requests;
  if (now) requests.push_back({&id, *now});
  Diagnostics diagnostics;
  report::check_decisions({decision}, {requests, ledger, saved}, diagnostics);
  if (diagnostics.empty()) return {};
  const Diagnostic found = diagnostics.in_file_order().front();
  return std::string(to_text(found.code)) + ": " + found.what;
}

report::WrittenDecision decision(submit::RowDecision word) {
  static const manifest::SourceText file{"d.csv", "id,decision\na,retry\n"};
  report::WrittenDecision decision;
  decision.id = "a";
  decision.word = word;
  decision.at = {&file, 14, 2, 5};
  return decision;
}

TEST_CASE("a decision must be one that can be carried out on its row") {
  const submit::RowDecision retry = submit::RowDecision::retry;
  const submit::RowDecision skip = submit::RowDecision::skip;
  const submit::RowDecision not_created = submit::RowDecision::not_created;
  const struct {
    submit::RowDecision word;
    journal::Ledger ledger;
    std::optional<Fingerprint> now;
    const char* mistake;
  } cases[] = {
      {retry, journal::Ledger(), sent, ""},
      {retry, known(Status::failed), sent, ""},
      {retry, known(Status::rejected), sent, ""},
      {retry, known(Status::in_doubt), sent, ""},
      {retry, known(Status::submitted), edited, ""},
      {retry, known(Status::submitted), sent,
       "bad-decision: a is submitted as t:1: to send it again pays for it again"},
      {retry,
       known(Status::failed),
       {},
       "bad-decision: a is no longer in the manifest: there is nothing to send"},
      {skip, journal::Ledger(), sent, ""},
      {skip, known(Status::submitted), sent, ""},
      {skip, known(Status::in_doubt), {}, ""},
      {not_created, known(Status::in_doubt), sent, ""},
      {not_created, known(Status::in_doubt), {}, ""},
      {not_created, known(Status::failed), sent, ""},
      {not_created, known(Status::submitted), sent,
       "bad-decision: a is submitted as t:1, not in doubt"},
      {not_created, known(Status::rejected), sent,
       "bad-decision: a is rejected after attempt 1, not in doubt"},
      {not_created, journal::Ledger(), sent,
       "bad-decision: a was never sent: there is nothing to settle"},
      {retry, journal::Ledger(), {}, "unknown-row: there is no row \"a\""},
      {skip, journal::Ledger(), {}, "unknown-row: there is no row \"a\""},
  };
  for (const auto& test : cases) {
    const Standing* standing = test.ledger.find("a");
    INFO(to_text(test.word) << " on "
                            << to_text(standing == nullptr ? Status::not_sent : standing->status));
    CHECK(mistake(decision(test.word), test.ledger, test.now) == test.mistake);
  }
}

TEST_CASE("a decision is about the row as the file shows it") {
  struct Case {
    const char* what;
    Status now;
    int attempts;
    std::optional<Status> said;
    std::optional<int> said_attempts;
    std::string said_task = {};
    std::optional<Fingerprint> said_fingerprint = {};
    bool is_stale = true;
  };
  const std::vector<Case> cases = {
      {"the same", Status::in_doubt, 1, Status::in_doubt, 1, "", sent, false},
      {"nothing is said", Status::in_doubt, 2, {}, {}, "", {}, false},
      {"tried again since", Status::in_doubt, 2, Status::in_doubt, 1},
      {"tried again since, and the status is not said", Status::in_doubt, 2, {}, 1},
      {"settled since", Status::submitted, 1, Status::in_doubt, 1},
      {"settled since, and the attempts are not said", Status::submitted, 1, Status::in_doubt, {}},
      {"rejected since", Status::rejected, 2, Status::failed, 1},
      {"another body", Status::in_doubt, 1, Status::in_doubt, 1, "", edited},
      {"another task", Status::submitted, 1, Status::submitted, 1, "t:9"},
      {"failed since: it is sent in any case",
       Status::failed,
       2,
       Status::in_doubt,
       1,
       "",
       {},
       false},
  };
  for (const Case& test : cases) {
    INFO(test.what);
    report::WrittenDecision about = decision(submit::RowDecision::retry);
    about.status = test.said;
    about.attempts = test.said_attempts;
    about.task_id = test.said_task;
    about.fingerprint = test.said_fingerprint;
    const std::string found = mistake(about, known(test.now, test.attempts), edited);
    CHECK((found.rfind("stale-decision: a has changed since the file was saved: it is now ", 0) ==
           0) == test.is_stale);
    about.word = submit::RowDecision::skip;
    CHECK(mistake(about, known(test.now, test.attempts), edited).empty());
  }
}

TEST_CASE("a file that knows of an attempt that these results do not is of other results") {
  struct Case {
    const char* what;
    journal::Ledger ledger;
    std::optional<Status> said;
    std::optional<int> said_attempts;
    std::string said_task;
    const char* mistake;
  };
  const std::string end = " when the file was saved, and these results know nothing of it";
  const std::vector<Case> cases = {
      {"never sent, says it, too", journal::Ledger(), Status::not_sent, 0, "", ""},
      {"never sent, says nothing", journal::Ledger(), {}, {}, "", ""},
      {"in doubt", journal::Ledger(), Status::in_doubt, 1, "", "a was in doubt after attempt 1"},
      {"in doubt, and attempts are not said",
       journal::Ledger(),
       Status::in_doubt,
       {},
       "",
       "a was in doubt"},
      {"submitted", journal::Ledger(), Status::submitted, 1, "t:1", "a was submitted as t:1"},
      {"only its task is said", journal::Ledger(), {}, {}, "t:1", "a was sent as t:1"},
      {"only attempts are said", journal::Ledger(), {}, 2, "", "a was sent after attempt 2"},
      {"failed, and its task is not known", known(Status::failed), Status::submitted, 1, "t:9",
       "a was submitted as t:9"},
      {"failed, of fewer attempts", known(Status::failed), Status::in_doubt, 2, "",
       "a was in doubt after attempt 2"},
      {"failed, no more in doubt", known(Status::failed), Status::in_doubt, 1, "", ""},
      {"in doubt, of fewer attempts", known(Status::in_doubt), Status::in_doubt, 2, "",
       "a was in doubt after attempt 2"},
  };
  for (const Case& test : cases) {
    INFO(test.what);
    report::WrittenDecision about = decision(submit::RowDecision::retry);
    about.status = test.said;
    about.attempts = test.said_attempts;
    about.task_id = test.said_task;
    const std::string want =
        *test.mistake == '\0' ? std::string() : "stale-decision: " + (test.mistake + end);
    CHECK(mistake(about, test.ledger) == want);
    about.word = submit::RowDecision::skip;
    CHECK(mistake(about, test.ledger).empty());
  }
}

TEST_CASE("where the file does not count attempts, what was sent after it was saved is news") {
  for (const submit::RowDecision word :
       {submit::RowDecision::retry, submit::RowDecision::not_created}) {
    report::WrittenDecision about = decision(word);
    const journal::Ledger ledger = known(Status::in_doubt, 2);
    CHECK(mistake(about, ledger, sent, noon - 1ms) ==
          "stale-decision: a has changed since the file was saved: it is now in doubt after "
          "attempt 2");
    CHECK(mistake(about, ledger, sent, noon).empty());
    CHECK(mistake(about, ledger, sent, noon + 1h).empty());
    about.attempts = 2;
    CHECK(mistake(about, ledger, sent, noon - 1h).empty());
  }
}

TEST_CASE("a row that was settled after a bare file was saved has changed") {
  journal::Ledger ledger = known(Status::in_doubt);
  journal::ResolvedFact fact;
  fact.id = "a";
  fact.decision = journal::ResolvedFact::Decision::created;
  fact.task_id = "t:2";
  fact.at = noon + 1h;
  ledger.apply(fact);
  const report::WrittenDecision retry = decision(submit::RowDecision::retry);
  CHECK(mistake(retry, ledger, edited, noon + 1min) ==
        "stale-decision: a has changed since the file was saved: it is now submitted as t:2");
  CHECK(mistake(retry, ledger, edited, noon + 2h).empty());
}

TEST_CASE("a decision on a row whose id a spreadsheet has changed is about that row") {
  const Fingerprint twins = *parse_fingerprint("00000000000000000000000000000001");
  const std::string ids[] = {"001", "dec-12", "dec-13", "market", "002", "004"};
  const std::vector<RequestKey> requests = {{&ids[0], sent}, {&ids[1], edited}, {&ids[2], edited},
                                            {&ids[3], sent}, {&ids[4], twins},  {&ids[5], twins}};
  const struct {
    const char* id;
    std::optional<Fingerprint> fingerprint;
    const char* restored;
  } cases[] = {
      {"1", sent, "001"},
      {"1", {}, "1"},
      {"02", twins, "002"},
      {"3", twins, "3"},
      {"2026-12-12", edited, "2026-12-12"},
      {"market", sent, "market"},
      {"bazaar", sent, "bazaar"},
      {"dec-12", sent, "dec-12"},
  };
  for (const auto& test : cases) {
    CAPTURE(test.id);
    std::vector<report::WrittenDecision> decisions = {decision(submit::RowDecision::skip)};
    decisions[0].id = test.id;
    decisions[0].fingerprint = test.fingerprint;
    report::restore_ids(decisions, {requests, journal::Ledger(), {}});
    CHECK(decisions[0].id == test.restored);
  }
}

TEST_CASE("two ids of a file that are one row are one decision, or a mistake") {
  const std::string id = "001";
  const std::vector<RequestKey> requests = {{&id, sent}};
  const journal::Ledger ledger;
  const report::DecidedAbout about{requests, ledger, {}};
  for (const submit::RowDecision word : {submit::RowDecision::skip, submit::RowDecision::retry}) {
    std::vector<report::WrittenDecision> decisions(2, decision(submit::RowDecision::skip));
    decisions[0].id = "001";
    decisions[1].id = "1";
    decisions[1].fingerprint = sent;
    decisions[1].word = word;
    report::restore_ids(decisions, about);
    Diagnostics diagnostics;
    report::check_decisions(decisions, about, diagnostics);
    if (word == submit::RowDecision::skip) {
      CHECK(decisions.size() == 1);
      CHECK(diagnostics.empty());
    } else {
      CHECK(diagnostics.in_file_order().front().what == "retry for 001, after skip on line 2");
    }
  }
}

TEST_CASE("a number that nobody has is told to be what a spreadsheet makes of one") {
  const std::string id = "001";
  report::WrittenDecision spoilt = decision(submit::RowDecision::skip);
  spoilt.id = "1";
  Diagnostics diagnostics;
  report::check_decisions({spoilt}, {{{&id, sent}}, journal::Ledger(), {}}, diagnostics);
  CHECK(diagnostics.in_file_order().front().remedy ==
        "a spreadsheet has made it of 001, it seems: write '001, or make the column a text");
}

TEST_CASE("an id that nobody has is told with the nearest one, as often as anybody reads it") {
  const std::string id = "harbor";
  std::vector<report::WrittenDecision> decisions(50, decision(submit::RowDecision::skip));
  for (report::WrittenDecision& unknown : decisions)
    unknown.id = "harbour";
  Diagnostics diagnostics;
  report::check_decisions(decisions, {{{&id, sent}}, journal::Ledger(), {}}, diagnostics);
  const std::vector<Diagnostic> found = diagnostics.in_file_order();
  REQUIRE(found.size() == 50);
  CHECK(found[0].remedy == "did you mean harbor?");
  CHECK(found[49].remedy == "write the id as the results file has it");
}

}  // namespace
}  // namespace shotlist::tests
