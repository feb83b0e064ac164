#include "show/page.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/disarm.h"
#include "show/attempt_lines.h"
#include "show/page_assets.h"
#include "show/row_selection.h"
#include "support/catch2.h"
#include "support/shown_text.h"

namespace shotlist::tests::page_test {

using namespace shotlist::show;
using Json = nlohmann::json;

namespace {

constexpr std::string_view hostile =
    "</script><script>window.hacked=1</script><!-- {{7*7}} ${x} @data@ '\"`&amp;"
    "\x1b[2J\xE2\x80\xAE\xE2\x80\xA8\xFF";

Review night_market() {
  Review review;
  review.name = "night-market";
  review.ending.results_file = "night.results.csv";
  review.ending.run_command = "shotlist run night.yaml";
  review.ending.resolve_command = "shotlist resolve night.yaml";
  review.results.variable_names = {"style"};
  Result row;
  row.id = "market";
  row.status = Status::submitted;
  row.task_id = "sora-2:task_1";
  row.prompt = "A rain-soaked night market";
  row.attempts = 2;
  row.source = "night.yaml:7";
  row.variables = {"noir"};
  review.results.rows.push_back(row);
  row = Result();
  row.id = "harbor";
  row.status = Status::rejected;
  row.error = "prompt refused";
  row.error_class = ErrorClass::moderation;
  row.attempts = 1;
  row.source = "night.yaml:9";
  review.results.rows.push_back(row);

  AttemptLine line;
  line.row = "market";
  line.sent_at = parse_date("2026-03-01T09:30:00.125Z").value();
  line.latency = std::chrono::milliseconds(20);
  line.verdict = Verdict::busy;
  line.http_status = 429;
  line.error = "slow down";
  line.reply = "{\"error\":1}";
  review.attempts.push_back(line);
  line.attempt = 2;
  line.verdict = Verdict::accepted;
  line.http_status = 200;
  line.error = line.reply = "";
  line.task_id = "sora-2:task_1";
  review.attempts.push_back(line);
  review.has_all_attempts = true;
  return review;
}

std::string page_of(const Review& review) {
  return page_text(review, select_rows(review.results, {}));
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1))
    ++found;
  return found;
}

std::string_view between(std::string_view text, std::string_view before, std::string_view after) {
  const auto start = text.find(before);
  if (start == std::string_view::npos) return {};
  text.remove_prefix(start + before.size());
  return text.substr(0, text.find(after));
}

std::string_view data_of(std::string_view page) {
  return between(page, "<script type=\"application/json\" id=\"data\">", "</script>");
}

}  // namespace

TEST_CASE("a page starts like every page, so that it is known to be one") {
  CHECK(page_of(night_market()).starts_with(page_start));
}

TEST_CASE("the page's policy names its script and its style, and allows nothing else") {
  const std::string page = page_of(night_market());
  const std::string_view policy =
      between(page, "http-equiv=\"Content-Security-Policy\" content=\"", "\"");
  CHECK(policy ==
        "default-src 'none'; script-src '" + std::string(page_assets::script_hash) +
            "'; style-src '" + std::string(page_assets::style_hash) +
            "'; img-src 'none'; media-src 'none'; connect-src 'none'; base-uri 'none'; "
            "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'");
  CHECK(between(page, "<script>", "</script>") == page_assets::script);
  CHECK(between(page, "<style>", "</style>") == page_assets::style);
  CHECK(count(page, "<script") == 2);
  CHECK(count(page, "style=") == 0);
  CHECK(count(page, " src=") == 0);
  CHECK(count(page, "href=") == 1);  // to the rows
  CHECK(count(page, "http://") + count(page, "https://") == 0);
}

TEST_CASE("videos may be played where there are some") {
  Review review = night_market();
  review.results.rows[0].video_file = "clips/market.mp4";
  const std::string page = page_of(review);
  CHECK(contains(page, "media-src 'self' file:;"));
  CHECK(contains(data_of(page), "clips/market.mp4"));
  review.results.rows[0].video_file = "//elsewhere/market.mp4";
  CHECK(contains(page_of(review), "media-src 'none';"));
}

TEST_CASE("the page never holds the signed address of a video") {
  Review review = night_market();
  review.results.rows[0].video_url = "https://videos.example/v.mp4?sig=1";
  CHECK_FALSE(contains(page_of(review), "videos.example"));
}

TEST_CASE("the data of a video has its address, and its line in the CSV of marks") {
  Review review = night_market();
  Result& row = review.results.rows[0];
  row.id = "=a,b";
  row.entry = "bcdfghjklmnp";
  row.video_file = "clips/a b.mp4";
  review.marks_key = "0123";
  const Json data = Json::parse(data_of(page_of(review)));
  CHECK(data["marksKey"] == "0123");
  const auto of = [&](std::string_view name) {
    const Json& columns = data["columns"];
    const auto at = std::find(columns.begin(), columns.end(), name) - columns.begin();
    return data["rows"][0][static_cast<std::size_t>(at)];
  };
  CHECK(of("videoFile") == "clips/a b.mp4");
  CHECK(of("videoLink") == "./clips/a%20b.mp4");
  CHECK(of("rated") == "\"'=a,b\",bcdfghjklmnp");
}

TEST_CASE("without scripts the rows link to their videos, or say why there is none") {
  Review review = night_market();
  CHECK_FALSE(contains(page_of(review), ">video</th>"));
  review.results.rows[0].video_file = "clips/<a> b.mp4";
  review.results.rows[1].video_status = "failed";
  review.results.rows[1].video_error = "no <luck>";
  const std::string page = page_of(review);
  CHECK(contains(page, ">video</th>"));
  CHECK(contains(page, "<a href=\"./clips/%3Ca%3E%20b.mp4\">clips/&lt;a&gt; b.mp4</a>"));
  CHECK(contains(page, "failed: no &lt;luck&gt;"));
}

TEST_CASE("tiles count videos and files where there are any") {
  Review review = night_market();
  CHECK_FALSE(contains(page_of(review), ">Videos<"));
  review.results.rows[0].video_status = "completed";
  review.results.rows[1].video_status = "failed";
  CHECK(contains(page_of(review),
                 "<dt>Videos</dt><dd><b>1</b><span>1 completed, 1 failed</span></dd>"));
  CHECK(contains(page_of(review),
                 "<dt>Video files</dt><dd><b>0</b><span>none was downloaded</span></dd>"));
  review.video_files = {1, 2, 4'200'000};
  CHECK(contains(page_of(review),
                 "<dt>Video files</dt><dd><b>1</b><span>4.2 MB; 2 more not found</span></dd>"));
}

TEST_CASE("the data holds every row and every attempt of it") {
  const std::string page = page_of(night_market());
  const Json data = Json::parse(data_of(page));
  const Json& columns = data["columns"];
  REQUIRE(data["rows"].size() == 2);
  const Json& market = data["rows"][0];
  CHECK(market[0] == "market");
  CHECK(market[1] == "submitted");
  CHECK(market[2] == "sora-2:task_1");
  CHECK(market[columns.size()] == "noir");
  CHECK(data["fields"].empty());
  CHECK(data["variables"] == Json::parse(R"(["style"])"));
  CHECK(data["causes"] == Json::parse(R"(["moderation: prompt refused"])"));
  CHECK(data["rows"][1][13] == 0);
  CHECK(columns[13] == "cause");
  REQUIRE(data["attempts"].size() == 2);
  CHECK(data["attempts"][0] ==
        Json::parse(R"([[1, 1772357400125, "told to wait", 20, null, 429, "slow down",
                         "{\"error\":1}"],
                        [2, 1772357400125, "made a task", 20, null, 200]])"));
  CHECK(data["attempts"][1].empty());
}

TEST_CASE("the data holds price, endpoint, entry and further fields, before the variables") {
  Review review = night_market();
  review.results.field_names = {"lens", "seed"};
  Result& row = review.results.rows[0];
  row.fields = {"", "7"};
  row.price = parse_money("4.8");
  row.currency = "CNY";
  row.endpoint = "https://api.example";
  row.entry = "bcdfghjklmnp";
  row.video_error = "expired";
  const Json data = Json::parse(data_of(page_of(review)));
  const auto size = data["columns"].size();
  const Json& market = data["rows"][0];
  CHECK(data["columns"][size - 1] == "entry");
  CHECK(market[size - 4] == "expired");
  CHECK(market[size - 3] == "CNY 4.80");
  CHECK(market[size - 2] == "https://api.example");
  CHECK(market[size - 1] == "bcdfghjklmnp");
  CHECK(data["fields"] == Json::parse(R"(["lens", "seed"])"));
  CHECK(market[size + 1] == "7");
  CHECK(market[size + 2] == "noir");
}

TEST_CASE("hostile text is only ever text, wherever it stands") {
  Review review = night_market();
  const std::string text(hostile);
  review.name = review.ending.results_file = review.ending.stopped_because = text;
  review.results.variable_names = {text};
  review.results.field_names = {text};
  Result& row = review.results.rows[1];
  row.id = row.error = row.prompt = row.model = row.request_id = row.source = row.images = text;
  row.video_url = row.video_status = row.video_file = text;
  row.video_error = row.endpoint = row.entry = row.currency = text;
  row.price = parse_money("1");
  row.variables = row.fields = {text};
  review.results.rows[0].task_id = text;
  review.attempts[0].error = review.attempts[0].reply = text;
  review.attempts[0].task_id = review.attempts[0].request_id = text;
  review.cost = ReviewCost{text, {}};

  const std::string page = page_of(review);
  CHECK(count(page, "<script") == 2);
  CHECK(count(page, "</script") == 2);
  CHECK(count(page, "<!--") == 0);
  CHECK(!has_unsafe_characters(page));
  CHECK(between(page, "<script>", "</script>") == page_assets::script);
  const Json data = Json::parse(data_of(page));
  CHECK(data["rows"].size() == 2);
  CHECK(data["rows"][1][0] == disarm(text));
  CHECK(data["rows"][1][3] == disarm(text));
  CHECK(data["variables"][0] == disarm(text));
  CHECK(data["fields"][0] == disarm(text));
}

TEST_CASE("the table shows the rows that are asked for, and the numbers are of all") {
  const Review review = night_market();
  const std::string page = page_text(review, {&review.results.rows[1]});
  const Json data = Json::parse(data_of(page));
  REQUIRE(data["rows"].size() == 1);
  CHECK(data["rows"][0][0] == "harbor");
  CHECK(data["rows"][0][13] == 0);
  CHECK(contains(page, "<span>2 rows</span>"));
}

TEST_CASE("what the page says of money is a range where some of it is in doubt") {
  struct Case {
    std::optional<ReviewCost> cost;
    std::string_view text;
  };
  const auto money = [](std::string_view amount) { return Cost{*parse_money(amount), 0}; };
  const std::vector<Case> cases = {
      {std::nullopt, "<b>unknown</b>"},
      {ReviewCost{"CNY", {money("24"), {}}}, "<b>CNY 24.00</b>"},
      {ReviewCost{"CNY", {money("24"), money("4.8")}}, "<b>CNY 24.00 – 28.80</b>"},
      {ReviewCost{"CNY", {Cost{*parse_money("1"), 2}, {}}}, "beyond it 2 rows of unknown price"},
  };
  for (const Case& c : cases) {
    Review review = night_market();
    review.cost = c.cost;
    CAPTURE(c.text);
    CHECK(contains(page_of(review), c.text));
  }
}

TEST_CASE("a page says that a run is under way, and why one stopped") {
  Review review = night_market();
  CHECK_FALSE(contains(page_of(review), "A run is under way"));
  review.is_live = true;
  review.ending.stopped_because = "--limit is reached";
  const std::string page = page_of(review);
  CHECK(contains(page, "A run is under way"));
  CHECK(contains(page, "--limit is reached"));
}

TEST_CASE("attempts belong to the row that has their slot, whatever ids say") {
  Review review = night_market();
  // The ids were swapped since, and a purchase of the same id left the manifest.
  review.results.rows[0].entry = "krtvbcdfghjk";
  review.results.rows[1].entry = "krtvbcdfghjk";
  review.results.rows[1].status = Status::held;
  Result gone = review.results.rows[0];
  gone.source.clear();
  gone.entry = "vwxzbcdfghjk";
  review.results.rows.push_back(gone);
  for (AttemptLine& line : review.attempts) {
    line.row = "harbor";
    line.number = line.attempt;
    line.fingerprint = Fingerprint{1, 2};
    line.entry = line.attempt == 1 ? "bcdfghjklmnp" : "krtvbcdfghjk";
  }
  AttemptLine other = review.attempts[1];
  other.entry = "vwxzbcdfghjk";
  other.number = 3;
  other.copy = 2;
  review.attempts.push_back(other);
  const Json data = Json::parse(data_of(page_of(review)));
  CHECK(data["attempts"][0].size() == 2);  // both tries of the slot
  CHECK(data["attempts"][1].empty());      // it looks like one, and has none of its own
  CHECK(data["attempts"][2].size() == 1);
}

TEST_CASE("without a ledger each row has its own attempt and no other") {
  Review review = night_market();
  review.has_all_attempts = false;
  review.results.rows[0].entry = "krtvbcdfghjk";
  review.results.rows[1].entry = "bcdfghjklmnp";
  review.attempts = last_attempts(review.results);
  REQUIRE(review.attempts.size() == 2);
  const Json data = Json::parse(data_of(page_of(review)));
  CHECK(data["attempts"][0].size() == 1);
  CHECK(data["attempts"][1].size() == 1);
}

TEST_CASE("a page says that nothing was paid in a rehearsal") {
  Review review = night_market();
  CHECK_FALSE(contains(page_of(review), "Rehearsal"));
  review.attempts[0].rehearsal = true;
  CHECK(
      contains(page_of(review),
               "<strong>Rehearsal:</strong> 1 try went to a rehearsal server, and was not paid."));
  review.attempts[1].rehearsal = true;
  review.cost = ReviewCost{"CNY", {}};
  const std::string page = page_of(review);
  CHECK(contains(page, "<strong>Rehearsal:</strong> nothing was paid."));
  CHECK(contains(page, "<b>nothing</b><span>it was a rehearsal</span>"));
}

TEST_CASE("a page counts rows that left the manifest apart") {
  Review review = night_market();
  review.results.rows[1].source.clear();
  review.results.rows[1].entry = "krtvbcdfghjk";
  const std::string page = page_of(review);
  CHECK(contains(page, "<span>1 row</span><span>and 1 no longer in the manifest</span>"));
  CHECK_FALSE(contains(page, "selected for the table"));
  CHECK(Json::parse(data_of(page))["rows"].size() == 2);
}

TEST_CASE("a cause of many words is cut where it is listed, and whole in the row") {
  Review review = night_market();
  const std::string words(2000, 'w');
  for (Result& row : review.results.rows) {
    if (row.status == Status::rejected) row.error = words;
  }
  const std::string html = page_of(review);
  const std::string whole = words;
  CHECK(html.find(whole) != std::string::npos);
  CHECK(html.find(whole) == html.rfind(whole));
}

TEST_CASE("a page of nothing is a page") {
  Review review;
  const std::string page = page_of(review);
  CHECK(Json::parse(data_of(page))["rows"].empty());
  CHECK(contains(page, "Nothing failed"));
}

}  // namespace shotlist::tests::page_test
