#include "submit/stop_rule.h"

#include <vector>

#include "base/text.h"
#include "support/catch2.h"

namespace shotlist::tests::stop_rule_test {
namespace {

using namespace std::chrono_literals;

constexpr Moment now(1h);

Outcome outcome(Verdict verdict, ErrorClass error_class = ErrorClass::none, bool ends_run = false) {
  Outcome made;
  made.verdict = verdict;
  made.error_class = error_class;
  made.ends_run = ends_run;
  made.http_status = verdict == Verdict::unsent ? 0 : 200;
  return made;
}

const Outcome accepted = outcome(Verdict::accepted);
const Outcome failed = outcome(Verdict::refused, ErrorClass::server);
const Outcome unreached = outcome(Verdict::unsent, ErrorClass::connect);
const Outcome no_channel = outcome(Verdict::busy, ErrorClass::no_channel);

TEST_CASE("without a limit no number of failures ends a run") {
  submit::StopRule rule({}, 1000);
  for (int row = 0; row < 1000; ++row)
    rule.settled(failed, false, now);
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
    submit::StopRule rule({test.stop_after}, test.rows);
    for (int failure = 1; failure < test.failures; ++failure) {
      rule.settled(failed, false, now);
      rule.settled(accepted, false, now);
      rule.settled(outcome(Verdict::busy, ErrorClass::rate_limited), true, now);  // is tried again
    }
    CHECK_FALSE(rule.end());
    rule.settled(failed, false, now);
    REQUIRE(rule.end());
    CHECK(rule.end()->code == ExitCode::stopped);
    CHECK(contains_ignoring_case(rule.end()->why.english, "--stop-after"));
  }
}

TEST_CASE("many lost answers in a row end the run, however quickly they are lost") {
  const Outcome lost = outcome(Verdict::unknown, ErrorClass::server);
  submit::StopRule rule({}, 1000);
  for (std::size_t row = 1; row < submit::StopRule::most_lost_in_a_row; ++row)
    rule.settled(lost, false, now);
  SECTION("one more") {
    rule.settled(lost, false, now);
    REQUIRE(rule.end());
    CHECK(rule.end()->code == ExitCode::stopped);
    CHECK(rule.end()->why.english.rfind("20 requests in a row ended in doubt", 0) == 0);
  }
  SECTION("not where any other answer comes between, or a row that never left") {
    for (const Outcome& other : {accepted, failed, unreached}) {
      submit::StopRule patient = rule;
      patient.settled(other, other.verdict == Verdict::unsent, now);
      patient.settled(lost, false, now);
      CHECK_FALSE(patient.end());
    }
  }
}

TEST_CASE("an answer that every row would meet ends the run") {
  for (const ErrorClass why : {ErrorClass::auth, ErrorClass::balance, ErrorClass::endpoint}) {
    CAPTURE(to_text(why));
    submit::StopRule rule({}, 100);
    rule.settled(accepted, false, now);
    rule.settled(outcome(Verdict::refused, why, true), false, now);
    REQUIRE(rule.end());
    CHECK(rule.end()->code == ExitCode::refused);
    CHECK(rule.end()->cause == why);
    CHECK_FALSE(rule.end()->why.english.empty());
  }
}

TEST_CASE("why nothing is served is said by the status") {
  const struct {
    int status;
    const char* words;
  } cases[] = {{302, "--base-url"}, {407, "proxy"}, {400, "https"}, {404, "nothing is served"}};
  for (const auto& test : cases) {
    CAPTURE(test.status);
    Outcome refused = outcome(Verdict::refused, ErrorClass::endpoint, true);
    refused.http_status = test.status;
    submit::StopRule rule({}, 100);
    rule.settled(refused, false, now);
    REQUIRE(rule.end());
    CHECK(contains_ignoring_case(rule.end()->why.english, test.words));
  }
}

TEST_CASE("a model without a channel ends the run when it was given up and nothing else succeeds") {
  submit::StopRule rule({}, 100);
  rule.settled(no_channel, true, now);
  CHECK_FALSE(rule.end());
  rule.settled(no_channel, false, now);
  REQUIRE(rule.end());
  CHECK(rule.end()->cause == ErrorClass::no_channel);
}

TEST_CASE("a model without a channel does not end a run in which others succeed, or may") {
  submit::StopRule rule({}, 100);
  rule.settled(no_channel, false, now, /*others_left=*/true);
  CHECK_FALSE(rule.end());
  rule.settled(accepted, false, now);
  rule.settled(no_channel, false, now);
  rule.settled(no_channel, false, now);
  CHECK_FALSE(rule.end());
}

TEST_CASE("a certificate that is not trusted ends the run at once, and the remedy is named") {
  submit::StopRule rule({}, 100);
  Outcome untrusted = outcome(Verdict::unsent, ErrorClass::connect, true);
  untrusted.error = "self-signed certificate";
  rule.settled(untrusted, false, now);
  REQUIRE(rule.end());
  CHECK(rule.end()->code == ExitCode::refused);
  CHECK(contains_ignoring_case(rule.end()->why.english, "self-signed certificate"));
  CHECK(contains_ignoring_case(rule.end()->why.english, "--ca-file"));

  submit::StopRule other({}, 100);
  untrusted.error = "SSL: no alternative certificate subject name matches target host name 'x'";
  other.settled(untrusted, false, now);
  REQUIRE(other.end());
  CHECK(contains_ignoring_case(other.end()->why.english, "check the address"));
  CHECK_FALSE(contains_ignoring_case(other.end()->why.english, "--ca-file"));
}

TEST_CASE("403 for three rows in a row is nobody's own fault") {
  const auto forbidden = [](ErrorClass why) {
    Outcome made = outcome(Verdict::refused, why);
    made.http_status = 403;
    made.status = Status::rejected;
    return made;
  };
  const Outcome page = forbidden(ErrorClass::blocked);
  const Outcome word = forbidden(ErrorClass::moderation);
  const Outcome busy = outcome(Verdict::busy, ErrorClass::rate_limited);
  const struct {
    const char* what;
    std::vector<Outcome> outcomes;
    bool ends;
  } cases[] = {
      {"pages", {page, page, page}, true},
      {"words", {word, word, word}, true},
      {"both", {word, page, word}, true},
      {"two of them", {page, page}, false},
      {"one passes", {page, page, accepted, page, page}, false},
      {"pages after some passed", {accepted, page, page, page}, true},
      {"prompts that are refused after some passed", {accepted, word, word, word, word}, false},
      {"something else in between", {page, busy, page, failed, page}, true},
  };
  for (const auto& test : cases) {
    INFO(test.what);
    submit::StopRule rule({}, 100);
    for (const Outcome& one : test.outcomes)
      rule.settled(one, one.verdict == Verdict::busy, now);
    CHECK(rule.end().has_value() == test.ends);
    CHECK(rule.forbids_everybody() == test.ends);
    if (test.ends) CHECK(rule.end()->code == ExitCode::refused);
  }
}

TEST_CASE("a task that is given to five rows ends the run") {
  submit::StopRule rule({}, 100);
  for (std::size_t rows = 1; rows < 5; ++rows)
    rule.gave_task("T1", rows);
  CHECK_FALSE(rule.end());
  rule.gave_task("T1", 5);
  REQUIRE(rule.end());
  CHECK(rule.end()->code == ExitCode::refused);
  CHECK(contains_ignoring_case(rule.end()->why.english, "the same task id, T1, to 5 rows"));
}

TEST_CASE("a run in which nothing gets through ends after a stated time") {
  const Outcome busy = outcome(Verdict::busy, ErrorClass::rate_limited);
  submit::StopRule rule({{}, 10min}, 100);
  CHECK(rule.gives_up_at() == Moment::max());
  rule.settled(busy, true, now);
  CHECK(rule.stuck_since() == now);
  CHECK(rule.gives_up_at() == now + 10min);
  rule.settled(busy, true, now + 5min);
  rule.pass(now + 10min - 1ns);
  CHECK_FALSE(rule.end());
  SECTION("not where something was accepted since") {
    rule.settled(accepted, false, now + 6min);
    CHECK_FALSE(rule.stuck_since());
    rule.pass(now + 10h);
    CHECK_FALSE(rule.end());
  }
  SECTION("not while nothing may be sent") {
    rule.rest();
    CHECK(rule.gives_up_at() == Moment::max());
    rule.pass(now + 10h);
    CHECK_FALSE(rule.end());
    rule.settled(busy, true, now + 10h);
    CHECK(rule.gives_up_at() == now + 10h + 10min);
  }
  SECTION("a row that is refused is no success") {
    rule.settled(failed, false, now + 6min);
    rule.pass(now + 10min);
    CHECK(rule.end());
  }
  SECTION("the reason is named") {
    rule.pass(now + 10min);
    REQUIRE(rule.end());
    CHECK(rule.end()->code == ExitCode::refused);
    CHECK(rule.end()->cause == ErrorClass::rate_limited);
    CHECK(rule.end()->why.english ==
          "nothing got through for 600s (rate limited), which is the limit of --give-up");
  }
}

TEST_CASE("a server that cannot be reached ends the run once a row is given up for it") {
  submit::StopRule rule({}, 100);
  for (int attempt = 1; attempt < 20; ++attempt)
    rule.settled(unreached, true, now);
  CHECK_FALSE(rule.end());
  rule.settled(unreached, false, now);
  REQUIRE(rule.end());
  CHECK(rule.end()->code == ExitCode::refused);
  CHECK(rule.end()->cause == ErrorClass::connect);
  CHECK(contains_ignoring_case(rule.end()->why.english, "cannot be reached"));
}

TEST_CASE("a row that is given up does not end a run in which the server answers") {
  submit::StopRule rule({}, 100);
  for (int row = 0; row < 20; ++row) {
    rule.settled(unreached, true, now);
    rule.settled(failed, false, now);
    rule.settled(unreached, false, now);
  }
  CHECK_FALSE(rule.end());
}

TEST_CASE("a request that is lost on its way is not one that could not leave") {
  submit::StopRule rule({}, 100);
  rule.settled(unreached, true, now);
  Outcome lost = outcome(Verdict::unknown, ErrorClass::dropped);
  lost.http_status = 0;
  rule.settled(lost, false, now);
  CHECK_FALSE(rule.end());
}

TEST_CASE("answers that are lost after the same time end the run, and the remedy is named") {
  const struct {
    const char* what;
    ErrorClass error_class;
    Duration after;
    const char* named;
  } cases[] = {
      {"our own timeout", ErrorClass::timeout, 60s + 3ms, "within 60s, which is --timeout"},
      {"a short one of ours", ErrorClass::timeout, 200ms, "within 200ms, which is --timeout"},
      {"a proxy's", ErrorClass::server, 59s + 980ms, "after 60s each"},
      {"a proxy that just hangs up", ErrorClass::dropped, 4s + 500ms, "after 4.5s each"},
      {"a proxy that shows a page", ErrorClass::bad_response, 100s, "after 100s each"},
  };
  for (const auto& test : cases) {
    INFO(test.what);
    submit::StopRule rule({}, 100);
    Outcome lost = outcome(Verdict::unknown, test.error_class);
    lost.latency = test.after;
    for (int row = 1; row < 5; ++row)
      rule.settled(lost, false, now);
    CHECK_FALSE(rule.end());
    rule.settled(lost, false, now);
    REQUIRE(rule.end());
    CHECK(rule.end()->code == ExitCode::stopped);
    CHECK(rule.end()->cause == ErrorClass::timeout);
    CHECK(contains_ignoring_case(rule.end()->why.english, test.named));
    CHECK(contains_ignoring_case(rule.end()->why.english, "--timeout"));
  }
}

TEST_CASE("the first reason to end is the one that is told") {
  submit::StopRule rule({CountOrShare{1, false}}, 10);
  rule.settled(failed, false, now);
  rule.settled(outcome(Verdict::refused, ErrorClass::auth, true), false, now);
  CHECK(rule.end()->code == ExitCode::stopped);
}

}  // namespace
}  // namespace shotlist::tests::stop_rule_test
