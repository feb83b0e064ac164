#include "show/row_selection.h"

#include <string>
#include <vector>

#include "base/error.h"
#include "support/catch2.h"
#include "support/review_in_memory.h"

namespace shotlist::tests::row_selection_test {

using namespace shotlist::show;
using std::chrono::milliseconds;

namespace {

Result row(std::string id, Status status, std::optional<int> latency, std::string model,
           std::string style) {
  Result result;
  result.id = std::move(id);
  result.status = status;
  if (latency) result.latency = milliseconds(*latency);
  result.model = std::move(model);
  result.variables = {std::move(style)};
  return result;
}

Results four_rows() {
  return {{"style"},
          {row("a", Status::submitted, 900, "sora-2", "noir"),
           row("b", Status::failed, {}, "veo3", "warm"),
           row("c", Status::in_doubt, 1000, "sora-2", "noir"),
           row("d", Status::not_sent, {}, "kling", "")}};
}

Results six_statuses() {
  Results results;
  for (const Status status : {Status::submitted, Status::failed, Status::rejected, Status::in_doubt,
                              Status::held, Status::not_sent})
    results.rows.push_back(row(std::string(to_text(status)) + ' ', status, {}, "", ""));
  return results;
}

std::string ids(const Results& results, const RowSelection& selection) {
  std::string text;
  const ReviewInMemory review(results);
  select_rows(review.view(), selection).for_each([&text](const ReviewRow& row) {
    text += row.line.id;
  });
  return text;
}

}  // namespace

TEST_CASE("a status sorts by how much it needs a person") {
  CHECK(ids(six_statuses(), {.sort = {{"status", false}}}) ==
        "in_doubt held failed rejected not_sent submitted ");
}

TEST_CASE("rows are selected by a request field, and of equal names by the column") {
  Results results = four_rows();
  results.field_names = {"price", "seed", "style"};
  results.rows[1].fields = {"9", "7", "mine"};
  results.rows[1].price = parse_money("4.80");
  results.rows[2].fields = {"4.80", "8", "noir"};
  CHECK(ids(results, {.where = {{"seed", "7"}}}) == "b");
  CHECK(ids(results, {.where = {{"price", "4.80"}}}) == "b");
  CHECK(ids(results, {.where = {{"style", "noir"}}}) == "c");
  CHECK(ids(results, {.sort = {{"seed", true}}}) == "cbad");
}

TEST_CASE("rows are selected by status, by column and by variable") {
  struct Case {
    RowSelection selection;
    std::string ids;
  };
  const std::vector<Case> cases = {
      {{}, "abcd"},
      {{.statuses = {Status::failed, Status::in_doubt}}, "bc"},
      {{.where = {{"model", "sora-2"}}}, "ac"},
      {{.where = {{"style", "noir"}}}, "ac"},
      {{.where = {{"style", ""}}}, "d"},
      {{.where = {{"style", "noir"}, {"status", "in_doubt"}}}, "c"},
      {{.where = {{"latency_ms", "900"}}}, "a"},
      {{.limit = 2}, "ab"},
      {{.limit = 9}, "abcd"},
      {{.statuses = {Status::rejected}}, ""},
  };
  for (const Case& c : cases)
    CHECK(ids(four_rows(), c.selection) == c.ids);
}

TEST_CASE("rows are selected by what became of their videos") {
  Results results = four_rows();
  results.rows[0].video_status = "completed";
  results.rows[1].video_status = "failed";
  results.rows[2].video_status = "lost";
  CHECK(ids(results, {.videos = {VideoStatus::failed, VideoStatus::completed}}) == "ab");
  CHECK(ids(results, {.statuses = {Status::in_doubt}, .videos = {VideoStatus::lost}}) == "c");
  CHECK(ids(results, {.videos = {VideoStatus::running}}).empty());
}

TEST_CASE("rows are sorted by value, with empty cells last") {
  struct Case {
    std::vector<SortKey> sort;
    std::string ids;
  };
  const std::vector<Case> cases = {
      {{{"latency_ms", false}}, "acbd"},  // as numbers: 900 before 1000
      {{{"latency_ms", true}}, "cabd"},   // and empty ones last all the same
      {{{"status", false}}, "cbda"},      // who needs a person comes first
      {{{"model", false}}, "dacb"},       // equal ones as they were
      {{{"model", false}, {"id", true}}, "dcab"},
      {{{"style", false}}, "acbd"},
      {{{"style", true}}, "bacd"},
  };
  for (const Case& c : cases)
    CHECK(ids(four_rows(), {.sort = c.sort}) == c.ids);
}

TEST_CASE("the limit is taken after sorting") {
  CHECK(ids(four_rows(), {.sort = {{"status", false}}, .limit = 1}) == "c");
}

TEST_CASE("sorted rows bring their attempts, and can be put back into their order") {
  ReviewInMemory review(four_rows());
  review.tries.resize(1);
  review.tries[0].row = "c";
  const Review view = review.view();
  const SelectedRows rows = select_rows(view, {.sort = {{"status", false}}, .limit = 3});
  const auto told = [](const SelectedRows& some) {
    std::string text;
    some.for_each([&text](const ReviewRow& row) {
      text += row.line.id + std::to_string(row.number) + std::string(row.tries.size(), '!');
    });
    return text;
  };
  CHECK(told(rows) == "c2!b1d3");
  CHECK(told(rows.first(2)) == "c2!b1");
  CHECK(told(rows.in_their_order()) == "b1c2!d3");
}

TEST_CASE("a column that there is not is refused, with the one that was meant") {
  const auto message = [](const RowSelection& selection) {
    try {
      ids(four_rows(), selection);
    } catch (const Error& error) {
      CHECK(error.exit_code() == ExitCode::usage);
      return full_message(error);
    }
    return std::string();
  };
  CHECK(message({.where = {{"styel", "noir"}}}) ==
        "there is no column \"styel\" in the results; did you mean style?");
  CHECK(message({.sort = {{"latency", false}}}) ==
        "there is no column \"latency\" in the results; did you mean latency_ms?");
  CHECK(message({.where = {{"wholly unknown", ""}}}) ==
        "there is no column \"wholly unknown\" in the results; name a column of the results file, "
        "or a variable");
}

TEST_CASE("a sort key is a column and perhaps a direction") {
  CHECK(parse_sort_key("status") == SortKey{"status", false});
  CHECK(parse_sort_key("latency_ms:desc") == SortKey{"latency_ms", true});
  CHECK(parse_sort_key("latency_ms:asc") == SortKey{"latency_ms", false});
  CHECK(parse_sort_key("ratio:wide") == SortKey{"ratio:wide", false});
  CHECK_FALSE(parse_sort_key(""));
  CHECK_FALSE(parse_sort_key(":desc"));
}

}  // namespace shotlist::tests::row_selection_test
