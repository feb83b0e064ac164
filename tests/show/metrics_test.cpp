#include "show/metrics.h"

#include <string>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::metrics_test {

using namespace shotlist::show;
using namespace std::chrono_literals;

namespace {

Request request_of(const std::string& id, const std::string& prompt) {
  Request request;
  request.id = id;
  request.fields = {{"prompt", prompt}};
  return request;
}

const Date start = Date(1'772'355'600'000ms);

bool has(const std::string& text, const std::string& line) {
  return ('\n' + text).find('\n' + line + '\n') != std::string::npos;
}

Outcome outcome_of(Verdict verdict, ErrorClass error_class, int http_status, Duration latency) {
  Outcome outcome;
  outcome.verdict = verdict;
  outcome.error_class = error_class;
  outcome.http_status = http_status;
  outcome.latency = latency;
  return outcome;
}

}  // namespace

TEST_CASE("metrics count what was sent and what came of it") {
  Metrics metrics({"night", "https://api.example.com"}, start, [](std::string_view) {});
  const Request row = request_of("a", "one");
  for (int i = 1; i <= 3; ++i)
    metrics.sent({row, i});
  metrics.settled({row, 1}, outcome_of(Verdict::busy, ErrorClass::rate_limited, 429, 500ms), true);
  metrics.settled({row, 2}, outcome_of(Verdict::accepted, ErrorClass::none, 200, 4s), false);
  metrics.settled({row, 3}, outcome_of(Verdict::unknown, ErrorClass::timeout, 0, 120s), false);
  const std::string text = metrics.text();
  const std::string run = R"({manifest="night",server="https://api.example.com")";
  CHECK(text.starts_with(metrics_start));
  CHECK(has(text, "shotlist_run_active" + run + "} 1"));
  CHECK(has(text, "shotlist_run_start_timestamp_seconds" + run + "} 1772355600.000"));
  CHECK(has(text, "# TYPE shotlist_requests_sent_total counter"));
  CHECK(has(text, "shotlist_requests_sent_total" + run + "} 3"));
  CHECK(has(text,
            "shotlist_answers_total" + run + R"(,verdict="busy",error_class="rate_limited"} 1)"));
  const std::string bucket = "shotlist_answer_duration_seconds_bucket" + run;
  CHECK(has(text, bucket + R"(,le="1"} 1)"));
  CHECK(has(text, bucket + R"(,le="5"} 2)"));
  CHECK(has(text, bucket + R"(,le="+Inf"} 2)"));
  CHECK(has(text, "shotlist_answer_duration_seconds_sum" + run + "} 4.5"));
  CHECK(has(text, "shotlist_answer_duration_seconds_count" + run + "} 2"));
}

TEST_CASE("what a label holds cannot end it, its line or its encoding") {
  Metrics metrics({"a\"b\\c\nd\x1b\xFF", "s"}, start, [](std::string_view) {});
  CHECK(has(metrics.text(), R"(shotlist_run_active{manifest="a\"b\\c\\nd\\x1b)"
                            "\xEF\xBF\xBD"
                            R"(",server="s"} 1)"));
}

TEST_CASE(
    "metrics are published at once, every few seconds while the run is at work, and at the end") {
  std::vector<std::string> published;
  Metrics metrics({"m", "s"}, start,
                  [&published](std::string_view text) { published.emplace_back(text); });
  submit::Tally tally;
  tally.to_send = 2;
  tally.counts.not_sent = 2;
  tally.now = Moment(100s);
  tally.date = start + 1s;
  CHECK(metrics.turn(tally) == Moment(105s));
  REQUIRE(published.size() == 1);
  CHECK(has(published.back(), R"(shotlist_rows{manifest="m",server="s",status="not_sent"} 2)"));
  CHECK(has(published.back(),
            R"(shotlist_run_updated_timestamp_seconds{manifest="m",server="s"} 1772355601.000)"));
  tally.now += 4s;
  CHECK(metrics.turn(tally) == Moment(105s));
  CHECK(published.size() == 1);
  tally.now += 1s;
  tally.wait = submit::Wait{tally.now + 1min, submit::Wait::Reason::overloaded, {}, {}};
  CHECK(metrics.turn(tally) == Moment(110s));
  REQUIRE(published.size() == 2);
  CHECK(has(published.back(),
            R"(shotlist_line_waiting{manifest="m",server="s",reason="overloaded"} 1)"));
  tally.to_send = 0;
  CHECK(metrics.turn(tally) == Moment::max());  // nothing wakes it up any more
  metrics.end(ExitCode::some_failed, start + 9s);
  REQUIRE(published.size() == 3);
  CHECK(has(published.back(), R"(shotlist_run_active{manifest="m",server="s"} 0)"));
  CHECK(has(published.back(), R"(shotlist_run_exit_code{manifest="m",server="s"} 1)"));
  CHECK(published.back().find("waiting") == std::string::npos);
}

}  // namespace shotlist::tests::metrics_test
