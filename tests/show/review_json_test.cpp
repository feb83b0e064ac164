#include "show/review_json.h"

#include <string>

#include <nlohmann/json.hpp>

#include "show/row_selection.h"
#include "support/catch2.h"
#include "support/review_in_memory.h"

namespace shotlist::tests::review_json_test {

using namespace shotlist::show;
using Json = nlohmann::json;

namespace {

ReviewInMemory night() {
  ReviewInMemory review;
  review.name = "night";
  review.ending = {"night.results.csv", "shotlist run night.yaml", "shotlist resolve night.yaml",
                   ""};
  Result good;
  good.id = "harbor";
  good.source = "night.yaml:3";
  good.status = Status::submitted;
  good.task_id = "t1";
  good.attempts = 2;
  Result bad = good;
  bad.id = "market";
  bad.status = Status::in_doubt;
  bad.task_id.clear();
  bad.error = "lost \x1b[2J";
  bad.error_class = ErrorClass::dropped;
  bad.attempts = 1;
  review.results.rows = {good, bad};
  return review;
}

Json json_of(const ReviewInMemory& memory, const RowSelection& selection = {}) {
  const Review review = memory.view();
  const std::string text = text_of([&](const TakeText& take) {
    write_review_json(review, select_rows(review, selection), take);
  });
  CHECK(text.find('\n') == text.size() - 1);
  return Json::parse(text);
}

}  // namespace

TEST_CASE("a review as JSON has totals, causes, what to type next, and the rows") {
  const Json json = json_of(night());
  CHECK(json.at("name") == "night");
  CHECK(json.at("results") == "night.results.csv");
  CHECK(json.at("running") == false);
  CHECK(json.at("attempts") == 3);
  const Json rows = {{"total", 2},    {"submitted", 1}, {"rejected", 0}, {"failed", 0},
                     {"in_doubt", 1}, {"held", 0},      {"not_sent", 0}};
  CHECK(json.at("rows") == rows);
  CHECK(json.at("causes").size() == 1);
  CHECK(json.at("causes").at(0).at("error") == "lost \\x1b[2J");
  CHECK(json.at("causes").at(0).at("examples").at(0) == "market");
  CHECK(json.at("next").at(0).at("command") == "shotlist resolve night.yaml");
  CHECK(json.at("requests").size() == 2);
  CHECK(json.at("requests").at(0).at("task_id") == "t1");
}

TEST_CASE("JSON says of a rehearsal that it was one, and counts rows that left apart") {
  ReviewInMemory review = night();
  CHECK(json_of(review).at("rehearsal") == false);
  CHECK(json_of(review).at("left") == 0);
  review.tries.resize(1);
  review.tries[0].rehearsal = true;
  review.results.rows[1].source.clear();
  review.results.rows[1].entry = "krtvbcdfghjk";
  const Json json = json_of(review);
  CHECK(json.at("rehearsal") == true);
  CHECK(json.at("left") == 1);
  CHECK(json.at("rows").at("total") == 1);
  CHECK(json.at("requests").size() == 2);
  CHECK(json.at("requests").at(1).at("entry") == "krtvbcdfghjk");
}

TEST_CASE("held rows have a next step for programs, too") {
  ReviewInMemory review = night();
  review.results.rows[1].status = Status::held;
  review.results.rows[1].error = "looks paid for: nearly the same as harbor";
  review.ending.held.rows = 1;
  const Json json = json_of(review);
  CHECK(json.at("next").at(0).at("command") == "shotlist run night.yaml --held keep:1");
  CHECK(json.at("causes").at(0).at("error") == "looks paid for");
  CHECK(json.at("requests").at(1).at("error") == "looks paid for: nearly the same as harbor");
}

TEST_CASE("what is not known is null, and amounts are text") {
  ReviewInMemory review = night();
  Json json = json_of(review);
  CHECK(json.at("cost").is_null());
  CHECK(json.at("pace").is_null());
  CHECK(json.at("latency").is_null());
  Spent spent;
  spent.certain.add(parse_money("4.8"));
  spent.possible.add(parse_money("4.8"));
  spent.possible.add({});
  review.cost = {"CNY", spent};
  json = json_of(review);
  CHECK(json.at("cost").at("certain") == "4.80");
  CHECK(json.at("cost").at("possible") == "4.80");
  CHECK(json.at("cost").at("at_most") == "9.60");
  CHECK(json.at("cost").at("unpriced") == 1);
}

TEST_CASE("a selection narrows the rows and not the totals") {
  const Json json = json_of(night(), {.statuses = {Status::in_doubt}});
  CHECK(json.at("requests").size() == 1);
  CHECK(json.at("rows").at("total") == 2);
  CHECK(json_of(night(), {.statuses = {Status::failed}}).at("requests").empty());
}

TEST_CASE("a review as JSON counts videos and their files") {
  ReviewInMemory review = night();
  review.results.rows[0].video_status = "completed";
  review.results.rows[1].video_status = "running";
  review.video_files = {1, 2, 5'000'000'000};
  const Json videos = {{"running", 1}, {"completed", 1}, {"failed", 0},  {"expired", 0},
                       {"lost", 0},    {"files", 1},     {"missing", 2}, {"bytes", 5'000'000'000}};
  CHECK(json_of(review).at("videos") == videos);
}

}  // namespace shotlist::tests::review_json_test
