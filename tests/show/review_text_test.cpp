#include "show/review_text.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/display_width.h"
#include "base/text.h"
#include "show/row_selection.h"
#include "support/catch2.h"
#include "support/review_in_memory.h"
#include "support/shown_text.h"

namespace shotlist::tests::review_text_test {

using namespace shotlist::show;

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

ReviewInMemory review_of(Results results) {
  ReviewInMemory review(std::move(results));
  review.ending = {"night.results.csv", "shotlist run night.yaml", "shotlist resolve night.yaml",
                   ""};
  return review;
}

std::string shown(const ReviewInMemory& memory, const Screen& screen,
                  const RowSelection& selection = {}) {
  const Review review = memory.view();
  return text_of([&](const TakeText& take) {
    write_review_text(review, select_rows(review, selection), screen, take);
  });
}

std::string review(const Results& results, std::size_t width) {
  return shown(review_of(results), {width, {}, Style()});
}

}  // namespace

TEST_CASE("a review at 160 columns") {
  CHECK(review(night_market(), 160) ==
        R"(4 requests: 1 submitted, 1 rejected, 0 failed, 1 in doubt, 0 held, 1 not sent
  rejected (1)  moderation: 提示词违规           夜市
  in doubt (1)  timeout: no answer within 120s   harbor
tries: 14
results: night.results.csv
next: the row in doubt may have been paid for, so shotlist does not send it again: look it up in the provider's console, and say what you found:
      shotlist resolve night.yaml
also: shotlist run night.yaml  (sends 1 row not sent yet)
also: edit the rejected row, then  shotlist run night.yaml

in doubt  sent at                   prompt
harbor    2026-03-01T09:30:00.125Z  A harbor at dawn

id               status     task id or error                        tries  latency  sent at                   prompt
market@portrait  submitted  sora-2:task_01k6x15vhrff09dkkqjrzwhm60      1     1.2s                            A rain-soaked night market, shot on 35mm film
夜市             rejected   moderation: 提示词违规                     12    850ms                            雨夜的市场🌃，霓虹倒映在积水里，人群撑着伞穿过蒸汽
harbor           in doubt   timeout: no answer within 120s              1           2026-03-01T09:30:00.125Z  A harbor at dawn
coda             not sent                                                                                     Credits
)");
}

TEST_CASE("a review at 100 columns") {
  CHECK(review(night_market(), 100) ==
        R"(4 requests: 1 submitted, 1 rejected, 0 failed, 1 in doubt, 0 held, 1 not sent
  rejected (1)  moderation: 提示词违规           夜市
  in doubt (1)  timeout: no answer within 120s   harbor
tries: 14
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
  0 held, 1 not sent
  rejected (1)  moderation: 提示词违规           夜市
  in doubt (1)  timeout: no answer within 120s   harbor
tries: 14
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
        "0 requests: 0 submitted, 0 rejected, 0 failed, 0 in doubt, 0 held, 0 not sent\n"
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

TEST_CASE("text of a server cannot write on the terminal, and colour is ours alone") {
  Results results = night_market();
  results.rows[0].task_id = "t\x1b[2J\r\xE2\x80\xAE";
  results.rows[1].error = "\x1b]8;;http://x\x07\n\n0 requests: all well";
  results.rows[2].request_id = "r\x9b\x1b[1A";
  const std::string text = review(results, 160);
  CHECK(!has_unsafe_characters(text));
  CHECK(!contains(text, "\n0 requests: all well"));
}

TEST_CASE("where prices are known a review tells the cost as a range") {
  ReviewInMemory night = review_of(night_market());
  Spent spent;
  spent.certain.add(parse_money("4.8"));
  spent.possible.add(parse_money("4.8"));
  night.cost = {"CNY", spent};
  CHECK(contains(shown(night, {100, {}, Style()}),
                 "cost: est. CNY 4.80, or up to CNY 9.60 with what is in doubt\n"));
}

TEST_CASE(
    "a row that left the manifest is marked, and a doubt has the server that it was sent to") {
  Results results = night_market();
  results.rows[2].source.clear();
  results.rows[2].entry = "krtvbcdfghjk";
  results.rows[2].endpoint = "https://old.example";
  const std::string text = review(results, 160);
  CHECK(contains(text, "3 requests: 1 submitted, 1 rejected, 0 failed, 0 in doubt, "));
  CHECK(contains(text, "\nalso in doubt: 1 row that is no longer in the manifest\n"));
  CHECK(contains(text, "\nleft: 1 row is no longer in the manifest: it is listed behind"));
  CHECK(contains(text, "\nharbor    2026-03-01T09:30:00.125Z  https://old.example  A harbor"));
  CHECK(contains(text, "\nharbor           in doubt (left)  timeout: no answer within 120s "));
}

TEST_CASE("a held row is shown with what it looks like") {
  Results results = night_market();
  results.rows[3].status = Status::held;
  results.rows[3].error =
      "looks paid for: nearly the same as harbor (krtvbcdfghjk), submitted at "
      "2026-03-01T09:30:00.125Z";
  const std::string text = review(results, 160);
  CHECK(contains(text, "\n  held (1)      looks paid for"));
  CHECK(contains(text, "\ncoda             held       looks paid for: nearly the same as harbor"));
  CHECK(contains(text, "shotlist run night.yaml --held keep:1"));
}

TEST_CASE("a review of a rehearsal says that nothing was paid") {
  ReviewInMemory night = review_of(night_market());
  night.tries.resize(1);
  night.tries[0].rehearsal = true;
  CHECK(contains(shown(night, {100, {}, Style()}), "\nrehearsal: nothing was paid\n"));
}

TEST_CASE("rows that are not shown are counted") {
  const ReviewInMemory night = review_of(night_market());
  const Screen screen{100, {}, Style()};
  CHECK(contains(shown(night, screen, {.statuses = {Status::rejected}}), "\n1 of 4 rows\nid "));
  CHECK(contains(shown(night, screen, {.statuses = {Status::failed}}), "\n0 of 4 rows\n"));
}

TEST_CASE("a table that would push the summary off the screen comes before it") {
  const ReviewInMemory night = review_of(night_market());
  CHECK(shown(night, {160, 60, Style()}).starts_with("4 requests:"));
  const std::string small = shown(night, {160, 10, Style()});
  CHECK(small.starts_with("in doubt "));
  CHECK(small.ends_with("edit the rejected row, then  shotlist run night.yaml\n"));
  CHECK(shown(night, {160, {}, Style()}).size() == small.size());
}

TEST_CASE("a run that is under way is shown without a word on what to type") {
  ReviewInMemory night = review_of(night_market());
  night.is_live = true;
  night.ending.running = true;
  const std::string text = shown(night, {100, {}, Style()});
  CHECK(contains(text, "running: a run is under way\n"));
  CHECK_FALSE(contains(text, "next:"));
}

TEST_CASE("a live review never has more lines than the screen") {
  ReviewInMemory night = review_of(night_market());
  night.is_live = true;
  night.ending.running = true;
  const Review view = night.view();
  const SelectedRows rows = select_rows(view, {});
  for (std::size_t height = 2; height < 30; ++height) {
    const std::string text = live_text({view, rows, false, Date()}, {100, height, Style()});
    CAPTURE(height, text);
    CHECK(std::count(text.begin(), text.end(), '\n') < static_cast<std::ptrdiff_t>(height));
    CHECK(text.starts_with("[########################--------] 3/4  submitted 1"));
    if (height > 2) CHECK(contains(text, "\n4 requests:"));
  }
  const std::string text = live_text({view, rows, false, Date()}, {100, 14, Style()});
  CHECK(contains(text, "3 of 4 rows\nid "));
}

TEST_CASE("a live review shows rows that went wrong first, then those that were sent last") {
  using namespace std::chrono_literals;
  const Date start = *parse_date("2026-03-01T14:00:00.000Z");
  Results results;
  ReviewInMemory live;
  const auto add = [&](const std::string& id, Status status, std::optional<Duration> sent) {
    Result& row = results.rows.emplace_back();
    row.id = id;
    row.status = status;
    row.source = "shots.yaml:1";
    if (!sent) return;
    row.entry = "entry of " + id;
    ledger::Attempt attempt;
    attempt.entry = row.entry;
    attempt.sent_at = start + rounded_to_ms(*sent);
    live.tries.push_back(attempt);
  };
  add("first", Status::submitted, 1s);
  add("refused", Status::rejected, 2s);
  add("second", Status::submitted, 3s);
  add("failed", Status::failed, 4s);
  add("third", Status::submitted, 5s);
  add("under way", Status::in_doubt, 6s);
  results.rows.back().is_on_its_way = true;
  add("waits", Status::not_sent, {});
  live.results = results;
  const Review view = live.view();
  const auto order = [&](std::size_t rows, bool is_sorted) {
    const SelectedRows all = select_rows(view, {});
    const LiveReview shown{view, all, is_sorted, start + 6s};
    std::size_t others = 0;
    const std::string bare = live_text(shown, {100, 100, Style()});
    others = static_cast<std::size_t>(std::count(bare.begin(), bare.end(), '\n')) - 7;
    const std::string text = live_text(shown, {100, others + rows + 2, Style()});
    std::vector<std::pair<std::size_t, std::string>> found;
    for (const Result& row : results.rows) {
      const std::size_t at = text.find('\n' + row.id + "  ");
      if (at != std::string::npos) found.emplace_back(at, row.id);
    }
    std::sort(found.begin(), found.end());
    std::vector<std::string> ids;
    for (const auto& [at, id] : found)
      ids.push_back(id);
    return ids;
  };
  using Ids = std::vector<std::string>;
  CHECK(order(7, false) ==
        Ids{"failed", "refused", "under way", "third", "second", "first", "waits"});
  CHECK(order(3, false) == Ids{"failed", "under way", "third"});
  CHECK(order(3, true) == Ids{"first", "refused", "second"});
}

TEST_CASE("the line of a live review tells how far the run is, and how fast") {
  using namespace std::chrono_literals;
  ReviewInMemory live;
  const Date start = *parse_date("2026-03-01T14:00:00.000Z");
  for (int i = 0; i < 4; ++i) {
    Result& row = live.results.rows.emplace_back();
    row.id = std::to_string(i);
    row.source = "shots.yaml:1";
    row.status = i < 2 ? Status::submitted : Status::not_sent;
    ledger::Attempt attempt;
    attempt.row = row.id;
    attempt.sent_at = start + i * 1s;
    if (i < 3) live.tries.push_back(attempt);
  }
  live.results.rows[2].status = Status::in_doubt;
  live.results.rows[2].is_on_its_way = true;
  const Review view = live.view();
  const SelectedRows rows = select_rows(view, {});
  CHECK(live_line({view, rows, false, start + 4s}, 100, Style()) ==
        "2/4  submitted 2 · 30.0/min · ETA 0:02");
}

TEST_CASE("models are told where they differ and there is room") {
  Results results = night_market();
  for (Result& row : results.rows)
    row.model = "sora-2";
  CHECK_FALSE(contains(review(results, 200), "model"));
  results.rows[1].model = "veo3";
  CHECK(contains(review(results, 200), " model "));
  CHECK(contains(review(results, 200), " veo3 "));
  CHECK_FALSE(contains(review(results, 120), "veo3"));
}

TEST_CASE("a pipe without a width gets task ids whole, however long ids and prompts are") {
  Results results = night_market();
  results.rows[0].id = "a-market-in-the-rain@portrait-large-25.take-2";
  results.rows[0].task_id = "sora-2:task_sandbox_01m8dfpgvqm572f0abcdefgh";
  results.rows[0].prompt = std::string(400, 'x');
  CHECK(contains(review(results, 160), " " + results.rows[0].task_id + " "));
}

}  // namespace shotlist::tests::review_text_test
