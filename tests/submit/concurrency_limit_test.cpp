#include "submit/pacer.h"

#include "support/catch2.h"

namespace shotlist::tests::concurrency_limit_test {
namespace {

using namespace std::chrono_literals;

constexpr Moment start(1h);

void accept(submit::ConcurrencyLimit& limit, int times, std::size_t in_flight) {
  for (int i = 0; i < times; ++i) {
    limit.left(in_flight);
    limit.accepted(in_flight);
  }
}

TEST_CASE("until something is refused as many may be in flight as there are jobs") {
  submit::ConcurrencyLimit limit;
  accept(limit, 1000, 64);
  CHECK(limit.most() > 1'000'000);
  CHECK_FALSE(limit.learned());
}

TEST_CASE("a refusal in the largest company so far speaks of the company, and one less is tried") {
  submit::ConcurrencyLimit limit;
  accept(limit, 3, 4);
  CHECK(limit.refused(5, start, start + 1s));
  CHECK(limit.most() == 4);
}

TEST_CASE("a refusal in less company than was accepted lately does not speak of the company") {
  submit::ConcurrencyLimit limit;
  accept(limit, 3, 9);
  CHECK_FALSE(limit.refused(8, start, start + 1s));
  CHECK_FALSE(limit.refused(1, start, start + 1s));
  CHECK(limit.most() > 1'000'000);
}

TEST_CASE("few are never too many") {
  submit::ConcurrencyLimit limit;
  for (const std::size_t few : {1U, 2U, 3U})
    CHECK_FALSE(limit.refused(few, start, start + 1s));
}

TEST_CASE("all that left before the limit was known are refused once") {
  submit::ConcurrencyLimit limit;
  REQUIRE(limit.refused(20, start, start + 1s));
  CHECK(limit.refused(7, start + 500ms, start + 2s));
  CHECK(limit.most() == 19);
  CHECK(limit.refused(19, start + 1s, start + 3s));
  CHECK(limit.most() == 18);
}

TEST_CASE("a hundred accepted requests that met the limit raise it, by more each time") {
  submit::ConcurrencyLimit limit;
  REQUIRE(limit.refused(5, start, start));
  for (const std::size_t expected : {5U, 7U, 11U, 19U}) {
    accept(limit, 100, limit.most());
    CHECK(limit.most() == expected);
  }
  REQUIRE(limit.refused(19, start + 1s, start + 1s));
  accept(limit, 100, limit.most());
  CHECK(limit.most() == 19);
}

TEST_CASE("accepted requests that do not meet the limit do not raise it") {
  submit::ConcurrencyLimit limit;
  REQUIRE(limit.refused(5, start, start));
  accept(limit, 1000, 3);
  CHECK(limit.most() == 4);
}

TEST_CASE("how many the server takes is told after the third refusal") {
  submit::ConcurrencyLimit limit;
  for (int time = 1; time <= 3; ++time) {
    CHECK_FALSE(limit.learned());
    REQUIRE(limit.refused(5, start + time * 1s, start + time * 1s));
  }
  CHECK(limit.learned() == std::optional<std::size_t>(4));
}

TEST_CASE("how many it took a second is told as well") {
  submit::ConcurrencyLimit limit;
  for (int time = 1; time <= 3; ++time) {
    CHECK_FALSE(limit.rate());
    REQUIRE(limit.refused(5, start + time * 10s, start + time * 10s));
    accept(limit, 50, 4);
  }
  CHECK(limit.rate() == std::optional<double>(5));
}

}  // namespace
}  // namespace shotlist::tests::concurrency_limit_test
