#include "show/row_formats.h"

#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "results/results_csv.h"
#include "show/row_selection.h"
#include "support/catch2.h"
#include "support/review_in_memory.h"
#include "support/shown_text.h"

namespace shotlist::tests::row_formats_test {

using namespace shotlist::results;
using namespace shotlist::show;

namespace {

Results two_rows() {
  Result good;
  good.id = "harbor";
  good.status = Status::submitted;
  good.task_id = "sora-2:task_1";
  good.prompt = "A harbor\nat dawn";
  good.attempts = 1;
  good.latency = std::chrono::milliseconds(1250);
  good.variables = {"007"};
  Result bad;
  bad.id = "夜市";
  bad.status = Status::rejected;
  bad.error = "no | way <script>";
  bad.error_class = ErrorClass::moderation;
  bad.http_status = 400;
  bad.prompt = "=1+1";
  bad.variables = {"*_[x](y)_*"};
  good.price = parse_money("4.8");
  good.fields = {"7"};
  bad.fields = {"=8"};
  return {{"take no"}, {good, bad}, 0, {"seed"}};
}

// The rows that have these cells; all without any.
template <typename Write>
std::string written(const Results& results, const Write& write,
                    std::vector<std::pair<std::string, std::string>> where = {}) {
  const ReviewInMemory memory(results);
  const Review review = memory.view();
  const SelectedRows rows = select_rows(review, {.where = std::move(where)});
  return text_of([&](const TakeText& take) { write(review, rows, take); });
}

}  // namespace

TEST_CASE("rows as CSV are a results file of these rows, and read back the same") {
  const Results results = two_rows();
  const std::string text =
      written(results,
              [](const Review& review, const SelectedRows& rows, const TakeText& take) {
                write_csv(review, rows, ResultsForm::plain, take);
              },
              {{"status", "rejected"}});
  const Results read = read_results(text, "some.csv");
  CHECK(read.variable_names == results.variable_names);
  CHECK(read.field_names == results.field_names);
  REQUIRE(read.rows.size() == 1);
  CHECK(read.rows[0] == results.rows[1]);
}

TEST_CASE("rows as JSON lines have typed cells, and variables apart") {
  const Results results = two_rows();
  const std::string text = written(results, write_jsonl);
  const auto first = nlohmann::json::parse(text.substr(0, text.find('\n')));
  CHECK(first.at("id") == "harbor");
  CHECK(first.at("prompt") == "A harbor\nat dawn");
  CHECK(first.at("latency_ms") == 1250);
  CHECK(first.at("http_status").is_null());
  CHECK(first.at("price") == "4.80");
  CHECK(first.at("entry") == "");
  CHECK(first.at("fields").at("seed") == "7");
  CHECK(first.at("variables").at("take no") == "007");
  const auto second = nlohmann::json::parse(text.substr(text.find('\n') + 1));
  CHECK(second.at("prompt") == "=1+1");
  CHECK(second.at("http_status") == 400);
  CHECK(second.at("price") == "");
  CHECK(second.at("fields").at("seed") == "=8");
  CHECK(second.at("latency_ms").is_null());
}

TEST_CASE("bytes of a prompt that are no text do not make the JSON unreadable") {
  Results results = two_rows();
  results.rows[0].prompt = "bad \xFF byte";
  const std::string text = written(results, write_jsonl, {{"id", "harbor"}});
  CHECK(nlohmann::json::parse(text).at("prompt") == "bad \xEF\xBF\xBD byte");
}

TEST_CASE("rows as Markdown are a table in which nothing is markup") {
  const Results results = two_rows();
  CHECK(written(results, write_markdown) ==
        "| id | status | task id or error | tries | latency | prompt | take no |\n"
        "| --- | --- | --- | ---: | ---: | --- | --- |\n"
        "| harbor | submitted | sora-2\\:task\\_1 | 1 | 1.3s | A harbor at dawn | 007 |\n"
        "| 夜市 | rejected | moderation\\: no \\| way \\<script\\> |  |  | =1+1 | "
        "\\*\\_\\[x\\]\\(y\\)\\_\\* |\n");
}

}  // namespace shotlist::tests::row_formats_test
