#include <optional>
#include <vector>

#include "submit/pacer.h"
#include "support/catch2.h"

namespace shotlist::tests::backoff_test {
namespace {

using namespace std::chrono_literals;

constexpr Moment start(1h);

Outcome outcome(Verdict verdict, int http_status, ErrorClass why = ErrorClass::none) {
  Outcome made;
  made.verdict = verdict;
  made.http_status = http_status;
  made.error_class = why;
  return made;
}

Outcome busy(ErrorClass why = ErrorClass::rate_limited, std::optional<Duration> retry_after = {}) {
  Outcome made = outcome(Verdict::busy, 429, why);
  made.retry_after = retry_after;
  return made;
}

const Outcome accepted = outcome(Verdict::accepted, 200);
const Outcome rejected = outcome(Verdict::refused, 400, ErrorClass::invalid_request);
const Outcome unreached = outcome(Verdict::unsent, 0, ErrorClass::connect);
const Outcome lost = outcome(Verdict::unknown, 0, ErrorClass::dropped);

TEST_CASE("a line that was never refused holds nobody") {
  CHECK(submit::Backoff().until() <= start);
}

TEST_CASE("a wave of refusals to requests that left together is one refusal") {
  submit::Backoff hold;
  hold.settled(busy(), start, start + 1s, 0);
  hold.settled(busy(), start, start + 1s + 100ms, 0);
  hold.settled(busy(), start, start + 1s + 200ms, 0);
  CHECK(hold.until() == start + 2s + 200ms);
}

TEST_CASE("each wave of refusals waits twice as long as the one before") {
  submit::Backoff hold;
  Moment sent = start;
  for (const Duration wait : {1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s}) {
    const Moment answered = sent + 100ms;
    hold.settled(busy(), sent, answered, 0);
    CHECK(hold.until() == answered + wait);
    sent = hold.until();
  }
}

TEST_CASE("after something was accepted the next refusal starts from the shortest wait") {
  submit::Backoff hold;
  hold.settled(busy(), start, start + 1s, 0);
  hold.settled(busy(), start + 2s, start + 3s, 0);
  CHECK(hold.until() == start + 5s);
  hold.settled(accepted, start + 4s, start + 5s, 0);
  hold.settled(busy(), start + 5s, start + 6s, 0);
  CHECK(hold.until() == start + 7s);
}

TEST_CASE("a hold is never shortened by a later answer") {
  submit::Backoff hold;
  hold.settled(busy(ErrorClass::rate_limited, 30s), start, start + 1s, 0);
  hold.settled(busy(ErrorClass::rate_limited, 2s), start, start + 2s, 0);
  CHECK(hold.until() == start + 31s);
}

TEST_CASE("a model without a channel holds nobody else") {
  submit::Backoff hold;
  CHECK_FALSE(hold.settled(busy(ErrorClass::no_channel), start, start + 1s, 0));
  CHECK(hold.until() <= start);
}

TEST_CASE("a hold knows what it is for, and what was asked for where that was too much") {
  submit::Backoff hold;
  Outcome long_wait = busy(ErrorClass::overloaded, 1h);
  long_wait.asked_to_wait = 5h;
  hold.settled(long_wait, start, start, 0);
  hold.settled(busy(ErrorClass::rate_limited, 1s), start, start, 0);  // ends sooner
  CHECK(hold.why() == ErrorClass::overloaded);
  CHECK(hold.asked() == 5h);
}

TEST_CASE("a \"not now\" that is wrapped in a success holds the line, though its row is through") {
  submit::Backoff hold;
  Outcome wrapped = rejected;
  wrapped.error_class = ErrorClass::rate_limited;
  CHECK(hold.settled(wrapped, start, start, 0));
  CHECK(hold.until() == start + 1s);
  CHECK(hold.refusals() == 1);
}

TEST_CASE("a server that cannot be reached holds the line unless it answered in between") {
  const struct {
    const char* what;
    std::vector<Outcome> before;
    bool holds;
  } cases[] = {
      {"the first of all", {}, true},
      {"after an answer", {accepted}, false},
      {"any answer proves that it is there", {rejected}, false},
      {"even one that says not now", {busy()}, false},
      {"twice in a row", {accepted, unreached}, true},
      {"now and then", {accepted, unreached, accepted}, false},
      {"an old request that is lost proves nothing", {unreached, lost}, true},
  };
  for (const auto& test : cases) {
    INFO(test.what);
    submit::Backoff hold;
    for (const Outcome& one : test.before)
      hold.settled(one, start, start, 0);
    CHECK(hold.settled(unreached, start + 5min, start + 5min, 0) == test.holds);
    CHECK((hold.until() > start + 5min) == test.holds);
  }
}

TEST_CASE("an outage is waited for in steps of its own, which any answer ends") {
  submit::Backoff hold;
  Moment now = start;
  const auto next_hold = [&](const Outcome& one) {
    now += 10min;
    hold.settled(one, now, now, 0);
    return hold.until() - now;
  };
  CHECK(next_hold(unreached) == 4s);
  CHECK(next_hold(unreached) == 8s);
  CHECK(next_hold(unreached) == 16s);
  CHECK(next_hold(unreached) == 32s);
  CHECK(next_hold(busy()) == 1s);
  CHECK(next_hold(busy()) == 2s);
  hold.settled(unreached, now, now, 0);  // alone: it answered a moment ago
  CHECK(next_hold(unreached) == 4s);
  CHECK(next_hold(busy()) == 4s);
}

TEST_CASE("slow answers make no row of refusals if each is judged by its departure") {
  submit::Backoff hold(true);
  hold.settled(busy(), start, start + 1s, 0);
  hold.settled(busy(), start + 2s, start + 3s, 0);
  CHECK(hold.refusals() == 2);
  hold.settled(accepted, start + 1s, start + 4s, 0);  // it left between the two
  CHECK(hold.refusals() == 1);
  hold.settled(busy(), start + 3s, start + 5s, 0);
  CHECK(hold.until() == start + 7s);
  hold.settled(accepted, start + 4s, start + 6s, 0);
  CHECK(hold.refusals() == 1);
  hold.settled(accepted, start + 5s, start + 7s, 0);
  CHECK(hold.refusals() == 0);
}

TEST_CASE("what is neither busy nor unsent holds nobody") {
  submit::Backoff hold;
  for (const Outcome& one : {accepted, rejected, lost})
    CHECK_FALSE(hold.settled(one, start, start, 0));
  CHECK(hold.until() <= start);
}

}  // namespace
}  // namespace shotlist::tests::backoff_test
