#include "show/totals.h"

#include <chrono>
#include <vector>

#include "support/catch2.h"
#include "support/review_in_memory.h"

namespace shotlist::tests::totals_test {

using namespace shotlist::show;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

Date at(milliseconds after) {
  return Date(std::chrono::seconds(1'800'000'000)) + after;
}

ledger::Attempt attempt(milliseconds sent, milliseconds latency, Verdict verdict) {
  ledger::Attempt line;
  line.sent_at = at(sent);
  line.latency = latency;
  line.verdict = verdict;
  return line;
}

}  // namespace

TEST_CASE("the median and the 95th percentile are values that were measured") {
  struct Case {
    std::vector<milliseconds> latencies;
    milliseconds median;
    milliseconds p95;
  };
  std::vector<milliseconds> hundred;
  for (int i = 100; i > 0; --i)
    hundred.push_back(milliseconds(i));
  const std::vector<Case> cases = {
      {{7ms}, 7ms, 7ms},
      {{3ms, 1ms}, 1ms, 3ms},
      {{3ms, 1ms, 2ms}, 2ms, 3ms},
      {hundred, 50ms, 95ms},
  };
  for (const Case& c : cases) {
    const auto figures = latency_figures_of(c.latencies);
    REQUIRE(figures);
    CHECK(figures->median == c.median);
    CHECK(figures->p95 == c.p95);
    CHECK(figures->answers == c.latencies.size());
  }
  CHECK_FALSE(latency_figures_of({}));
}

TEST_CASE("the pace is told without the pauses between runs") {
  const auto pace = pace_of({at(0s), at(1s), at(2s), at(1h), at(1h + 1s), at(1h + 2s)});
  REQUIRE(pace);
  CHECK(pace->first == at(0s));
  CHECK(pace->last == at(1h + 2s));
  CHECK(pace->running == 4s);
  CHECK(pace->per_minute == 60.0);
}

TEST_CASE("one attempt has no pace, and none has no times") {
  CHECK_FALSE(pace_of({at(0s)})->per_minute);
  CHECK_FALSE(pace_of({at(0s), at(0s)})->per_minute);
  CHECK_FALSE(pace_of({}));
}

TEST_CASE("totals count rows, attempts, and the latency of those that made a task") {
  ReviewInMemory review;
  review.has_all_attempts = true;
  review.results.rows.resize(2);
  review.results.rows[0].status = Status::submitted;
  review.tries = {attempt(0s, 20ms, Verdict::busy), attempt(1s, 900ms, Verdict::accepted)};
  const Totals totals = review.view().totals;
  CHECK(totals.rows.submitted == 1);
  CHECK(totals.rows.not_sent == 1);
  CHECK(totals.attempts == 2);
  CHECK(totals.latency->median == 900ms);
  CHECK(totals.latency->answers == 1);
}

TEST_CASE("rows that left the manifest are counted apart") {
  ReviewInMemory review;
  review.results.rows.resize(4);
  review.results.rows[0].status = Status::submitted;
  review.results.rows[0].source = "shots.yaml:1";
  review.results.rows[0].entry = "krtvbcdfghjk";
  review.results.rows[1].status = Status::held;
  review.results.rows[1].source = "shots.yaml:2";
  review.results.rows[1].entry = "bcdfghjklmnp";
  review.results.rows[2].source = "shots.yaml:3";
  review.results.rows[3].status = Status::in_doubt;
  review.results.rows[3].entry = "vwxzbcdfghjk";
  const Totals totals = review.view().totals;
  CHECK(totals.rows.total() == 3);
  CHECK(totals.rows.in_doubt == 0);
  CHECK(totals.left == 1);
  CHECK(totals.sent == 2);
}

TEST_CASE("it was a rehearsal where every attempt was one") {
  ReviewInMemory review;
  CHECK_FALSE(review.view().totals.is_rehearsal());
  review.tries.resize(2);
  review.tries[0].rehearsal = true;
  CHECK(review.view().totals.rehearsed == 1);
  CHECK_FALSE(review.view().totals.is_rehearsal());
  review.tries[1].rehearsal = true;
  CHECK(review.view().totals.is_rehearsal());
}

TEST_CASE("without a ledger the attempts are those that the rows count") {
  ReviewInMemory review;
  review.results.rows.resize(2);
  review.results.rows[0].attempts = 3;
  review.results.rows[1].attempts = 1;
  CHECK(review.view().totals.attempts == 4);
}

}  // namespace shotlist::tests::totals_test
