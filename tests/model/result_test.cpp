#include "model/result.h"

#include <string>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::result_test {

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

}  // namespace

TEST_CASE("values are shown as a results file has them") {
  CHECK(to_text(Value(std::string("007"))) == "007");
  CHECK(to_text(Value(std::int64_t{15})) == "15");
  CHECK(to_text(Value(std::int64_t{-1})) == "-1");
  CHECK(to_text(Value(true)) == "true");
  CHECK(to_text(Value(false)) == "false");
  CHECK(to_text(Value(std::vector<std::string>{})).empty());
  CHECK(to_text(Value(std::vector<std::string>{"a", "b"})) == "a b");
  const std::string start = "data:image/png;base64,";
  CHECK(to_text(Value(std::vector<std::string>{start + "AAAA"})) == start + "AAAA");
  const std::string a = to_text(Value(std::vector<std::string>{start + std::string(4000, 'A')}));
  const std::string b =
      to_text(Value(std::vector<std::string>{start + std::string(3999, 'A') + "="}));
  CHECK(a.starts_with("data:image/png;bytes=3000;digest="));
  CHECK(b.starts_with("data:image/png;bytes=2999;digest="));
  CHECK(a.size() == std::string("data:image/png;bytes=3000;digest=").size() + 16);
}

TEST_CASE("a field is found by its name") {
  const Request request = market();
  REQUIRE(find_field(request.fields, "duration") != nullptr);
  CHECK(*find_field(request.fields, "duration") == Value(std::int64_t{15}));
  CHECK(find_field(request.fields, "Duration") == nullptr);
}

TEST_CASE("a row never sent has a line of its own, with nothing about sending") {
  const Result result = make_result(market(), {});
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

TEST_CASE("a line that is made again keeps nothing of the row before") {
  Result line = make_result(market(), {});
  line.status = Status::in_doubt;
  line.task_id = line.error = line.video_status = line.video_url = line.video_file = "old";
  line.video_error = line.currency = line.endpoint = line.request_id = line.entry = "old";
  line.error_class = ErrorClass::timeout;
  line.http_status = 502;
  line.attempts = 3;
  line.submitted_at = Date(1s);
  line.latency = 250ms;
  remake_result(line, market(), {});
  CHECK(line == make_result(market(), {}));
}

TEST_CASE("a row has left the manifest where it was sent and is written nowhere") {
  Result line;
  CHECK_FALSE(line.has_left());  // a person's file without these columns
  line.entry = "krtvbcdfghjk";
  CHECK(line.has_left());
  line.source = "night-market.yaml:12";
  CHECK_FALSE(line.has_left());
}

TEST_CASE("fields with a column of their own are those of the first model, by their exact names") {
  for (const char* name :
       {"prompt", "model", "orientation", "size", "duration", "watermark", "private", "images"}) {
    CAPTURE(name);
    CHECK(has_own_column(name));
  }
  for (const char* name : {"seed", "Prompt", "hidden", "id", ""}) {
    CAPTURE(name);
    CHECK_FALSE(has_own_column(name));
  }
}

TEST_CASE("two versions of a row differ in the fields that are shown otherwise") {
  const Fields before = {{"prompt", std::string("a")},
                         {"duration", std::int64_t{15}},
                         {"seed", std::int64_t{7}},
                         {"size", std::string("large")}};
  const Fields after = {{"size", std::string("large")},
                        {"duration", std::int64_t{25}},
                        {"prompt", std::string("a")},
                        {"watermark", false}};
  CHECK(changes_between(before, after) == std::vector<FieldChange>{{"duration", "15", "25"},
                                                                   {"seed", "7", ""},
                                                                   {"watermark", "", "false"}});
  CHECK(changes_between(before, before).empty());
}

TEST_CASE("a line has the price and the further fields of its request") {
  Request request = market();
  request.fields.emplace_back("seed", std::int64_t{7});
  request.fields.emplace_back("hidden", true);
  request.price = parse_money("4.8");
  Result line = make_result(request, {"camera", "hidden", "seed"});
  CHECK(line.fields == std::vector<std::string>{"", "true", "7"});
  CHECK(line.price == parse_money("4.80"));
  remake_result(line, market(), {"seed"});
  CHECK(line.fields == std::vector<std::string>{""});
  CHECK(!line.price);
}

TEST_CASE("a field the model does not have leaves an empty cell") {
  Request request = market();
  request.fields = {{"prompt", std::string("x")}};
  const Result result = make_result(request, {});
  CHECK(result.duration.empty());
  CHECK(result.images.empty());
  CHECK(result.hidden.empty());
}

}  // namespace shotlist::tests::result_test
