#include "model/result.h"

#include <string>
#include <vector>

#include "support/catch2.h"

using namespace shotlist::base;
using namespace shotlist::model;
using namespace std::chrono_literals;

namespace {

Request market() {
  Request request;
  request.id = "market@portrait";
  request.body = "{}";
  request.fingerprint = fingerprint_of(request.body);
  request.source = {"night-market.yaml", 12, 5};
  request.fields = {{"prompt", std::string("a 夜市 in rain")},
                    {"model", std::string("sora-2-pro")},
                    {"orientation", std::string("portrait")},
                    {"size", std::string("large")},
                    {"duration", std::int64_t{15}},
                    {"watermark", false},
                    {"private", true},
                    {"images", std::vector<std::string>{"https://a/1.jpg", "https://a/2.jpg"}}};
  request.variables = {"dawn"};
  return request;
}

Standing standing_with(Status status) {
  Standing standing;
  standing.status = status;
  standing.fingerprint = Fingerprint{1, 2};
  standing.attempts = 3;
  standing.error = "words";
  standing.error_class = ErrorClass::server;
  standing.http_status = 502;
  standing.provider_request_id = "req-1";
  standing.sent_at = Date(1s);
  standing.latency = 250ms;
  return standing;
}

}  // namespace

TEST_CASE("values are shown as a results file has them") {
  CHECK(to_text(Value(std::string("007"))) == "007");
  CHECK(to_text(Value(std::int64_t{15})) == "15");
  CHECK(to_text(Value(std::int64_t{-1})) == "-1");
  CHECK(to_text(Value(true)) == "true");
  CHECK(to_text(Value(false)) == "false");
  CHECK(to_text(Value(std::vector<std::string>{})).empty());
  CHECK(to_text(Value(std::vector<std::string>{"a", "b"})) == "a b");
}

TEST_CASE("a field is found by its name") {
  const Request request = market();
  REQUIRE(find_field(request.fields, "duration") != nullptr);
  CHECK(*find_field(request.fields, "duration") == Value(std::int64_t{15}));
  CHECK(find_field(request.fields, "Duration") == nullptr);
}

TEST_CASE("a row never sent has a line of its own, with nothing about sending") {
  const Result result = make_result(market(), {}, nullptr);
  Result expected;
  expected.id = "market@portrait";
  expected.status = Status::not_sent;
  expected.prompt = "a 夜市 in rain";
  expected.model = "sora-2-pro";
  expected.orientation = "portrait";
  expected.size = "large";
  expected.duration = "15";
  expected.watermark = "false";
  expected.hidden = "true";
  expected.images = "https://a/1.jpg https://a/2.jpg";
  expected.source = "night-market.yaml:12";
  expected.fingerprint = to_text(market().fingerprint);
  expected.variables = {"dawn"};
  CHECK(result == expected);
}

TEST_CASE("what is known about a row is on its line") {
  Standing standing = standing_with(Status::submitted);
  standing.task_id = "sora-2:task_1";
  const Result result = make_result(market(), {}, &standing);
  CHECK(result.status == Status::submitted);
  CHECK(result.task_id == "sora-2:task_1");
  CHECK(result.attempts == 3);
  CHECK(result.error == "words");
  CHECK(result.error_class == ErrorClass::server);
  CHECK(result.http_status == 502);
  CHECK(result.latency == 250ms);
  CHECK(result.request_id == "req-1");
}

TEST_CASE("only rows that may have been created say when they were submitted") {
  for (const Status status : {Status::submitted, Status::failed, Status::rejected, Status::in_doubt,
                              Status::held, Status::not_sent}) {
    const Standing standing = standing_with(status);
    const bool may_exist = status == Status::submitted || status == Status::in_doubt;
    CAPTURE(to_text(status));
    CHECK(make_result(market(), {}, &standing).submitted_at.has_value() == may_exist);
  }
}

TEST_CASE("a row edited after it was sent keeps the fingerprint the server knows") {
  Standing standing = standing_with(Status::submitted);
  CHECK(make_result(market(), {}, &standing).fingerprint == to_text(Fingerprint{1, 2}));
  standing.attempts = 0;
  CHECK(make_result(market(), {}, &standing).fingerprint == to_text(market().fingerprint));
}

TEST_CASE(
    "the fields of a manifest that have no column of their own are named once, by the alphabet") {
  Requests requests;
  CHECK(field_names_of(requests).empty());
  requests.rows = {market(), market(), market()};
  CHECK(field_names_of(requests).empty());
  requests.rows[1].fields.emplace_back("seed", std::int64_t{7});
  requests.rows[1].fields.emplace_back("camera", RawJson{R"({"pan":1})", R"({"pan":1})"});
  requests.rows[2].fields.emplace_back("seed", std::int64_t{8});
  requests.rows[2].fields.emplace_back("Prompt", std::string("x"));
  CHECK(field_names_of(requests) == std::vector<std::string>{"Prompt", "camera", "seed"});
}

TEST_CASE("a line has the price and the further fields of its request") {
  Request request = market();
  request.fields.emplace_back("seed", std::int64_t{7});
  request.fields.emplace_back("hidden", true);
  request.price = parse_money("4.8");
  Result line = make_result(request, {"camera", "hidden", "seed"}, nullptr);
  CHECK(line.fields == std::vector<std::string>{"", "true", "7"});
  CHECK(line.price == parse_money("4.80"));
  remake_result(line, market(), {"seed"}, nullptr);
  CHECK(line.fields == std::vector<std::string>{""});
  CHECK(!line.price);
}

TEST_CASE("a field the model does not have leaves an empty cell") {
  Request request = market();
  request.fields = {{"prompt", std::string("x")}};
  const Result result = make_result(request, {}, nullptr);
  CHECK(result.duration.empty());
  CHECK(result.images.empty());
  CHECK(result.hidden.empty());
}

TEST_CASE("a row in doubt shows the task that its answer named, and only then") {
  Standing standing;
  standing.status = Status::in_doubt;
  standing.named_task = "T1";
  Result line;
  apply(standing, line);
  CHECK(line.task_id == "T1");
  CHECK(standing_of(line).named_task == "T1");
  CHECK(standing_of(line).task_id.empty());

  standing.status = Status::failed;
  apply(standing, line);
  CHECK(line.task_id.empty());

  standing.status = Status::submitted;
  standing.task_id = "T2";
  apply(standing, line);
  CHECK(line.task_id == "T2");
  CHECK(standing_of(line).task_id == "T2");
}
