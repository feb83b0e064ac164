#include "api/rate_headers.h"

#include <string>
#include <utility>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::rate_headers_test {
namespace {

using namespace std::chrono_literals;

constexpr Date now(1'772'355'600s);  // 2026-03-01T09:00:00Z

using Headers = std::vector<std::pair<std::string, std::string>>;

api::RateAdvice advice_of(Headers headers) {
  http::Reply reply;
  reply.status = 200;
  reply.headers = std::move(headers);
  return api::read_rate_headers(reply, now);
}

struct Case {
  Headers headers;
  std::optional<std::int64_t> remaining;
  std::optional<Duration> reset;
  std::optional<Rate> limit;
};

void check_all(const std::vector<Case>& cases) {
  for (const Case& test : cases) {
    std::string shown;
    for (const auto& [name, value] : test.headers)
      shown += name + ": " + value + "; ";
    CAPTURE(shown);
    const api::RateAdvice advice = advice_of(test.headers);
    CHECK((advice.remaining == test.remaining));
    CHECK((advice.reset == test.reset));
    CHECK((advice.limit == test.limit));
  }
}

TEST_CASE("an answer without such headers says nothing about the limit") {
  check_all({
      {{}, {}, {}, {}},
      {{{"content-type", "application/json"}, {"x-rate", "5"}, {"retry-after", "3"}}, {}, {}, {}},
  });
}

TEST_CASE("what is left, until when, and of how many is read from each family of headers") {
  check_all({
      {{{"ratelimit", "\"default\";r=50;t=30"}, {"ratelimit-policy", "\"default\";q=100;w=60"}},
       50,
       30s,
       Rate{100, 60s}},
      {{{"ratelimit", "limit=100, remaining=50, reset=30"}}, 50, 30s, {}},
      {{{"ratelimit-limit", "100;w=60"}, {"ratelimit-remaining", "50"}, {"ratelimit-reset", "30"}},
       50,
       30s,
       Rate{100, 60s}},
      {{{"x-ratelimit-limit", "100"}, {"x-ratelimit-remaining", "50"}, {"x-ratelimit-reset", "30"}},
       50,
       30s,
       {}},
      {{{"x-rate-limit-remaining", "0"}, {"x-rate-limit-reset", "7"}}, 0, 7s, {}},
      {{{"x-ratelimit-limit-requests", "100"},
        {"x-ratelimit-remaining-requests", "50"},
        {"x-ratelimit-remaining-tokens", "7"},
        {"x-ratelimit-reset-requests", "6m0s"}},
       50,
       6min,
       {}},
      {{{"x-ratelimit-remaining", "3"}}, 3, {}, {}},
  });
}

TEST_CASE("a reset is a number of seconds, a time in parts, or a date") {
  const auto reset = [](const std::string& text) {
    return Case{{{"x-ratelimit-remaining", "1"}, {"x-ratelimit-reset", text}}, 1, {}, {}};
  };
  const std::vector<std::pair<std::string, std::optional<Duration>>> cases = {
      {"0", 0s},
      {"1.5", 1500ms},
      {"20ms", 20ms},
      {"6m0s", 6min},
      {"1h2m3s", 3723s},
      {"1772355660", 60s},
      {"1772355660000", 60s},
      {"1772355000", 0s},  // long past
      {"soon", {}},
      {"-5", {}},
      {"5 apples", {}},
      {"", {}},
  };
  for (const auto& [text, expected] : cases) {
    Case test = reset(text);
    test.reset = expected;
    check_all({test});
  }
}

TEST_CASE("a reset that is a date counts from the server's own clock") {
  check_all({{{{"date", "Sun, 01 Mar 2026 10:00:00 GMT"},
               {"x-ratelimit-remaining", "0"},
               {"x-ratelimit-reset", "1772359210"}},
              0,
              10s,
              {}}});
}

TEST_CASE("of several limits the one that is met first counts") {
  check_all({
      {{{"ratelimit", "\"burst\";r=5;t=1, \"day\";r=900;t=7200"}}, 5, 1s, {}},
      {{{"ratelimit", "\"burst\";r=0;t=1, \"day\";r=0;t=7200"}}, 0, 7200s, {}},
      {{{"ratelimit", "\"a, b\";r=3;t=2"}}, 3, 2s, {}},
      {{{"ratelimit-remaining", "1"}, {"ratelimit-policy", "1000;w=86400, 10;w=1"}},
       1,
       {},
       Rate{10, 1s}},
  });
}

TEST_CASE("the standard's headers go before those with an X") {
  check_all({{{{"x-ratelimit-remaining", "9"}, {"ratelimit-remaining", "4"}}, 4, {}, {}}});
}

TEST_CASE("what cannot be read is not there") {
  check_all({
      {{{"ratelimit", ";;;=,\"\"\""}}, {}, {}, {}},
      {{{"x-ratelimit-remaining", "many"}, {"x-ratelimit-limit", "0;w=60"}}, {}, {}, {}},
      {{{"x-ratelimit-remaining", "99999999999999999999999999"}}, 1'000'000'000'000'000, {}, {}},
      {{{"ratelimit-policy", "5;w=0"}, {"ratelimit-remaining", "2"}}, 2, {}, {}},
  });
}

}  // namespace
}  // namespace shotlist::tests::rate_headers_test
