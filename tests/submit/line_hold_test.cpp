#include "submit/line_hold.h"

#include "support/catch2.h"

namespace shotlist {
namespace {

using namespace std::chrono_literals;

constexpr Moment start(1h);

Outcome busy(ErrorClass why = ErrorClass::rate_limited, std::optional<Duration> retry_after = {}) {
  Outcome outcome;
  outcome.verdict = Verdict::busy;
  outcome.error_class = why;
  outcome.retry_after = retry_after;
  return outcome;
}

TEST_CASE("a line that was never refused holds nobody") {
  CHECK(LineHold().until() <= start);
}

TEST_CASE("a wave of refusals to requests that left together is one refusal") {
  LineHold hold;
  hold.refused(busy(), start, start + 1s, 0);
  hold.refused(busy(), start, start + 1s + 100ms, 0);
  hold.refused(busy(), start, start + 1s + 200ms, 0);
  CHECK(hold.until() == start + 2s + 200ms);
}

TEST_CASE("each wave of refusals waits twice as long as the one before") {
  LineHold hold;
  Moment sent = start;
  for (const Duration wait : {1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s}) {
    const Moment answered = sent + 100ms;
    hold.refused(busy(), sent, answered, 0);
    CHECK(hold.until() == answered + wait);
    sent = hold.until();
  }
}

TEST_CASE("after something was accepted the next refusal starts from the shortest wait") {
  LineHold hold;
  hold.refused(busy(), start, start + 1s, 0);
  hold.refused(busy(), start + 2s, start + 3s, 0);
  CHECK(hold.until() == start + 5s);
  hold.accepted();
  hold.refused(busy(), start + 5s, start + 6s, 0);
  CHECK(hold.until() == start + 7s);
}

TEST_CASE("a hold is never shortened by a later answer") {
  LineHold hold;
  hold.refused(busy(ErrorClass::rate_limited, 30s), start, start + 1s, 0);
  hold.refused(busy(ErrorClass::rate_limited, 2s), start, start + 2s, 0);
  CHECK(hold.until() == start + 31s);
}

TEST_CASE("a model without a channel holds the line only while nothing else is accepted") {
  LineHold hold;
  hold.accepted();
  hold.refused(busy(ErrorClass::no_channel), start, start + 1s, 0);
  CHECK(hold.until() <= start + 1s);
  hold.refused(busy(ErrorClass::no_channel), start + 1s, start + 2s, 0);
  CHECK(hold.until() > start + 2s);
}

}  // namespace
}  // namespace shotlist
