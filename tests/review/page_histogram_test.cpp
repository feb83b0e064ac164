#include "review/page_histogram.h"

#include <chrono>
#include <string>
#include <vector>

#include "report/shown_text.h"
#include "review/page_chart.h"
#include "support/catch2.h"

namespace shotlist::tests::page_histogram_test {

using namespace shotlist::report;
using namespace shotlist::review;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

AttemptLine answer(milliseconds latency, Verdict verdict = Verdict::accepted) {
  AttemptLine line;
  line.latency = latency;
  line.verdict = verdict;
  return line;
}

const Histogram::Bin& bin_with(const Histogram& histogram, double latency) {
  for (const Histogram::Bin& bin : histogram.bins) {
    if (bin.from <= latency + 1e-6 && latency < bin.to - 1e-6) return bin;
  }
  throw std::out_of_range("no bin holds it");
}

}  // namespace

TEST_CASE("every latency is in the bin that holds it") {
  for (const milliseconds latency : {0ms, 1ms, 2ms, 999ms, 1000ms, 1001ms, 120'000ms}) {
    CAPTURE(latency.count());
    const Histogram histogram = histogram_of({answer(latency), answer(50ms, Verdict::refused)});
    CHECK(bin_with(histogram, std::max(1.0, static_cast<double>(latency.count()))).made == 1);
    CHECK(bin_with(histogram, 50).other == 1);
  }
}

TEST_CASE("bins follow each other, and each is as many times as long as the one before") {
  const Histogram histogram = histogram_of({answer(30ms), answer(90s), answer(2s)});
  REQUIRE(histogram.bins.size() > 30);
  for (std::size_t i = 1; i < histogram.bins.size(); ++i)
    CHECK(histogram.bins[i].from == histogram.bins[i - 1].to);
  CHECK(histogram.place_of(histogram.bins.front().from) == 0);
  CHECK(histogram.place_of(histogram.bins.back().to) == 1);
  CHECK(histogram.place_of(1000) > histogram.place_of(100));
}

TEST_CASE("latencies that lie close together do not fill the whole width") {
  const Histogram histogram = histogram_of({answer(200ms), answer(210ms)});
  CHECK(histogram.bins.size() >= Histogram::bins_per_decade);
}

TEST_CASE("without a latency there is nothing to draw but a sentence") {
  CHECK(histogram_of({AttemptLine()}).bins.empty());
  CHECK(contains(histogram_html(histogram_of({}), std::nullopt), "No answer was timed"));
}

TEST_CASE("a histogram is drawn with its median and its 95th percentile") {
  const std::vector<AttemptLine> lines = {answer(200ms), answer(400ms), answer(9s)};
  const std::string html =
      histogram_html(histogram_of(lines), LatencyFigures{400ms, 9s, lines.size()});
  CHECK(contains(
      html,
      R"(role="img" aria-labelledby="latency-title" aria-describedby="latency-description")"));
  CHECK(contains(html, "The median of those that made a task is 400ms, the 95th percentile 9s."));
  CHECK(contains(html, "median <tspan>400ms</tspan>"));
  CHECK(contains(html, "p95 <tspan>9s</tspan>"));
}

TEST_CASE("the scale of a chart ends at a round number that has a half") {
  struct Case {
    std::size_t count;
    std::size_t top;
  };
  const std::vector<Case> cases = {{0, 2},   {1, 2},   {3, 4},   {5, 6},     {9, 10},
                                   {11, 12}, {17, 20}, {30, 30}, {101, 120}, {9999, 10000}};
  for (const Case& c : cases) {
    CAPTURE(c.count);
    CHECK(round_up(c.count) == c.top);
    CHECK(round_up(c.count) % 2 == 0);
  }
}

TEST_CASE("a bar stands where it is told, and its parts add up") {
  const Plot plot{10};
  const std::string svg =
      bar_svg({0.5, 0.75, "t", {{"accepted", 4}, {"busy", 0}, {"refused", 6}}}, plot);
  CHECK(contains(
      svg, R"(<rect class="is-accepted" x="52.00%" y="118.0" width="21.00%" height="56.0"/>)"));
  CHECK(contains(svg,
                 R"(<rect class="is-refused" x="52.00%" y="34.0" width="21.00%" height="84.0"/>)"));
  CHECK_FALSE(contains(svg, "busy"));
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1'234'567) == "1,234,567");
  CHECK(share_of(1, 0) == "0.00%");
}

}  // namespace shotlist::tests::page_histogram_test
