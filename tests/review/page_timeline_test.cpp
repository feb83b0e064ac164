#include "review/page_timeline.h"

#include <chrono>
#include <string>
#include <vector>

#include "report/shown_text.h"
#include "support/catch2.h"

namespace shotlist::tests::page_timeline_test {

using namespace shotlist::report;
using namespace shotlist::review;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

Date at(milliseconds after) {
  return *parse_date("2026-03-01T09:30:00.000Z") + after;
}

AttemptLine attempt(milliseconds sent, std::optional<Verdict> verdict = Verdict::accepted) {
  AttemptLine line;
  line.sent_at = at(sent);
  line.verdict = verdict;
  return line;
}

std::vector<AttemptLine> every(milliseconds step, std::size_t count) {
  std::vector<AttemptLine> lines;
  for (std::size_t i = 0; i < count; ++i)
    lines.push_back(attempt(step * static_cast<int>(i)));
  return lines;
}

std::size_t total_of(const Timeline& timeline) {
  std::size_t total = 0;
  for (const Timeline::Piece& piece : timeline.pieces)
    total += piece.total();
  return total;
}

}  // namespace

TEST_CASE("pieces are as short as there is room for, and hold every attempt") {
  struct Case {
    milliseconds step;
    std::size_t count;
    milliseconds length;
  };
  const std::vector<Case> cases = {
      {1ms, 1, 10ms},   {1s, 60, 1s},     {1s, 61, 2s},    {1s, 10'000, 5min},
      {1min, 60, 1min}, {4min, 1000, 2h}, {1h, 1000, 24h}, {24h, 1000, 24h * 32},
  };
  for (const Case& c : cases) {
    CAPTURE(c.step.count(), c.count);
    const Timeline timeline = timeline_of(every(c.step, c.count), 60);
    CHECK(timeline.length == c.length);
    CHECK(timeline.pieces.size() + timeline.pauses() <= 60);
    CHECK(total_of(timeline) == c.count);
  }
}

TEST_CASE("hours in which nothing ran take no more room than a mark") {
  std::vector<AttemptLine> lines = every(1s, 20);
  for (AttemptLine line : every(1s, 20)) {
    line.sent_at += 3h;
    lines.push_back(line);
  }
  const Timeline timeline = timeline_of(lines, 60);
  CHECK(timeline.length == 1s);
  REQUIRE(timeline.pieces.size() == 40);
  CHECK(timeline.pauses() == 1);
  CHECK(timeline.pieces[20].from == at(3h));
  CHECK(timeline.pieces[20].pause_before == 3h - 20s);
  CHECK(total_of(timeline) == 40);
}

TEST_CASE("a short while without attempts is drawn as what it is") {
  const Timeline timeline = timeline_of({attempt(0s), attempt(5s)}, 60);
  CHECK(timeline.pauses() == 0);
  CHECK(timeline.pieces.front().from == at(0s));
  CHECK(timeline.pieces.back().from == at(5s));
  CHECK(total_of(timeline) == 2);
}

TEST_CASE("attempts are counted by how they ended, or that they are on their way") {
  std::vector<AttemptLine> lines = {attempt(0s), attempt(0s, Verdict::busy),
                                    attempt(0s, std::nullopt), attempt(1ms, Verdict::unknown)};
  lines.emplace_back();
  const Timeline timeline = timeline_of(lines, 60);
  REQUIRE(timeline.pieces.size() == 1);
  const auto& counts = timeline.pieces.front().counts;
  CHECK(counts[outcome_number(Verdict::accepted)] == 1);
  CHECK(counts[outcome_number(Verdict::busy)] == 1);
  CHECK(counts[outcome_number(Verdict::unknown)] == 1);
  CHECK(counts[outcome_number(std::nullopt)] == 1);
  CHECK(timeline.untimed == 1);
}

TEST_CASE("times before 1970 are times, too") {
  AttemptLine line;
  line.sent_at = Date(milliseconds(-1));
  const Timeline timeline = timeline_of({line}, 60);
  REQUIRE(timeline.pieces.size() == 1);
  CHECK(timeline.pieces.front().from == Date(milliseconds(-10)));
}

TEST_CASE("a timeline is drawn with a title, a description and a table that says the same") {
  const std::string html =
      timeline_html(timeline_of({attempt(0s), attempt(1s, Verdict::refused)}, 60), true);
  CHECK(contains(
      html,
      R"(role="img" aria-labelledby="timeline-title" aria-describedby="timeline-description")"));
  CHECK(contains(html, R"(<title id="timeline-title">Attempts over time by outcome</title>)"));
  CHECK(contains(html, "1 made a task, 1 refused"));
  CHECK(contains(html, R"(<rect class="is-refused")"));
  CHECK(contains(html, "<th scope=\"row\">2026-03-01 09:30:00"));
  CHECK_FALSE(contains(html, "no ledger"));
  CHECK(contains(timeline_html(timeline_of({attempt(0s)}, 60), false), "no ledger"));
}

TEST_CASE("labels of the time do not overlap, whatever the pauses between the pieces") {
  for (int before = 1; before <= 24; ++before) {
    std::vector<AttemptLine> lines = every(10ms, static_cast<std::size_t>(before));
    for (int after = 0; after < 12; ++after)
      lines.push_back(attempt(10min + 10ms * after));
    const std::string html = timeline_html(timeline_of(lines, 60), true);
    double end = 0;
    for (std::size_t at = html.find("class=\"tick"); at != std::string::npos;
         at = html.find("class=\"tick", at + 1)) {
      const std::size_t text = html.find("<text class=\"", at) + 13;
      const std::string anchor = html.substr(text, html.find('"', text) - text);
      const double x = std::stod(html.substr(html.find("x=\"", text) + 3));
      const double width = 100 * 0.0105 * 11;
      const double start = anchor == "start" ? x : anchor == "end" ? x - width : x - width / 2;
      CAPTURE(before, x, anchor);
      CHECK(start >= end);
      end = start + width;
    }
    CHECK(end > 0);
  }
}

TEST_CASE("a timeline of nothing is a sentence") {
  CHECK(contains(timeline_html(timeline_of({}, 60), true), "Nothing was sent"));
}

}  // namespace shotlist::tests::page_timeline_test
