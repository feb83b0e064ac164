#include "submit/stop_rule.h"

#include "base/text.h"
#include "support/catch2.h"

namespace shotlist {
namespace {

Outcome outcome(Verdict verdict, ErrorClass error_class = ErrorClass::none, bool ends_run = false) {
  Outcome made;
  made.verdict = verdict;
  made.error_class = error_class;
  made.ends_run = ends_run;
  return made;
}

const Outcome accepted = outcome(Verdict::accepted);
const Outcome failed = outcome(Verdict::refused, ErrorClass::server);
const Outcome no_channel = outcome(Verdict::busy, ErrorClass::no_channel);

TEST_CASE("without a limit no number of failures ends a run") {
  StopRule rule({}, 1000);
  for (int row = 0; row < 1000; ++row)
    rule.settled(failed, false);
  CHECK_FALSE(rule.end());
}

TEST_CASE("--stop-after ends the run at that many failed rows") {
  const struct {
    CountOrShare stop_after;
    std::size_t rows;
    int failures;
  } cases[] = {
      {{1, false}, 10, 1}, {{3, false}, 10, 3},   {{20, true}, 10, 2}, {{20, true}, 11, 3},
      {{1, true}, 10, 1},  {{100, true}, 10, 10}, {{50, true}, 1, 1},
  };
  for (const auto& test : cases) {
    CAPTURE(test.stop_after.count, test.stop_after.percent, test.rows);
    StopRule rule(test.stop_after, test.rows);
    for (int failure = 1; failure < test.failures; ++failure) {
      rule.settled(failed, false);
      rule.settled(accepted, false);
      rule.settled(outcome(Verdict::busy, ErrorClass::rate_limited), true);  // is tried again
    }
    CHECK_FALSE(rule.end());
    rule.settled(failed, false);
    REQUIRE(rule.end());
    CHECK(rule.end()->code == ExitCode::stopped);
    CHECK(contains_ignoring_case(rule.end()->why, "--stop-after"));
  }
}

TEST_CASE("an answer that every row would meet ends the run") {
  for (const ErrorClass why : {ErrorClass::auth, ErrorClass::balance, ErrorClass::endpoint}) {
    CAPTURE(to_text(why));
    StopRule rule({}, 100);
    rule.settled(accepted, false);
    rule.settled(outcome(Verdict::refused, why, true), false);
    REQUIRE(rule.end());
    CHECK(rule.end()->code == ExitCode::refused);
    CHECK(rule.end()->cause == why);
    CHECK_FALSE(rule.end()->why.empty());
  }
}

TEST_CASE("a model without a channel ends the run when it was given up and nothing else succeeds") {
  StopRule rule({}, 100);
  rule.settled(no_channel, true);
  CHECK_FALSE(rule.end());
  rule.settled(no_channel, false);
  REQUIRE(rule.end());
  CHECK(rule.end()->cause == ErrorClass::no_channel);
}

TEST_CASE("a model without a channel does not end a run in which others succeed") {
  StopRule rule({}, 100);
  for (int row = 0; row < 5; ++row) {
    rule.settled(accepted, false);
    rule.settled(no_channel, false);
  }
  CHECK_FALSE(rule.end());
  rule.settled(no_channel, false);
  CHECK(rule.end());
}

TEST_CASE("the first reason to end is the one that is told") {
  StopRule rule(CountOrShare{1, false}, 10);
  rule.settled(failed, false);
  rule.settled(outcome(Verdict::refused, ErrorClass::auth, true), false);
  CHECK(rule.end()->code == ExitCode::stopped);
}

}  // namespace
}  // namespace shotlist
