#include "show/cause.h"

#include <string>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::cause_test {

using namespace shotlist::show;

namespace {

Result row(std::string id, Status status, ErrorClass error_class, int http_status,
           std::string error) {
  Result result;
  result.id = std::move(id);
  result.status = status;
  result.error_class = error_class;
  result.http_status = http_status;
  result.error = std::move(error);
  return result;
}

std::vector<Cause> causes_of(const std::vector<Result>& rows) {
  Causes causes;
  for (const Result& each : rows)
    causes.add(each);
  return causes.list();
}

}  // namespace

TEST_CASE("messages that differ only in numbers and ids are one cause") {
  struct Case {
    std::string first;
    std::string second;
    bool same;
  };
  const std::vector<Case> cases = {
      {"prompt refused", "prompt refused", true},
      {"prompt refused", "image refused", false},
      {"no answer within 120s", "no answer within 90s", true},
      {"quota exceeded (request id: 20261122aB9x)", "quota exceeded (request id: 20261121zz7)",
       true},
      {"task 0b6e-11aa failed", "task 77ff-9c failed", true},
      {"无可用渠道 (request id: 2026a)", "无可用渠道 (request id: 2026b)", true},
      {"无可用渠道", "额度不足", false},
      {"", "", true},
  };
  for (const Case& c : cases) {
    CAPTURE(c.first, c.second);
    Results results;
    results.rows = {row("a", Status::failed, ErrorClass::server, 500, c.first),
                    row("b", Status::failed, ErrorClass::server, 500, c.second)};
    CHECK(causes_of(results.rows).size() == (c.same ? 1 : 2));
  }
}

TEST_CASE("held rows have one cause, whatever purchases they look like") {
  Results results;
  results.rows = {row("a", Status::held, ErrorClass::none, 0, "looks paid for: the same as x"),
                  row("b", Status::held, ErrorClass::none, 0, "looks paid for: the same as y")};
  const auto causes = causes_of(results.rows);
  REQUIRE(causes.size() == 1);
  CHECK(causes[0].error == "looks paid for");
  CHECK(causes[0].rows == 2);
}

TEST_CASE("of rows that left the manifest only those in doubt have a cause") {
  Results results;
  results.rows = {row("a", Status::failed, ErrorClass::server, 500, "broken"),
                  row("b", Status::rejected, ErrorClass::moderation, 400, "no"),
                  row("c", Status::in_doubt, ErrorClass::timeout, 0, "silence")};
  for (Result& gone : results.rows)
    gone.entry = "krtvbcdfghjk";
  const auto causes = causes_of(results.rows);
  REQUIRE(causes.size() == 1);
  CHECK(causes[0].examples == std::vector<std::string>{"c"});
}

TEST_CASE("status, class and HTTP status keep causes apart") {
  Results results;
  results.rows = {row("a", Status::failed, ErrorClass::server, 502, "HTTP 502"),
                  row("b", Status::failed, ErrorClass::server, 504, "HTTP 504"),
                  row("c", Status::in_doubt, ErrorClass::server, 504, "HTTP 504"),
                  row("d", Status::failed, ErrorClass::timeout, 504, "HTTP 504")};
  CHECK(causes_of(results.rows).size() == 4);
}

TEST_CASE("the most frequent cause comes first, with a few examples, and the rest in file order") {
  Results results;
  results.rows = {row("ok", Status::submitted, ErrorClass::none, 200, ""),
                  row("late", Status::not_sent, ErrorClass::none, 0, ""),
                  row("rare", Status::rejected, ErrorClass::moderation, 400, "refused"),
                  row("odd", Status::in_doubt, ErrorClass::timeout, 0, "silence")};
  for (int i = 0; i < 9; ++i) {
    results.rows.push_back(row("f" + std::to_string(i), Status::failed, ErrorClass::connect, 0,
                               "no route to 10.0.0." + std::to_string(i)));
  }
  const std::vector<Cause> causes = causes_of(results.rows);
  REQUIRE(causes.size() == 3);
  CHECK(causes[0].rows == 9);
  CHECK(causes[0].error == "no route to 10.0.0.0");
  CHECK(causes[0].examples == std::vector<std::string>{"f0", "f1", "f2", "f3", "f4"});
  CHECK(causes[1].examples == std::vector<std::string>{"rare"});
  CHECK(causes[2].examples == std::vector<std::string>{"odd"});
}

TEST_CASE("each row knows the place of its cause") {
  const std::vector<Result> rows = {
      row("rare", Status::rejected, ErrorClass::moderation, 400, "no"),
      row("ok", Status::submitted, ErrorClass::none, 200, ""),
      row("a", Status::failed, ErrorClass::connect, 0, "no route 1"),
      row("b", Status::failed, ErrorClass::connect, 0, "no route 2")};
  Causes causes;
  for (const Result& each : rows)
    causes.add(each);
  const Causes::Places places(causes);
  CHECK(places.of(rows[0]) == 1);
  CHECK_FALSE(places.of(rows[1]));
  CHECK(places.of(rows[2]) == 0);
  CHECK(places.of(rows[3]) == 0);
}

}  // namespace shotlist::tests::cause_test
