#include "show/figures.h"

#include <chrono>
#include <string>
#include <vector>

#include "support/catch2.h"
#include "support/review_in_memory.h"

namespace shotlist::tests::figures_test {

using namespace shotlist::show;
using namespace std::chrono_literals;

namespace {

ledger::Attempt attempt(std::chrono::milliseconds after, std::chrono::milliseconds latency) {
  ledger::Attempt line;
  line.sent_at = parse_date("2026-03-01T09:30:00.000Z").value() + after;
  line.latency = latency;
  line.verdict = Verdict::accepted;
  return line;
}

std::vector<std::string> told(const ReviewInMemory& review) {
  std::vector<std::string> lines;
  for (const Figure& figure : figures_of(review.view()))
    lines.push_back(figure.label + ": " + figure.text);
  return lines;
}

}  // namespace

TEST_CASE("figures tell tries, their pace and the latency of answers") {
  ReviewInMemory review;
  review.has_all_attempts = true;
  review.tries = {attempt(0s, 1200ms), attempt(30s, 900ms), attempt(60s, 3400ms)};
  CHECK(told(review) ==
        std::vector<std::string>{
            "tries: 3, the first at 2026-03-01T09:30:00.000Z, the last 1:00 later; 2.0/min while "
            "running",
            "latency: median 1.2s, 95 of 100 within 3.4s"});
}

TEST_CASE("one answer has a latency, and one try no pace") {
  ReviewInMemory review;
  review.has_all_attempts = true;
  review.tries = {attempt(0s, 1200ms)};
  CHECK(told(review) == std::vector<std::string>{"tries: 1, the first at 2026-03-01T09:30:00.000Z",
                                                 "latency: 1.2s"});
}

TEST_CASE("nothing was tried, and nothing is told") {
  CHECK(told(ReviewInMemory()).empty());
}

TEST_CASE("rehearsals and rows that left the manifest are told") {
  ReviewInMemory review;
  review.has_all_attempts = true;
  review.tries = {attempt(0s, 1s), attempt(1s, 1s), attempt(2s, 1s)};
  review.tries[0].rehearsal = true;
  review.results.rows.resize(3);
  review.results.rows[0].entry = "krtvbcdfghjk";
  CHECK(told(review)[0] == "rehearsal: 1 try went to a rehearsal server, and was not paid");
  CHECK(told(review)[1] ==
        "left: 1 row is no longer in the manifest: it is listed behind the others, outside the "
        "counts");
  review.tries[1].rehearsal = true;
  review.results.rows[1].entry = "vwxzbcdfghjk";
  CHECK(told(review)[0] == "rehearsal: 2 tries went to a rehearsal server, and were not paid");
  CHECK(told(review)[1] ==
        "left: 2 rows are no longer in the manifest: they are listed behind the others, outside "
        "the counts");
  review.tries[2].rehearsal = true;
  CHECK(told(review)[0] == "rehearsal: nothing was paid");
}

TEST_CASE("videos are told by what became of them, with their files") {
  ReviewInMemory review;
  for (const char* status :
       {"completed", "running", "failed", "completed", "", "lost", "expired", "new"})
    review.results.rows.emplace_back().video_status = status;
  review.results.rows[3].entry = "krtvbcdfghjk";  // it left the manifest
  CHECK(told(review).back() == "videos: 1 completed, 1 failed, 1 expired, 1 lost, 1 running");
  review.video_files = {1, 0, 4'200'000};
  CHECK(told(review).back() ==
        "videos: 1 completed, 1 failed, 1 expired, 1 lost, 1 running; 1 file, 4.2 MB");
  review.results.rows.clear();
  review.video_files = {2, 1, 999};
  CHECK(told(review).back() == "videos: 2 files, 999 bytes, and 1 is missing");
  review.video_files = {0, 3, 0};
  CHECK(told(review).back() == "videos: 0 files, and 3 are missing");
}

TEST_CASE("while a run is under way what is on its way is told") {
  ReviewInMemory review;
  review.is_live = true;
  CHECK(told(review) == std::vector<std::string>{"running: a run is under way"});
  review.has_all_attempts = true;
  review.tries = {attempt(0s, 1s), attempt(1s, 1s)};
  for (ledger::Attempt& attempt : review.tries)
    attempt.is_of_run_at_work = true;
  review.tries[0].verdict.reset();
  CHECK(told(review).front() ==
        "running: a run is under way; 1 request on its way, and in doubt only should it die now");
  review.tries[1].verdict.reset();
  CHECK(
      told(review).front() ==
      "running: a run is under way; 2 requests on their way, and in doubt only should it die now");
}

}  // namespace shotlist::tests::figures_test
