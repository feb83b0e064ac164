#include "sandbox/gateway.h"

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "calls.h"
#include "support/catch2.h"

namespace shotlist::tests::gateway_test {

using namespace shotlist::sandbox;
using nlohmann::json;

namespace {

SandboxOptions with(Fault fault) {
  SandboxOptions options;
  options.faults = {{fault, 1.0}};
  return options;
}

std::string header(const Answer& answer, const std::string& name) {
  for (const auto& [known, value] : answer.headers) {
    if (known == name) return value;
  }
  return {};
}

std::string error_message(const Answer& answer) {
  return json::parse(answer.body)["error"]["message"];
}

}  // namespace

TEST_CASE("a documented request is charged and answered with a task id") {
  Gateway gateway({});
  const Answer answer = gateway.answer(create_call(), noon);
  CHECK(answer.delivery == Delivery::reply);
  CHECK(answer.status == 200);
  CHECK(answer.content_type == "application/json");
  CHECK_FALSE(header(answer, "X-Oneapi-Request-Id").empty());
  const json body = json::parse(answer.body);
  CHECK(body.size() == 3);
  CHECK(body["status"] == "pending");
  CHECK(body["status_update_time"] == 1'762'010'645'686);
  REQUIRE(gateway.till().charges.size() == 1);
  CHECK(gateway.till().charges[0] == Charge{body["id"], fingerprint_of(body_with("make animate"))});
}

TEST_CASE("no two answers share a request id") {
  Gateway gateway({});
  const auto first = header(gateway.answer(create_call(), noon), "X-Oneapi-Request-Id");
  CHECK(first != header(gateway.answer(create_call(), noon), "X-Oneapi-Request-Id"));
}

TEST_CASE("a bearer token is required") {
  const auto [token, authorization, status] = GENERATE(table<const char*, const char*, int>({
      {"", "Bearer anything", 200},
      {"", "Bearer ", 401},
      {"", "Bearer", 401},
      {"", "", 401},
      {"", "Basic anything", 401},
      {"key", "Bearer key", 200},
      {"key", "bearer key", 200},
      {"key", "Bearer  key ", 200},
      {"key", "Bearer keys", 401},
      {"key", "Bearer ke", 401},
      {"key", "key", 401},
  }));
  CAPTURE(token, authorization);
  SandboxOptions options;
  options.token = token;
  Gateway gateway(options);
  Call call = create_call();
  call.authorization = authorization;
  const Answer answer = gateway.answer(call, noon);
  CHECK(answer.status == status);
  CHECK(gateway.till().charges.size() == (status == 200 ? 1 : 0));
  if (status == 401) {
    const json error = json::parse(answer.body)["error"];
    CHECK(error["type"] == "new_api_error");
    CHECK(error["message"].get<std::string>().find("无效的令牌") == 0);
  }
}

TEST_CASE("the content type must be JSON") {
  const auto [type, status] = GENERATE(table<const char*, int>({
      {"application/json", 200},
      {"Application/JSON; charset=utf-8", 200},
      {"", 400},
      {"text/plain", 400},
      {"application/x-www-form-urlencoded", 400},
      {"application/jsonp", 400},
  }));
  CAPTURE(type);
  Gateway gateway({});
  Call call = create_call();
  call.content_type = type;
  CHECK(gateway.answer(call, noon).status == status);
}

TEST_CASE("a wrong body is refused by the field's name and charges nothing") {
  Gateway gateway({});
  const Answer answer = gateway.answer(create_call(R"({"model":"sora-2-pro","prompt":""})"), noon);
  CHECK(answer.status == 400);
  const json error = json::parse(answer.body)["error"];
  CHECK(error["type"] == "invalid_request_error");
  CHECK(error["code"] == "invalid_request");
  CHECK(error["message"].get<std::string>().find("prompt") == 0);
  CHECK(gateway.till().charges.empty());
  CHECK(gateway.till().requests == 1);
}

TEST_CASE("a prompt can ask to be refused or moderated") {
  Gateway gateway({});
  const Answer refused = gateway.answer(create_call(body_with("a cat, sandbox:refuse")), noon);
  CHECK(refused.status == 400);
  CHECK(json::parse(refused.body)["error"]["code"] == "invalid_request");
  const Answer moderated = gateway.answer(create_call(body_with("sandbox:moderate")), noon);
  CHECK(moderated.status == 400);
  CHECK(error_message(moderated).find("Content policy violation") == 0);
  CHECK(gateway.till().charges.empty());
}

TEST_CASE("each fault charges, answers or keeps quiet as its name says") {
  const auto [fault, delivery, status, charges] =
      GENERATE(table<Fault, Delivery, int, std::size_t>({
          {Fault::rate_limited, Delivery::reply, 429, 0},
          {Fault::rate_limited_header, Delivery::reply, 429, 0},
          {Fault::server_error, Delivery::reply, 500, 0},
          {Fault::bad_gateway, Delivery::reply, 502, 1},
          {Fault::overloaded, Delivery::reply, 503, 0},
          {Fault::refusal, Delivery::reply, 400, 0},
          {Fault::moderation, Delivery::reply, 400, 0},
          {Fault::drop_before, Delivery::hang_up, 200, 0},
          {Fault::drop_after, Delivery::hang_up, 200, 1},
          {Fault::silence, Delivery::silence, 200, 1},
          {Fault::no_id, Delivery::reply, 200, 1},
      }));
  CAPTURE(to_text(fault));
  Gateway gateway(with(fault));
  const Answer answer = gateway.answer(create_call(), noon);
  CHECK(answer.delivery == delivery);
  CHECK(answer.status == status);
  CHECK(gateway.till().charges.size() == charges);
  CHECK((header(answer, "Retry-After") == "1") == (fault == Fault::rate_limited_header));
}

TEST_CASE("faults say what the gateway would say") {
  Gateway server_error(with(Fault::server_error));
  CHECK(json::parse(server_error.answer(create_call(), noon).body)["error"]["code"] ==
        "do_request_failed");
  Gateway overloaded(with(Fault::overloaded));
  CHECK(error_message(overloaded.answer(create_call(), noon)).find("负载已饱和") !=
        std::string::npos);
  Gateway bad_gateway(with(Fault::bad_gateway));
  const Answer page = bad_gateway.answer(create_call(), noon);
  CHECK(page.content_type == "text/html");
  CHECK(page.body.find("<h1>502 Bad Gateway</h1>") != std::string::npos);
  Gateway no_id(with(Fault::no_id));
  CHECK_FALSE(json::parse(no_id.answer(create_call(), noon).body).contains("id"));
  Gateway proxy(with(Fault::rate_limited_header));
  CHECK(proxy.answer(create_call(), noon).body.empty());
}

TEST_CASE("a fault that charges does not charge for a wrong request") {
  Gateway gateway(with(Fault::bad_gateway));
  CHECK(gateway.answer(create_call("{}"), noon).status == 400);
  CHECK(gateway.till().charges.empty());
}

TEST_CASE("the dice are drawn once a request, whatever becomes of it") {
  SandboxOptions options;
  options.faults = {{Fault::server_error, 0.5}};
  options.token = "key";
  Dice dice(options.faults, options.seed);
  Gateway gateway(options);
  for (int i = 0; i < 100; ++i) {
    const auto fault = dice.draw();
    Call call = create_call(i % 3 == 0 ? "{}" : body_with("a harbor"));
    if (i % 5 == 0) call.authorization.clear();
    const int status = gateway.answer(call, noon).status;
    const int untroubled = i % 3 == 0 ? 400 : 200;
    REQUIRE(status == (i % 5 == 0 ? 401 : fault ? 500 : untroubled));
  }
}

TEST_CASE("past its rate limit the gateway answers 429 and charges nothing") {
  using namespace std::chrono_literals;
  SandboxOptions options;
  options.limit = Pace{Rate{2, 1s}};
  Gateway gateway(options);
  CHECK(gateway.answer(create_call(), at(5000ms)).status == 200);
  CHECK(gateway.answer(create_call(), at(5000ms)).status == 200);
  CHECK(gateway.answer(create_call(), at(5100ms)).status == 429);
  CHECK(gateway.answer(create_call(), at(5600ms)).status == 200);
  CHECK(gateway.till().requests == 4);
  CHECK(gateway.till().charges.size() == 3);
}

TEST_CASE("a task is pending, then completed with a video") {
  Gateway gateway({});
  const std::string id = json::parse(gateway.answer(create_call(), noon).body)["id"];
  const Call poll = {"GET", "/v1/video/query", id, "Bearer key", "", ""};
  for (int i = 0; i < 2; ++i) {
    const json early = json::parse(gateway.answer(poll, noon).body);
    CHECK(early["status"] == "pending");
    CHECK(early["video_url"].is_null());
  }
  for (int i = 0; i < 2; ++i) {
    const json late = json::parse(gateway.answer(poll, noon).body);
    CHECK(late["id"] == id);
    CHECK(late["status"] == "completed");
    CHECK(late["video_url"].get<std::string>().find("https://") == 0);
  }
}

TEST_CASE("a task nobody paid for does not exist") {
  Gateway gateway({});
  for (const char* id : {"", "sora-2:task_unknown"}) {
    const Answer answer =
        gateway.answer({"GET", "/v1/video/query", id, "Bearer key", "", ""}, noon);
    CHECK(answer.status == 400);
    CHECK(json::parse(answer.body)["code"] == "task_not_exist");
  }
  CHECK(gateway.answer({"GET", "/v1/video/query", "", "", "", ""}, noon).status == 401);
}

TEST_CASE("the till is readable without a token") {
  Gateway gateway({});
  gateway.answer(create_call(), noon);
  gateway.answer(create_call("{}"), noon);
  const json till =
      json::parse(gateway.answer({"GET", "/sandbox/till", "", "", "", ""}, noon).body);
  CHECK(till["charged"] == 1);
  CHECK(till["requests"] == 2);
  REQUIRE(till["charges"].size() == 1);
  CHECK(till["charges"][0]["task_id"] == gateway.till().charges[0].task_id);
  CHECK(till["charges"][0]["body_digest"] == to_text(fingerprint_of(body_with("make animate"))));
}

TEST_CASE("other paths are not found and other methods not allowed") {
  const auto [method, path, status] = GENERATE(table<const char*, const char*, int>({
      {"POST", "/v1/videos", 404},
      {"GET", "/", 404},
      {"POST", "/v1/video/create/", 404},
      {"POST", "/v1/\xff", 404},
      {"GET", "/v1/video/create", 405},
      {"PUT", "/v1/video/create", 405},
      {"POST", "/v1/video/query", 405},
      {"POST", "/sandbox/till", 405},
  }));
  CAPTURE(method, path);
  Gateway gateway({});
  Call call = create_call();
  call.method = method;
  call.path = path;
  const Answer answer = gateway.answer(call, noon);
  CHECK(answer.status == status);
  CHECK(json::parse(answer.body)["error"]["type"] == "invalid_request_error");
  CHECK(header(answer, "Allow").empty() == (status == 404));
  CHECK(gateway.till().requests == 0);
}

TEST_CASE("an unknown path is answered in the gateway's words") {
  Gateway gateway({});
  Call call = create_call();
  call.path = "/v1/videos";
  CHECK(error_message(gateway.answer(call, noon)) == "Invalid URL (POST /v1/videos)");
}

TEST_CASE("a gateway whose faults add up to more than 1 is not made") {
  SandboxOptions options;
  options.faults = {{Fault::silence, 0.7}, {Fault::no_id, 0.7}};
  CHECK_THROWS_AS(Gateway(options), Error);
}

}  // namespace shotlist::tests::gateway_test
