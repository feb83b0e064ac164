#include <chrono>
#include <string>

#include "report/decision_check.h"
#include "support/catch2.h"

namespace shotlist {
namespace {

using namespace std::chrono_literals;

const Fingerprint sent = *parse_fingerprint("0123456789abcdef0123456789abcdef");
const Fingerprint edited = *parse_fingerprint("fedcba9876543210fedcba9876543210");
const Date noon = *parse_date("2026-03-01T12:00:00.000Z");

WrittenDecision decision(RowDecision word) {
  static const SourceText file{"d.csv", "id,decision\na,retry\n"};
  WrittenDecision decision;
  decision.id = "a";
  decision.word = word;
  decision.at = {&file, 14, 2, 5};
  return decision;
}

/// What is known of the row `a`, in doubt, after a run at noon was given decisions.
Ledger after_a_run_with(const Fingerprint& digest, Date at = noon) {
  Ledger ledger;
  ledger.apply(OpenedFact{"", "", "m", "https://one.example", at, false, digest});
  ledger.apply(SendingFact{"a", sent, 2, at + 1s, ""});
  return ledger;
}

TEST_CASE("decisions are known again by their rows, words and attempts, in any order") {
  WrittenDecision one = decision(RowDecision::retry);
  WrittenDecision other = decision(RowDecision::skip);
  other.id = "b";
  CHECK_FALSE(digest_of({}));
  CHECK(digest_of({one, other}) == digest_of({other, one}));
  CHECK(digest_of({one}) != digest_of({one, other}));
  WrittenDecision later = one;
  later.attempts = 2;
  CHECK(digest_of({one}) != digest_of({later}));
  later = one;
  later.word = RowDecision::not_created;
  CHECK(digest_of({one}) != digest_of({later}));
  later = one;
  later.fingerprint = edited;
  CHECK(digest_of({one}) == digest_of({later}));
}

TEST_CASE("a decision under which its row was sent or settled is carried out") {
  const WrittenDecision retry = decision(RowDecision::retry);
  Ledger ledger = after_a_run_with(sent);
  CHECK(is_carried_out(retry, ledger, sent));
  CHECK_FALSE(is_carried_out(retry, ledger, edited));
  CHECK_FALSE(is_carried_out(retry, ledger, {}));
  CHECK_FALSE(is_carried_out(decision(RowDecision::skip), ledger, sent));
  CHECK_FALSE(is_carried_out(retry, Ledger(), sent));
  ResolvedFact fact;
  fact.id = "a";
  fact.at = noon + 1h;
  ledger.apply(fact);
  CHECK(is_carried_out(retry, ledger, sent));
  fact.decisions = edited;
  ledger.apply(fact);
  CHECK(is_carried_out(retry, ledger, edited));
  ledger.apply(OpenedFact{"", "", "m", "https://one.example", noon + 2h, false, {}});
  ledger.apply(SendingFact{"a", sent, 3, noon + 2h, ""});
  CHECK_FALSE(is_carried_out(retry, ledger, edited));
}

TEST_CASE("decisions that are carried out are no mistakes, and no newer than their first run") {
  const std::string id = "a";
  const auto mistake = [&](const Ledger& ledger, Date saved) {
    Diagnostics diagnostics;
    check_decisions({decision(RowDecision::retry)}, {{{&id, sent}}, ledger, saved, sent},
                    diagnostics);
    return diagnostics.empty() ? std::string() : diagnostics.in_file_order().front().what;
  };
  Ledger ledger = after_a_run_with(sent);
  CHECK(mistake(ledger, noon - 1h).empty());
  CHECK(mistake(ledger, noon + 1h).empty());
  ledger.apply(OpenedFact{"", "", "m", "https://one.example", noon + 2h, false, {}});
  ledger.apply(SendingFact{"a", sent, 3, noon + 2h, ""});
  const std::string now = ": it is now in doubt after attempt 3";
  CHECK(mistake(ledger, noon + 5h) == "a has changed since the same was first decided" + now);
  CHECK(mistake(ledger, noon - 1h) == "a has changed since the file was saved" + now);
}

}  // namespace
}  // namespace shotlist
