#include "sandbox/gateway.h"

#include <algorithm>
#include <cstdlib>
#include <set>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "calls.h"
#include "support/catch2.h"

namespace shotlist::tests::gateway_test {

using namespace shotlist::sandbox;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

SandboxOptions with(Fault fault) {
  SandboxOptions options;
  options.faults = {{fault, 1.0}};
  return options;
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

TEST_CASE("a task is pending for its time, then completed with a video") {
  Gateway gateway({});
  const std::string id = json::parse(gateway.answer(create_call(), noon).body)["id"];
  for (const auto early : {0ms, 1499ms}) {
    const json task = json::parse(gateway.answer(query_call(id), noon_and(early)).body);
    CHECK(task["status"] == "pending");
    CHECK_FALSE(task.contains("video_url"));
  }
  for (const auto late : {2500ms, 3600'000ms}) {
    const json task = json::parse(gateway.answer(query_call(id), noon_and(late)).body);
    CHECK(task["id"] == id);
    CHECK(task["status"] == "completed");
    CHECK(task["video_url"].get<std::string>().rfind("http://sandbox:80/videos/", 0) == 0);
  }
}

TEST_CASE("tasks of one sandbox take different times, a quarter more or less than asked") {
  SandboxOptions options;
  options.finish = 100s;
  Gateway gateway(options);
  std::vector<std::string> ids;
  for (int i = 0; i < 100; ++i)
    ids.push_back(json::parse(gateway.answer(create_call(), noon).body)["id"]);
  const auto done_after = [&](std::chrono::milliseconds time) {
    return std::count_if(ids.begin(), ids.end(), [&](const std::string& id) {
      return json::parse(gateway.answer(query_call(id), noon_and(time)).body)["status"] ==
             "completed";
    });
  };
  CHECK(done_after(74'999ms) == 0);
  CHECK(std::abs(done_after(100s) - 50) < 20);
  CHECK(done_after(125s) == 100);
}

TEST_CASE("with too many unfinished tasks, none is created until one ends") {
  SandboxOptions options;
  options.unfinished = 2;
  Gateway gateway(options);
  CHECK(gateway.answer(create_call(), noon).status == 200);
  CHECK(gateway.answer(create_call(), noon).status == 200);
  std::set<std::string> texts;
  for (int i = 0; i < 12; ++i) {
    const Answer answer = gateway.answer(create_call(), noon);
    CHECK(answer.status == 429);
    texts.insert(answer.body);
  }
  CHECK(texts.size() == 6);
  CHECK(gateway.till().charges.size() == 2);
  CHECK(gateway.answer(create_call(), later).status == 200);
}

TEST_CASE("faults of other groups leave those of requests to create as they were") {
  SandboxOptions options;
  options.faults = {{Fault::server_error, 0.5}};
  Dice dice(options.faults, options.seed);
  options.faults.insert({{Fault::query_502, 0.9}, {Fault::fail, 0.8}, {Fault::file_cut, 0.7}});
  Gateway gateway(options);
  for (int i = 0; i < 100; ++i) {
    const Answer answer = gateway.answer(create_call(), noon);
    REQUIRE(answer.status == (dice.draw() ? 500 : 200));
    if (answer.status == 200) {
      gateway.answer(query_call(json::parse(answer.body)["id"]), later);
    }
  }
}

TEST_CASE("the till counts looks and requests for videos, and where a key was seen") {
  Gateway gateway({});
  const std::string id = json::parse(gateway.answer(create_call(), noon).body)["id"];
  gateway.answer(create_call(), noon);
  gateway.answer(query_call("sora-2:task_unknown"), noon);
  gateway.answer(query_call(id), noon);
  const json done = json::parse(gateway.answer(query_call(id), later).body);
  Call fetch = get_call(done["video_url"]);
  const Answer whole = gateway.answer(fetch, later);
  fetch.headers.emplace_back("Range", "bytes=-100");
  fetch.headers.emplace_back("X-Note", "monkeys like keys");
  gateway.answer(fetch, later);
  CHECK(gateway.till().visits.at(0).keys.empty());
  fetch.headers.emplace_back("Authorization", "Basic other");
  fetch.headers.emplace_back("X-Api-Key", "key");
  gateway.answer(fetch, later);
  gateway.answer(fetch, later);

  const Till till = gateway.till();
  CHECK(till.looks == 3);
  REQUIRE(till.visits.size() == 2);
  CHECK(till.visits[0].task_id == id);
  CHECK(till.visits[0].looks == 2);
  CHECK(till.visits[0].fetches == 4);
  CHECK(till.visits[0].bytes == whole.body.size() + 300);
  CHECK(till.visits[0].keys ==
        std::vector<KeySeen>{{"sandbox:80", "Authorization"}, {"sandbox:80", "X-Api-Key"}});
  CHECK(till.visits[1].fetches == 0);
  const json written = json::parse(to_json(till));
  CHECK(written["charged"] == 2);
  CHECK(written["looks"] == 3);
  CHECK(written["fetches"] == 4);
  CHECK(written["bytes"] == till.visits[0].bytes);
  CHECK(written["visits"][0]["keys"][1]["header"] == "X-Api-Key");
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

TEST_CASE("a gateway is not made if the faults of a group add up to more than 1") {
  SandboxOptions options;
  options.faults = {{Fault::silence, 0.7}, {Fault::no_id, 0.7}};
  CHECK_THROWS_AS(Gateway(options), Error);
  options.faults = {{Fault::link_403, 0.7}, {Fault::fail, 0.7}};
  CHECK_THROWS_AS(Gateway(options), Error);
  options.faults = {{Fault::silence, 0.7}, {Fault::fail, 0.7}, {Fault::query_502, 0.7}};
  CHECK_NOTHROW(Gateway(options));
}

}  // namespace shotlist::tests::gateway_test
