#include <chrono>
#include <string>

#include "report/decision_check.h"
#include "support/catch2.h"

namespace shotlist::tests {
namespace {

using namespace std::chrono_literals;

const Fingerprint sent = *parse_fingerprint("0123456789abcdef0123456789abcdef");
const Fingerprint edited = *parse_fingerprint("fedcba9876543210fedcba9876543210");
const Date noon = *parse_date("2026-03-01T12:00:00.000Z");

report::WrittenDecision decision(submit::RowDecision word) {
  static const manifest::SourceText file{"d.csv", "id,decision\na,retry\n"};
  report::WrittenDecision decision;
  decision.id = "a";
  decision.word = word;
  decision.at = {&file, 14, 2, 5};
  return decision;
}

/// What is known of the row `a`, in doubt, after a run at noon was given decisions.
journal::Ledger after_a_run_with(const Fingerprint& digest, Date at = noon) {
  journal::Ledger ledger;
  ledger.apply(journal::OpenedFact{"", "", "m", "https://one.example", at, false, digest});
  ledger.apply(journal::SendingFact{"a", sent, 2, at + 1s, ""});
  return ledger;
}

TEST_CASE("decisions are known again by their rows, words and attempts, in any order") {
  report::WrittenDecision one = decision(submit::RowDecision::retry);
  report::WrittenDecision other = decision(submit::RowDecision::skip);
  other.id = "b";
  CHECK_FALSE(report::digest_of({}));
  CHECK(report::digest_of({one, other}) == report::digest_of({other, one}));
  CHECK(report::digest_of({one}) != report::digest_of({one, other}));
  report::WrittenDecision later = one;
  later.attempts = 2;
  CHECK(report::digest_of({one}) != report::digest_of({later}));
  later = one;
  later.word = submit::RowDecision::not_created;
  CHECK(report::digest_of({one}) != report::digest_of({later}));
  later = one;
  later.fingerprint = edited;
  CHECK(report::digest_of({one}) == report::digest_of({later}));
}

TEST_CASE("a decision under which its row was sent or settled is carried out") {
  const report::WrittenDecision retry = decision(submit::RowDecision::retry);
  journal::Ledger ledger = after_a_run_with(sent);
  CHECK(report::is_carried_out(retry, ledger, sent));
  CHECK_FALSE(report::is_carried_out(retry, ledger, edited));
  CHECK_FALSE(report::is_carried_out(retry, ledger, {}));
  CHECK_FALSE(report::is_carried_out(decision(submit::RowDecision::skip), ledger, sent));
  CHECK_FALSE(report::is_carried_out(retry, journal::Ledger(), sent));
  journal::ResolvedFact fact;
  fact.id = "a";
  fact.at = noon + 1h;
  ledger.apply(fact);
  CHECK(report::is_carried_out(retry, ledger, sent));
  fact.decisions = edited;
  ledger.apply(fact);
  CHECK(report::is_carried_out(retry, ledger, edited));
  ledger.apply(journal::OpenedFact{"", "", "m", "https://one.example", noon + 2h, false, {}});
  ledger.apply(journal::SendingFact{"a", sent, 3, noon + 2h, ""});
  CHECK_FALSE(report::is_carried_out(retry, ledger, edited));
}

TEST_CASE("decisions that are carried out are no mistakes, and no newer than their first run") {
  const std::string id = "a";
  const auto mistake = [&](const journal::Ledger& ledger, Date saved) {
    Diagnostics diagnostics;
    report::check_decisions({decision(submit::RowDecision::retry)},
                            {{{&id, sent}}, ledger, saved, sent}, diagnostics);
    return diagnostics.empty() ? std::string() : diagnostics.in_file_order().front().what;
  };
  journal::Ledger ledger = after_a_run_with(sent);
  CHECK(mistake(ledger, noon - 1h).empty());
  CHECK(mistake(ledger, noon + 1h).empty());
  ledger.apply(journal::OpenedFact{"", "", "m", "https://one.example", noon + 2h, false, {}});
  ledger.apply(journal::SendingFact{"a", sent, 3, noon + 2h, ""});
  const std::string now = ": it is now in doubt after attempt 3";
  CHECK(mistake(ledger, noon + 5h) == "a has changed since the same was first decided" + now);
  CHECK(mistake(ledger, noon - 1h) == "a has changed since the file was saved" + now);
}

}  // namespace
}  // namespace shotlist::tests
