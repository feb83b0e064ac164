#include "show/page.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/disarm.h"
#include "show/page_assets.h"
#include "show/row_selection.h"
#include "show/wording.h"
#include "support/catch2.h"
#include "support/review_in_memory.h"
#include "support/shown_text.h"

namespace shotlist::tests::page_test {

using namespace shotlist::show;
using Json = nlohmann::json;

namespace {

constexpr std::string_view hostile =
    "</script><script>window.hacked=1</script><!-- {{7*7}} ${x} @data@ '\"`&amp;"
    "\x1b[2J\xE2\x80\xAE\xE2\x80\xA8\xFF";

ReviewInMemory night_market() {
  ReviewInMemory review;
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

  ledger::Attempt line;
  line.number = 1;
  line.row = "market";
  line.sent_at = parse_date("2026-03-01T09:30:00.125Z").value();
  line.latency = std::chrono::milliseconds(20);
  line.verdict = Verdict::busy;
  line.http_status = 429;
  line.error = "slow down";
  review.replies[line.number] = "{\"error\":1}";
  review.tries.push_back(line);
  line.number = 2;
  line.attempt = 2;
  line.verdict = Verdict::accepted;
  line.http_status = 200;
  line.error = "";
  line.task_id = "sora-2:task_1";
  review.tries.push_back(line);
  review.has_all_attempts = true;
  return review;
}

std::string page_of(const ReviewInMemory& memory, const RowSelection& selection = {}) {
  const Review review = memory.view();
  return text_of(
      [&](const TakeText& take) { write_page(review, select_rows(review, selection), take); });
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

std::string whole_script() {
  std::string script;
  for (const std::string_view part : page_assets::script)
    script += part;
  return script;
}

// What a person reads who has no scripts, piece by piece: `Videos|1|1 completed`.
std::string words_of(std::string_view page) {
  std::string words;
  bool is_in_tag = false;
  for (const char c : between(page, "<body>", "<script")) {
    if (c == '<' && !words.empty() && words.back() != '|') words += '|';
    if (c == '<' || c == '>') is_in_tag = c == '<';
    if (!is_in_tag && c != '>' && c != '\n') words += c;
  }
  return words;
}

std::string_view data_of(std::string_view page) {
  return between(page, "<script type=\"application/json\" id=\"data\">", "</script>");
}

// The rows of all pieces, as they follow each other.
std::vector<Json> texts_of(std::string_view page) {
  std::vector<Json> texts;
  constexpr std::string_view start = "<script type=\"application/json\" class=\"rows\">";
  for (auto at = page.find(start); at != std::string_view::npos; at = page.find(start, at + 1)) {
    for (const Json& cells : Json::parse(between(page.substr(at), start, "</script>")))
      texts.push_back(cells);
  }
  return texts;
}

// All rows as the page's script sees them: an object each, with its values and attempts by name.
Json rows_of(std::string_view page) {
  const Json data = Json::parse(data_of(page));
  const std::vector<Json> texts = texts_of(page);
  Json rows = Json::array();
  for (std::size_t number = 0; number < data["count"]; ++number) {
    Json row;
    for (const auto& [name, column] : data["columns"].items()) {
      const std::size_t code =
          column.contains("codes") ? column["codes"][number].get<std::size_t>() : 0;
      row[name] = column.contains("list") ? column["list"][number] : column["values"][code];
    }
    const Json& cells = texts.at(number);
    row["attempts"] = cells.empty() || cells[0].is_null() ? Json::array() : cells[0];
    for (std::size_t i = 0; i < data["texts"].size(); ++i) {
      const std::string name = data["texts"][i];
      row[name] = i + 1 < cells.size() && !cells[i + 1].is_null() ? cells[i + 1] : Json("");
    }
    rows.push_back(row);
  }
  CHECK(texts.size() == rows.size());
  return rows;
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
  CHECK(between(page, "<script>", "</script>") == whole_script());
  CHECK(between(page, "<style>", "</style>") == page_assets::style);
  CHECK(count(page, "<script") == 3);  // two of them are data
  CHECK(count(page, "<script type=\"application/json\"") == 2);
  CHECK(count(page, "style=") == 0);
  CHECK(count(page, " src=") == 0);
  CHECK(count(page, "href=") == 1);  // to the rows
  CHECK(count(page, "http://") + count(page, "https://") == 0);
}

TEST_CASE("videos may be played where there are some") {
  ReviewInMemory review = night_market();
  review.results.rows[0].video_file = "clips/market.mp4";
  const std::string page = page_of(review);
  CHECK(contains(page, "media-src 'self' file:;"));
  CHECK(rows_of(page)[0]["videoFile"] == "clips/market.mp4");
  review.results.rows[0].video_file = "//elsewhere/market.mp4";
  CHECK(contains(page_of(review), "media-src 'none';"));
}

TEST_CASE("the page never holds the signed address of a video") {
  ReviewInMemory review = night_market();
  review.results.rows[0].video_url = "https://videos.example/v.mp4?sig=1";
  CHECK_FALSE(contains(page_of(review), "videos.example"));
}

TEST_CASE("the data of a video has its address, and its line in the CSV of marks") {
  ReviewInMemory review = night_market();
  Result& row = review.results.rows[0];
  row.id = "=a,b";
  row.entry = "bcdfghjklmnp";
  row.video_file = "clips/a b.mp4";
  review.marks_key = "0123";
  const Json data = Json::parse(data_of(page_of(review)));
  CHECK(data["marksKey"] == "0123");
  CHECK(data["hasVideos"] == true);
  const Json told = rows_of(page_of(review))[0];
  CHECK(told["videoFile"] == "clips/a b.mp4");
  CHECK(told["videoLink"] == "./clips/a%20b.mp4");
  CHECK(told["rated"] == "\"'=a,b\",bcdfghjklmnp");
}

TEST_CASE("what this program recorded in English is in the data in Chinese, and what others wrote is not") {
  ReviewInMemory review = night_market();
  review.results.rows[0].error = "no answer within 120s";
  review.results.rows[1].error = "upstream error, please retry";
  review.results.rows[1].video_error = "no answer";
  const Json data = Json::parse(data_of(page_of(review)));
  CHECK(data["reasons"] == Json::parse(R"([["no answer", "没有应答"],
                                           ["no answer within 120s", "120s 之内没有应答"]])"));
}

TEST_CASE("without scripts the rows link to their videos, or say why there is none") {
  ReviewInMemory review = night_market();
  CHECK_FALSE(contains(page_of(review), "data-say=\"column.video\""));
  review.results.rows[0].video_file = "clips/<a> b.mp4";
  review.results.rows[1].video_status = "failed";
  review.results.rows[1].video_error = "no <luck>";
  const std::string page = page_of(review);
  CHECK(contains(page, "data-say=\"column.video\""));
  CHECK(contains(page, "<a href=\"./clips/%3Ca%3E%20b.mp4\">clips/&lt;a&gt; b.mp4</a>"));
  CHECK(contains(page, "failed<span data-say=\"colon\">: </span><span data-reason>no &lt;luck&gt;</span>"));
}

TEST_CASE("tiles count videos and files where there are any") {
  ReviewInMemory review = night_market();
  CHECK_FALSE(contains(words_of(page_of(review)), "Video files"));
  review.results.rows[0].video_status = "completed";
  review.results.rows[1].video_status = "failed";
  CHECK(contains(words_of(page_of(review)), "|Videos|1|1 |completed|1 |failed|"));
  CHECK(contains(words_of(page_of(review)), "|Video files|0|none was downloaded|"));
  review.video_files = {1, 2, 4'200'000};
  CHECK(contains(words_of(page_of(review)), "|Video files|1|4.2 MB|2 more not found|"));
}

TEST_CASE("the data holds every row and every attempt of it") {
  const std::string page = page_of(night_market());
  const Json data = Json::parse(data_of(page));
  const Json rows = rows_of(page);
  REQUIRE(rows.size() == 2);
  CHECK(rows[0]["id"] == "market");
  CHECK(rows[0]["status"] == "submitted");
  CHECK(rows[0]["taskId"] == "sora-2:task_1");
  CHECK(rows[0]["v0"] == "noir");
  CHECK(rows[0]["cause"] == "");
  CHECK(data["fields"].empty());
  CHECK(data["variables"] == Json::parse(R"(["style"])"));
  CHECK(data["causes"] == Json::parse(R"([["rejected", "moderation", "prompt refused"]])"));
  CHECK(rows[1]["cause"] == 0);
  CHECK(rows[0]["attempts"] ==
        Json::parse(R"([[1, 1772357400125, "told to wait", 20, null, 429, "slow down",
                         "{\"error\":1}"],
                        [2, 1772357400125, "made a task", 20, null, 200]])"));
  CHECK(rows[1]["attempts"].empty());
}

TEST_CASE("charts have every attempt, also of rows that are not in the table") {
  ReviewInMemory review = night_market();
  review.tries[1].sent_at += std::chrono::milliseconds(400);
  ledger::Attempt other;
  other.row = "gone";
  other.status = Status::in_doubt;
  review.tries.push_back(other);
  const Json data = Json::parse(data_of(page_of(review, {.statuses = {Status::rejected}})));
  CHECK(data["count"] == 1);
  CHECK(data["attempts"] == Json::parse(R"({"start": 1772357400125, "sentAt": [0, 400, null],
      "outcome": {"codes": [0, 1, 2], "values": ["told to wait", "made a task", "in doubt"]},
      "latency": [20, 20, null]})"));
}

TEST_CASE("a value that all rows share stands there once, and one of too many with each row") {
  ReviewInMemory review;
  review.results.variable_names = {"shared", "own"};
  for (int i = 0; i < 500; ++i) {
    Result& row = review.results.rows.emplace_back();
    row.id = std::to_string(i);
    row.prompt = "prompt " + row.id;
    row.variables = {"same", "value " + row.id};
  }
  const std::string page = page_of(review);
  const Json data = Json::parse(data_of(page));
  CHECK(data["columns"]["v0"] == Json::parse(R"({"values": ["same"]})"));
  CHECK_FALSE(data["columns"].contains("v1"));
  CHECK(data["texts"].back() == "v1");
  CHECK(count(page, "class=\"rows\"") == 3);
  const Json rows = rows_of(page);
  REQUIRE(rows.size() == 500);
  CHECK(rows[499]["id"] == "499");
  CHECK(rows[499]["prompt"] == "prompt 499");
  CHECK(rows[499]["v0"] == "same");
  CHECK(rows[499]["v1"] == "value 499");
}

TEST_CASE("the script comes after the first rows, and where there are videos after all") {
  ReviewInMemory review;
  review.results.rows.resize(500);
  const auto rows_before_script = [](const std::string& page) {
    return count(std::string_view(page).substr(0, page.find("<script>")), "class=\"rows\"");
  };
  CHECK(rows_before_script(page_of(review)) == 1);
  review.results.rows[499].video_file = "a.mp4";
  CHECK(rows_before_script(page_of(review)) == 3);
  review.results.rows.clear();
  CHECK(rows_before_script(page_of(review)) == 0);
  CHECK(count(page_of(review), "<script>") == 1);
}

TEST_CASE("the data holds price, endpoint, entry and further fields") {
  ReviewInMemory review = night_market();
  review.results.field_names = {"lens", "seed"};
  Result& row = review.results.rows[0];
  row.fields = {"", "7"};
  row.price = parse_money("4.8");
  row.currency = "CNY";
  row.endpoint = "https://api.example";
  row.entry = "bcdfghjklmnp";
  row.video_error = "expired";
  const std::string page = page_of(review);
  const Json market = rows_of(page)[0];
  CHECK(market["videoError"] == "expired");
  CHECK(market["price"] == "CNY 4.80");
  CHECK(market["endpoint"] == "https://api.example");
  CHECK(market["entry"] == "bcdfghjklmnp");
  CHECK(Json::parse(data_of(page))["fields"] == Json::parse(R"(["lens", "seed"])"));
  CHECK(market["f0"] == "");
  CHECK(market["f1"] == "7");
  CHECK(market["v0"] == "noir");
}

TEST_CASE("hostile text is only ever text, wherever it stands") {
  ReviewInMemory review = night_market();
  const std::string text(hostile);
  review.name = review.ending.results_file = text;
  review.ending.stopped_because = text;
  review.results.variable_names = {text};
  review.results.field_names = {text};
  Result& row = review.results.rows[1];
  row.id = row.error = row.prompt = row.model = row.request_id = row.source = row.images = text;
  row.video_url = row.video_status = row.video_file = text;
  row.video_error = row.endpoint = row.entry = row.currency = text;
  row.price = parse_money("1");
  row.variables = row.fields = {text};
  review.results.rows[0].task_id = text;
  review.tries[0].error = review.replies[1] = text;
  review.tries[0].task_id = review.tries[0].request_id = text;
  review.cost = ReviewCost{text, {}};

  const std::string page = page_of(review);
  CHECK(count(page, "<script") == 3);
  CHECK(count(page, "</script") == 3);
  CHECK(count(page, "<!--") == 0);
  CHECK(!has_unsafe_characters(page));
  CHECK(between(page, "<script>", "</script>") == whole_script());
  const Json data = Json::parse(data_of(page));
  const Json rows = rows_of(page);
  REQUIRE(rows.size() == 2);
  CHECK(rows[1]["id"] == disarm(text));
  for (const char* name :
       {"prompt", "error", "model", "requestId", "source", "images", "videoStatus", "videoFile",
        "videoError", "endpoint", "entry", "f0", "v0"})
    CHECK(rows[1][name] == disarm(text));
  CHECK(data["variables"][0] == disarm(text));
  CHECK(data["fields"][0] == disarm(text));
}

TEST_CASE("the table shows the rows that are asked for, and the numbers are of all") {
  const std::string page = page_of(night_market(), {.statuses = {Status::rejected}});
  const Json rows = rows_of(page);
  REQUIRE(rows.size() == 1);
  CHECK(rows[0]["id"] == "harbor");
  CHECK(rows[0]["cause"] == 0);
  CHECK(contains(words_of(page), "|2 rows|1 of them selected for the table|"));
}

TEST_CASE("what the page says of money is a range where some of it is in doubt") {
  struct Case {
    std::optional<ReviewCost> cost;
    std::string_view text;
  };
  const auto money = [](std::string_view amount) { return Cost{*parse_money(amount), 0}; };
  const std::vector<Case> cases = {
      {std::nullopt, "|Spent|unknown|"},
      {ReviewCost{"CNY", {money("24"), {}}}, "|Spent|CNY 24.00|estimated by the prices"},
      {ReviewCost{"CNY", {money("1234567.125"), {}}}, "|CNY 1,234,567.125|"},
      {ReviewCost{"CNY", {money("999"), money("4.8")}}, "|CNY 999.00 – 1,003.80|"},
      {ReviewCost{"CNY", {Cost{*parse_money("1"), 2}, {}}}, "|without 2 rows of unknown price|"},
  };
  for (const Case& c : cases) {
    ReviewInMemory review = night_market();
    review.cost = c.cost;
    CAPTURE(c.text);
    CHECK(contains(words_of(page_of(review)), c.text));
  }
}

TEST_CASE("a page says that a run is under way, and why one stopped") {
  ReviewInMemory review = night_market();
  CHECK_FALSE(contains(words_of(page_of(review)), "A run is under way"));
  review.is_live = true;
  review.ending.stopped_because = "--limit is reached";
  const std::string words = words_of(page_of(review));
  CHECK(contains(words, "A run is under way"));
  CHECK(contains(words, "--limit is reached"));
}

TEST_CASE("a page says that nothing was paid in a rehearsal, and what it would have cost") {
  ReviewInMemory review = night_market();
  review.cost = ReviewCost{"CNY", {Cost{*parse_money("24"), 0}, {}}};
  CHECK_FALSE(contains(words_of(page_of(review)), "Rehearsal"));
  review.tries[0].rehearsal = true;
  std::string words = words_of(page_of(review));
  CHECK(contains(words, "|Rehearsal:| |1 attempt went to a rehearsal server, and was not paid.|"));
  CHECK(contains(words, "|Spent|CNY 24.00|"));
  review.tries[1].rehearsal = true;
  review.would_have_cost = ReviewCost{"CNY", {Cost{*parse_money("1234.5"), 0}, {}}};
  words = words_of(page_of(review));
  CHECK(contains(words, "|Rehearsal:| |nothing was paid.|"));
  CHECK(contains(words, "|Would have cost|CNY 1,234.50|a rehearsal: nothing was paid|"));
  CHECK_FALSE(contains(words, "Spent"));
  CHECK(Json::parse(data_of(page_of(review)))["isRehearsal"] == true);
}

TEST_CASE("rows that need a person come first, also without scripts and in the pieces") {
  ReviewInMemory review;
  for (int i = 0; i < 1000; ++i) {
    Result& row = review.results.rows.emplace_back();
    row.id = fmt::format("row-{:03}", i);
    row.source = "a.yaml:1";
    row.prompt = "prompt of " + row.id;
    row.status = i == 998   ? Status::in_doubt
                 : i == 997 ? Status::held
                 : i == 100 ? Status::rejected
                 : i == 900 ? Status::failed
                            : Status::submitted;
  }
  const std::string page = page_of(review);
  const Json data = Json::parse(data_of(page));
  CHECK(data["needs"] == Json::parse(R"(["in doubt", "held", "rejected", "failed"])"));
  const Json& first = data["first"];
  REQUIRE(first.size() == 200);
  CHECK(std::is_sorted(first.begin(), first.end()));
  CHECK(first[100] == 100);
  CHECK(first[197] == 900);
  CHECK(first[198] == 997);
  CHECK(first[199] == 998);
  const std::vector<Json> texts = texts_of(page);
  REQUIRE(texts.size() == 1000);
  CHECK(texts[199][2] == "prompt of row-998");
  CHECK(texts[999][2] == "prompt of row-999");
  const std::string all_words = words_of(page);
  const std::string words = all_words.substr(all_words.find("|Rows|"));
  std::size_t last = 0;
  for (const char* id : {"|row-998|", "|row-997|", "|row-100|", "|row-900|", "|row-000|"}) {
    CAPTURE(id);
    CHECK(words.find(id) > last);
    last = words.find(id);
  }
  // Whoever asked for another order gets that.
  const Json sorted =
      Json::parse(data_of(page_of(review, {.sort = {{.column = "id", .descending = true}}})));
  CHECK(sorted["needs"].empty());
  CHECK(sorted["first"].empty());
}

TEST_CASE("a row in doubt or held has its name and its task as words of a shell") {
  ReviewInMemory review = night_market();
  review.ending.held.command = "shotlist run night.yaml --rate 1/s";
  Result& doubt = review.results.rows[0];
  doubt.status = Status::in_doubt;
  doubt.id = "market $(x)\x1b[2J";
  doubt.task_id = "t'1;reboot\n</script>";
  Result& held = review.results.rows[1];
  held.status = Status::held;
  const std::string page = page_of(review);
  CHECK(!has_unsafe_characters(page));
  CHECK(count(page, "</script") == 3);
  const Json data = Json::parse(data_of(page));
  CHECK(data["resolve"] == "shotlist resolve night.yaml");
  CHECK(data["run"] == "shotlist run night.yaml --rate 1/s");
  Json rows = rows_of(page);
  CHECK(rows[0]["argument"] == command_line({doubt.id}));
  CHECK(rows[0]["namedTask"] == command_line({doubt.task_id}));
  CHECK(rows[1]["argument"] == "harbor");
  CHECK(rows[1]["namedTask"] == "");
  doubt.status = Status::submitted;
  CHECK(rows_of(page_of(review))[0]["argument"] == "");
  doubt.status = Status::in_doubt;
  doubt.source.clear();  // it left the manifest: its id may be another row's
  doubt.entry = "krtvbcdfghjk";
  CHECK(rows_of(page_of(review))[0]["argument"] == "krtvbcdfghjk");
  review.is_live = true;  // it may merely be on its way
  CHECK(rows_of(page_of(review))[0]["argument"] == "");
}

TEST_CASE("next steps are a list in order, each with its whole command") {
  ReviewInMemory review = night_market();
  review.results.rows[0].status = Status::in_doubt;
  review.ending.resolve_command = "shotlist resolve " + std::string(300, 'x');
  const std::string page = page_of(review);
  CHECK(contains(page, "<ol>\n<li>"));
  const std::string words = words_of(page);
  CHECK(contains(words, "|Look up the row in doubt in the provider"));
  CHECK(contains(words, "|" + review.ending.resolve_command + "|Copy|"));
  CHECK(contains(words, "|Edit the rejected row, then send it.|shotlist run night.yaml|Copy|"));
}

TEST_CASE("a page counts rows that left the manifest apart") {
  ReviewInMemory review = night_market();
  review.results.rows[1].source.clear();
  review.results.rows[1].entry = "krtvbcdfghjk";
  const std::string page = page_of(review);
  CHECK(contains(words_of(page), "|1 row|and 1 no longer in the manifest|"));
  CHECK_FALSE(contains(words_of(page), "selected for the table"));
  CHECK(rows_of(page).size() == 2);
}

TEST_CASE("a cause of many words is cut where it is listed, and whole in the row") {
  ReviewInMemory review = night_market();
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
  ReviewInMemory review;
  const std::string page = page_of(review);
  CHECK(rows_of(page).empty());
  CHECK(contains(words_of(page), "Nothing failed"));
}

}  // namespace shotlist::tests::page_test
