#include "submit/retry_policy.h"

#include <optional>

#include "support/catch2.h"

namespace shotlist::tests::retry_policy_test {
namespace {

using namespace std::chrono_literals;

Outcome outcome(Verdict verdict, ErrorClass error_class = ErrorClass::none,
                std::optional<Duration> retry_after = {}) {
  Outcome made;
  made.verdict = verdict;
  made.error_class = error_class;
  made.retry_after = retry_after;
  return made;
}

TEST_CASE("the backoff doubles from one second to one minute") {
  const struct {
    int failures;
    Duration full;
  } cases[] = {{1, 1s},  {2, 2s},  {3, 4s},    {4, 8s}, {5, 16s},
               {6, 32s}, {7, 60s}, {100, 60s}, {0, 1s}, {2'000'000'000, 60s}};
  for (const auto& test : cases) {
    CAPTURE(test.failures);
    CHECK(submit::backoff(test.failures, 0) == test.full);
    CHECK(submit::backoff(test.failures, 0.5) == test.full * 3 / 4);
    CHECK(submit::backoff(test.failures, 0.999999) > test.full / 2);
  }
}

TEST_CASE("the line waits for as long as the server asked, else for the backoff") {
  const struct {
    const char* what;
    std::optional<Duration> asked;
    int failures;
    Duration wait;
  } cases[] = {
      {"asked", 7s, 1, 7s},           {"asked, however often", 7s, 9, 7s},
      {"asked for hours", 5h, 1, 5h}, {"asked for nothing", 0s, 2, 2s},
      {"not asked", {}, 1, 1s},       {"not asked, again", {}, 4, 8s},
  };
  for (const auto& test : cases) {
    INFO(test.what);
    const Outcome busy = outcome(Verdict::busy, ErrorClass::rate_limited, test.asked);
    CHECK(submit::hold_for(busy, test.failures, 0) == test.wait);
  }
}

TEST_CASE("a model without a channel is waited for longer, by all of its rows") {
  const Outcome none = outcome(Verdict::busy, ErrorClass::no_channel);
  CHECK(submit::model_hold(none, 1, 0) == 32s);
  CHECK(submit::model_hold(none, 2, 0) == 60s);
  CHECK(submit::model_hold(outcome(Verdict::busy, ErrorClass::no_channel, 5s), 2, 0) == 5s);
  for (const bool is_line_held : {true, false})
    CHECK(submit::row_wait(none, is_line_held, 1, 5, 0) == Duration(0s));
  CHECK_FALSE(submit::row_wait(none, true, 2, 2, 0));
}

TEST_CASE("where tasks must end first, the line waits for the time that takes") {
  const Outcome many = outcome(Verdict::busy, ErrorClass::too_many_running);
  CHECK(submit::hold_for(many, 1, 0) == 30s);
  CHECK(submit::hold_for(many, 2, 0) == 60s);
  CHECK(submit::hold_for(many, 9, 0) == 2min);
  CHECK(submit::hold_for(outcome(Verdict::busy, ErrorClass::too_many_running, 7s), 1, 0) == 7s);
}

TEST_CASE("a server that cannot be reached is given most of a minute within the usual tries") {
  const Outcome unsent = outcome(Verdict::unsent, ErrorClass::connect);
  Duration longest{};
  Duration shortest{};
  for (int failures = 1; failures < 5; ++failures) {
    longest += submit::hold_for(unsent, failures, 0);
    shortest += submit::hold_for(unsent, failures, 0.999999);
  }
  CHECK(longest == 60s);
  CHECK(shortest >= 30s);
}

TEST_CASE("only what is known to be free is tried again") {
  const ErrorClass classes[] = {ErrorClass::none,       ErrorClass::connect,
                                ErrorClass::server,     ErrorClass::timeout,
                                ErrorClass::dropped,    ErrorClass::bad_response,
                                ErrorClass::moderation, ErrorClass::rate_limited,
                                ErrorClass::auth,       ErrorClass::no_channel};
  for (const ErrorClass error_class : classes) {
    CAPTURE(to_text(error_class));
    CHECK(submit::row_wait(outcome(Verdict::unsent, error_class), false, 1, 5, 0.5));
    CHECK(submit::row_wait(outcome(Verdict::busy, error_class), false, 1, 5, 0.5));
    for (const Verdict verdict : {Verdict::accepted, Verdict::refused, Verdict::unknown}) {
      CHECK_FALSE(submit::row_wait(outcome(verdict, error_class), false, 1, 5, 0.5));
      // Not even where the server asks for it: the answer does not say that it was free.
      CHECK_FALSE(submit::row_wait(outcome(verdict, error_class, 1s), false, 1, 5, 0.5));
    }
  }
}

TEST_CASE("a row is tried as often as allowed and no more") {
  const Outcome unsent = outcome(Verdict::unsent, ErrorClass::connect);
  CHECK(submit::row_wait(unsent, false, 1, 3, 0) == Duration(1s));
  CHECK(submit::row_wait(unsent, false, 2, 3, 0) == Duration(2s));
  CHECK_FALSE(submit::row_wait(unsent, false, 3, 3, 0));
  CHECK_FALSE(submit::row_wait(unsent, false, 1, 1, 0));
}

TEST_CASE("a row that is refused again and again waits from the shortest wait on") {
  const Outcome busy = outcome(Verdict::busy, ErrorClass::rate_limited);
  CHECK(submit::row_wait(busy, true, 2, 5, 0, 250ms) == Duration(0s));
  CHECK(submit::row_wait(busy, true, 3, 5, 0, 250ms) == Duration(250ms));
  CHECK(submit::row_wait(busy, true, 4, 5, 0, 250ms) == Duration(500ms));
  CHECK(submit::row_wait(busy, true, 4, 5, 0) == Duration(2s));
}

TEST_CASE("where the line waits, the row needs no wait of its own") {
  CHECK(submit::row_wait(outcome(Verdict::busy, ErrorClass::rate_limited, 30s), true, 1, 5, 0) ==
        Duration(0s));
  CHECK(submit::row_wait(outcome(Verdict::unsent, ErrorClass::connect), true, 4, 5, 0) ==
        Duration(0s));
  CHECK_FALSE(submit::row_wait(outcome(Verdict::unsent, ErrorClass::connect), true, 5, 5, 0));
}

}  // namespace
}  // namespace shotlist::tests::retry_policy_test
