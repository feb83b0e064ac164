#include "review/review_text.h"

#include <string>

#include "base/display_width.h"
#include "base/text.h"
#include "report/shown_text.h"
#include "support/catch2.h"

using namespace shotlist;

namespace {

Results night_market() {
  Results results;
  Result row;
  row.id = "market@portrait";
  row.status = Status::submitted;
  row.task_id = "sora-2:task_01k6x15vhrff09dkkqjrzwhm60";
  row.prompt = "A rain-soaked night market, shot on 35mm film";
  row.attempts = 1;
  row.latency = std::chrono::milliseconds(1234);
  results.rows.push_back(row);

  row = Result();
  row.id = "夜市";
  row.status = Status::rejected;
  row.error = "提示词违规";
  row.error_class = ErrorClass::moderation;
  row.prompt = "雨夜的市场🌃，霓虹倒映在积水里，人群撑着伞穿过蒸汽";
  row.attempts = 12;
  row.latency = std::chrono::milliseconds(850);
  results.rows.push_back(row);

  row = Result();
  row.id = "harbor";
  row.status = Status::in_doubt;
  row.error = "no answer within 120s";
  row.error_class = ErrorClass::timeout;
  row.prompt = "A harbor\nat dawn\n";
  row.submitted_at = parse_date("2026-03-01T09:30:00.125Z");
  row.attempts = 1;
  results.rows.push_back(row);

  row = Result();
  row.id = "coda";
  row.prompt = "Credits";
  results.rows.push_back(row);
  for (Result& written : results.rows)
    written.source = "night.yaml:7";
  return results;
}

std::string review(const Results& results, std::size_t width) {
  return review_text(
      results, {"night.results.csv", "shotlist run night.yaml", "shotlist resolve night.yaml", ""},
      width, Style());
}

}  // namespace

TEST_CASE("a review at 160 columns") {
  CHECK(review(night_market(), 160) ==
        R"(4 requests: 1 submitted, 1 rejected, 0 failed, 1 in doubt, 1 not sent
  rejected (1)  moderation: 提示词违规           夜市
  in doubt (1)  timeout: no answer within 120s   harbor
results: night.results.csv
next: the row in doubt may have been paid for, so shotlist does not send it again: look it up in the provider's console, and say what you found:
      shotlist resolve night.yaml
also: shotlist run night.yaml  (sends 1 row not sent yet)
also: edit the rejected row, then  shotlist run night.yaml

in doubt  sent at                   prompt
harbor    2026-03-01T09:30:00.125Z  A harbor at dawn

id               status     task id or error                        tries  latency  prompt
market@portrait  submitted  sora-2:task_01k6x15vhrff09dkkqjrzwhm60      1     1.2s  A rain-soaked night market, shot on 35mm film
夜市             rejected   moderation: 提示词违规                     12    850ms  雨夜的市场🌃，霓虹倒映在积水里，人群撑着伞穿过蒸汽
harbor           in doubt   timeout: no answer within 120s              1           A harbor at dawn
coda             not sent                                                           Credits
)");
}

TEST_CASE("a review at 100 columns") {
  CHECK(review(night_market(), 100) ==
        R"(4 requests: 1 submitted, 1 rejected, 0 failed, 1 in doubt, 1 not sent
  rejected (1)  moderation: 提示词违规           夜市
  in doubt (1)  timeout: no answer within 120s   harbor
results: night.results.csv
next: the row in doubt may have been paid for, so shotlist does not send it again: look it up in the
      provider's console, and say what you found:  shotlist resolve night.yaml
also: shotlist run night.yaml  (sends 1 row not sent yet)
also: edit the rejected row, then  shotlist run night.yaml

in doubt  sent at                   prompt
harbor    2026-03-01T09:30:00.125Z  A harbor at dawn

id               status     task id or error                        tries  latency  prompt
market@portrait  submitted  sora-2:task_01k6x15vhrff09dkkqjrzwhm60      1     1.2s  A rain-soaked n…
夜市             rejected   moderation: 提示词违规                     12    850ms  雨夜的市场🌃，…
harbor           in doubt   timeout: no answer within 120s              1           A harbor at dawn
coda             not sent                                                           Credits
)");
}

TEST_CASE("a review at 60 columns") {
  CHECK(review(night_market(), 60) == R"(4 requests: 1 submitted, 1 rejected, 0 failed, 1 in doubt,
  1 not sent
  rejected (1)  moderation: 提示词违规           夜市
  in doubt (1)  timeout: no answer within 120s   harbor
results: night.results.csv
next: the row in doubt may have been paid for, so shotlist
      does not send it again: look it up in the provider's
      console, and say what you found:
      shotlist resolve night.yaml
also: shotlist run night.yaml  (sends 1 row not sent yet)
also: edit the rejected row, then  shotlist run night.yaml

in doubt  sent at                   prompt
harbor    2026-03-01T09:30:00.125Z  A harbor at dawn

id               status     task id or error    prompt
market@portrait  submitted  sora-2:task_01k6x…  A rain-soak…
夜市             rejected   moderation: 提示…   雨夜的市场…
harbor           in doubt   timeout: no answe…  A harbor at…
coda             not sent                       Credits
)");
}

TEST_CASE("a review of no rows is the summary alone") {
  CHECK(review(Results(), 80) ==
        "0 requests: 0 submitted, 0 rejected, 0 failed, 0 in doubt, 0 not sent\n"
        "results: night.results.csv\n");
}

TEST_CASE("no line of a review is wider than the terminal") {
  for (std::size_t width = 52; width <= 200; ++width) {
    const std::string text = review(night_market(), width);
    for (const std::string_view line : split(text, '\n')) {
      CAPTURE(width, line);
      CHECK(display_width(line) <= width);
    }
  }
}

TEST_CASE("text of a server can not write on the terminal, and colour is ours alone") {
  Results results = night_market();
  results.rows[0].task_id = "t\x1b[2J\r\xE2\x80\xAE";
  results.rows[1].error = "\x1b]8;;http://x\x07\n\n0 requests: all well";
  results.rows[2].request_id = "r\x9b\x1b[1A";
  const std::string text = review(results, 160);
  CHECK(!has_unsafe_characters(text));
  CHECK(!contains(text, "\n0 requests: all well"));
}
