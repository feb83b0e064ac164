#include "sandbox/sandbox.h"

#include <algorithm>
#include <chrono>
#include <list>
#include <map>
#include <optional>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include <httplib.h>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "calls.h"
#include "model/outcome.h"
#include "raw_client.h"
#include "sandbox/clip.h"
#include "sandbox/dice.h"
#include "support/catch2.h"

namespace shotlist::tests::sandbox_test {

using namespace shotlist::sandbox;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

const httplib::Headers with_key = {{"Authorization", "Bearer key"}};

httplib::Result create(httplib::Client& client, const std::string& body = body_with("a cat")) {
  return client.Post("/v1/video/create", with_key, body, "application/json");
}

SandboxOptions with(Fault fault) {
  SandboxOptions options;
  options.faults = {{fault, 1.0}};
  return options;
}

void wait_for_charges(const Sandbox& sandbox, std::size_t count) {
  while (sandbox.till().charges.size() < count)
    std::this_thread::yield();
}

/// Tasks end at once.
SandboxOptions with_videos() {
  SandboxOptions options;
  options.finish = 1ns;
  return options;
}

std::string get(const std::string& target, const std::string& headers = {}) {
  return "GET " + target + " HTTP/1.1\r\nHost: sandbox\r\n" + headers + "\r\n";
}

std::string body_of(const std::string& answer) {
  return answer.substr(answer.find("\r\n\r\n") + 4);
}

/// Creates a task. Returns its id, and path and query of its link.
std::pair<std::string, std::string> video_on(RawClient& client, const std::string& prompt) {
  client.send_create(body_with(prompt));
  const std::string id = json::parse(body_of(client.read_answer()))["id"];
  client.send(get("/v1/video/query?id=" + id, "Authorization: Bearer key\r\n"));
  const std::string url = json::parse(body_of(client.read_answer()))["video_url"];
  return {id, url.substr(url.find("/videos/"))};
}

}  // namespace

TEST_CASE("over the wire a request is charged, answered and found again") {
  Sandbox sandbox({});
  CHECK(sandbox.base_url() == "http://127.0.0.1:" + std::to_string(sandbox.port()));
  httplib::Client client(sandbox.base_url());
  const auto created = create(client);
  REQUIRE(created);
  CHECK(created->status == 200);
  CHECK(created->get_header_value("Content-Type") == "application/json");
  CHECK(created->has_header("X-Oneapi-Request-Id"));
  CHECK(created->has_header(std::string(shotlist::rehearsal_header)));
  const std::string id = json::parse(created->body)["id"];

  std::string escaped = id;
  escaped.replace(escaped.find(':'), 1, "%3A");
  const auto found = client.Get("/v1/video/query?id=" + escaped, with_key);
  REQUIRE(found);
  CHECK(json::parse(found->body)["id"] == id);

  const auto till = client.Get("/sandbox/till");
  REQUIRE(till);
  CHECK(till->body == to_json(sandbox.till()));
  CHECK(sandbox.till().charges.at(0) == Charge{id, fingerprint_of(body_with("a cat"))});
}

TEST_CASE("over the wire errors keep their status, shape and headers") {
  const auto [fault, status] = GENERATE(table<Fault, int>({
      {Fault::rate_limited, 429},
      {Fault::rate_limited_header, 429},
      {Fault::server_error, 500},
      {Fault::bad_gateway, 502},
      {Fault::overloaded, 503},
      {Fault::refusal, 400},
      {Fault::moderation, 400},
      {Fault::no_id, 200},
  }));
  CAPTURE(to_text(fault));
  Gateway expected(with(fault));
  const Answer answer = expected.answer(create_call(body_with("a cat")), noon);
  Sandbox sandbox(with(fault));
  httplib::Client client(sandbox.base_url());
  const auto reply = create(client);
  REQUIRE(reply);
  CHECK(reply->status == status);
  if (fault != Fault::no_id) CHECK(reply->body == answer.body);
  CHECK(reply->has_header("Retry-After") == (fault == Fault::rate_limited_header));
  CHECK(sandbox.till().charges.size() == expected.till().charges.size());
}

TEST_CASE("wrong methods and paths are answered in the gateway's shape") {
  Sandbox sandbox({});
  httplib::Client client(sandbox.base_url());
  const auto wrong_path = client.Post("/v1/elsewhere", with_key, "{}", "application/json");
  REQUIRE(wrong_path);
  CHECK(wrong_path->status == 404);
  CHECK(json::parse(wrong_path->body)["error"]["message"] == "Invalid URL (POST /v1/elsewhere)");
  for (const auto& reply :
       {client.Get("/v1/video/create"), client.Put("/v1/video/create", "{}", "application/json"),
        client.Delete("/v1/video/create")}) {
    REQUIRE(reply);
    CHECK(reply->status == 405);
    CHECK(reply->get_header_value("Allow") == "POST");
  }
}

TEST_CASE("a body past the bound is answered 413 and not charged") {
  Sandbox sandbox({});
  httplib::Client client(sandbox.base_url());
  const auto reply = create(client, body_with(std::string(10'000'001, 'x')));
  REQUIRE(reply);
  CHECK(reply->status == 413);
  CHECK(json::parse(reply->body).contains("error"));
  CHECK(sandbox.till().requests == 0);
}

TEST_CASE("a request cut short is not charged") {
  Sandbox sandbox({});
  RawClient client(sandbox.port());
  client.send(
      "POST /v1/video/create HTTP/1.1\r\nAuthorization: Bearer key\r\n"
      "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n" +
      body_with("a cat"));
  client.close_sending();
  CHECK(client.read_to_end().rfind("HTTP/1.1 400 ", 0) == 0);
  CHECK(sandbox.till().requests == 0);
}

TEST_CASE("one connection carries many requests") {
  Sandbox sandbox({});
  RawClient client(sandbox.port());
  for (int i = 0; i < 300; ++i) {
    client.send_create(body_with("cat " + std::to_string(i)));
    const std::string answer = client.read_answer();
    REQUIRE(answer.rfind("HTTP/1.1 200 ", 0) == 0);
    REQUIRE(answer.find(sandbox.till().charges.back().task_id) != std::string::npos);
  }
}

TEST_CASE("a connection dropped before charging closes without a byte") {
  Sandbox sandbox(with(Fault::drop_before));
  RawClient client(sandbox.port());
  client.send_create(body_with("a cat"));
  CHECK(client.read_to_end().empty());
  CHECK(sandbox.till().requests == 1);
  CHECK(sandbox.till().charges.empty());
}

TEST_CASE("a connection dropped after charging closes without a byte, also on its second request") {
  Sandbox sandbox(with(Fault::drop_after));
  RawClient client(sandbox.port());
  client.send("GET /sandbox/till HTTP/1.1\r\nHost: sandbox\r\n\r\n");
  REQUIRE(client.read_answer().rfind("HTTP/1.1 200 ", 0) == 0);
  client.send_create(body_with("a cat"));
  CHECK(client.read_to_end().empty());
  CHECK(sandbox.till().charges.size() == 1);
}

TEST_CASE("silence charges, answers nobody and keeps nobody else waiting") {
  Sandbox sandbox(with(Fault::silence));
  std::list<RawClient> silent;
  constexpr std::size_t many = 100;
  for (std::size_t i = 0; i < many; ++i) {
    silent.emplace_back(sandbox.port()).send_create(body_with("cat " + std::to_string(i)));
  }
  wait_for_charges(sandbox, many);
  httplib::Client client(sandbox.base_url());
  const auto till = client.Get("/sandbox/till");
  REQUIRE(till);
  CHECK(json::parse(till->body)["charged"] == many);
}

TEST_CASE("a silent request ends when its client has nothing more to say") {
  Sandbox sandbox(with(Fault::silence));
  RawClient client(sandbox.port());
  client.send_create(body_with("a cat"));
  wait_for_charges(sandbox, 1);
  client.close_sending();
  CHECK(client.read_to_end().empty());
}

TEST_CASE("the sandbox ends at once, whoever is still connected") {
  std::optional<Sandbox> sandbox(with(Fault::silence));
  RawClient never_spoke(sandbox->port());
  RawClient idle(sandbox->port());
  idle.send("GET /sandbox/till HTTP/1.1\r\nHost: sandbox\r\n\r\n");
  REQUIRE_FALSE(idle.read_answer().empty());
  RawClient half_way(sandbox->port());
  half_way.send("POST /v1/video/create HTTP/1.1\r\nContent-Le");
  RawClient silent(sandbox->port());
  silent.send_create(body_with("a cat"));
  wait_for_charges(*sandbox, 1);
  sandbox.reset();
  CHECK(never_spoke.read_to_end().empty());
  CHECK(idle.read_to_end().empty());
  CHECK(silent.read_to_end().empty());
}

TEST_CASE("a request is charged before its latency, and latency does not delay the end") {
  SandboxOptions options;
  options.latency = 24h;
  std::optional<Sandbox> sandbox(options);
  RawClient client(sandbox->port());
  client.send_create(body_with("a cat"));
  wait_for_charges(*sandbox, 1);
  sandbox.reset();
  CHECK(client.read_to_end().empty());
}

TEST_CASE("an answer comes no sooner than the latency") {
  SandboxOptions options;
  options.latency = 30ms;
  Sandbox sandbox(options);
  httplib::Client client(sandbox.base_url());
  const auto start = std::chrono::steady_clock::now();
  REQUIRE(create(client));
  CHECK(std::chrono::steady_clock::now() - start >= 30ms);
}

TEST_CASE("over the wire a video is served in whole and in ranges, on one connection") {
  Sandbox sandbox(with_videos());
  RawClient client(sandbox.port());
  const auto [id, target] = video_on(client, "a cat");
  const std::string video = video_of(id);
  client.send(get(target));
  CHECK(body_of(client.read_answer()) == video);
  client.send(get(target, "Range: bytes=2000-\r\nAccept-Encoding: gzip\r\n"));
  const std::string tail = client.read_answer();
  CHECK(tail.rfind("HTTP/1.1 206 ", 0) == 0);
  CHECK(tail.find("Content-Encoding") == std::string::npos);
  CHECK(body_of(tail) == video.substr(2000));
  client.send(get(target, "Range: bytes=90000-\r\nAuthorization: Bearer key\r\n"));
  const std::string beyond = client.read_answer();
  CHECK(beyond.rfind("HTTP/1.1 416 ", 0) == 0);
  CHECK(body_of(beyond).find("InvalidRange") != std::string::npos);
  client.send(get("/sandbox/till"));
  CHECK(client.read_answer().find("\"fetches\":3") != std::string::npos);
  const Visits seen = sandbox.till().visits.at(0);
  CHECK(seen.bytes == 2 * video.size() - 2000);
  CHECK(seen.keys == std::vector<KeySeen>{{"sandbox", "Authorization"}});
}

TEST_CASE("over the wire an error about a video stays whole when a range is asked for") {
  Sandbox sandbox(with_videos());
  RawClient client(sandbox.port());
  const auto [id, target] = video_on(client, "a cat");
  client.send(get(target + "x", "Range: bytes=5-9\r\n"));
  const std::string answer = client.read_answer();
  CHECK(answer.rfind("HTTP/1.1 403 ", 0) == 0);
  CHECK(answer.find("Content-Range") == std::string::npos);
  CHECK(body_of(answer).rfind("<?xml", 0) == 0);
}

TEST_CASE("over the wire a video is cut, without end, or slow, as its prompt asks") {
  struct Row {
    const char* prompt;
    bool announced;
    bool whole;
  };
  const auto row = GENERATE(values<Row>({
      {"sandbox:file-cut", true, false},
      {"sandbox:file-cut-open", false, false},
      {"sandbox:file-open", false, true},
      {"sandbox:file-slow", true, true},
  }));
  CAPTURE(row.prompt);
  Sandbox sandbox(with_videos());
  RawClient client(sandbox.port());
  const auto [id, target] = video_on(client, row.prompt);
  client.send(get(target));
  client.close_sending();
  const std::string answer = client.read_to_end();
  const std::string video = video_of(id);
  CHECK((answer.find("Content-Length: " + std::to_string(video.size())) != std::string::npos) ==
        row.announced);
  CHECK((body_of(answer) == video) == row.whole);
  CHECK(video.rfind(body_of(answer), 0) == 0);
}

TEST_CASE("a stalled video keeps its connection until the client has nothing more to say") {
  Sandbox sandbox(with_videos());
  RawClient client(sandbox.port());
  const auto [id, target] = video_on(client, "sandbox:file-stall");
  client.send(get(target));
  RawClient other(sandbox.port());
  REQUIRE(client.read_head().rfind("HTTP/1.1 200 ", 0) == 0);  // the stall is this client's
  other.send(get(target));
  CHECK(body_of(other.read_answer()) == video_of(id));
  client.close_sending();
  CHECK(client.read_to_end().size() < video_of(id).size());
}

TEST_CASE("a video in gzip that nobody asked for can be read by who knows gzip") {
  Sandbox sandbox(with_videos());
  RawClient asking(sandbox.port());
  const auto [id, target] = video_on(asking, "sandbox:file-gzip");
  httplib::Client client(sandbox.base_url());
  client.set_decompress(true);
  const auto reply = client.Get(target, {{"Host", "sandbox"}});
  REQUIRE(reply);
  CHECK(reply->body == video_of(id));
}

TEST_CASE("past its rate limit the sandbox answers 429") {
  SandboxOptions options;
  options.limit = Pace{Rate{2, 24h}};
  Sandbox sandbox(options);
  httplib::Client client(sandbox.base_url());
  CHECK(create(client)->status == 200);
  CHECK(create(client)->status == 200);
  CHECK(create(client)->status == 429);
  CHECK(sandbox.till().charges.size() == 2);
}

TEST_CASE("a port that is taken is a usage error") {
  Sandbox sandbox({});
  SandboxOptions options;
  options.port = sandbox.port();
  CHECK_THROWS_AS(Sandbox(options), Error);
}

TEST_CASE("the till adds up under concurrent clients") {
  SandboxOptions options;
  options.faults = {{Fault::rate_limited, 0.1},
                    {Fault::server_error, 0.1},
                    {Fault::bad_gateway, 0.1},
                    {Fault::no_id, 0.1}};
  constexpr int clients = 8;
  constexpr int each = 25;
  std::map<int, int> expected;
  Dice dice(options.faults, options.seed);
  for (int i = 0; i < clients * each; ++i) {
    const auto fault = dice.draw();
    ++expected[fault == Fault::rate_limited   ? 429
               : fault == Fault::server_error ? 500
               : fault == Fault::bad_gateway  ? 502
                                              : 200];
  }

  Sandbox sandbox(options);
  struct Seen {
    std::map<int, int> statuses;
    std::set<std::string> task_ids;
  };
  std::vector<Seen> seen(clients);
  std::vector<std::thread> threads;
  for (int c = 0; c < clients; ++c) {
    threads.emplace_back([&sandbox, c, &mine = seen[static_cast<std::size_t>(c)]] {
      httplib::Client client(sandbox.base_url());
      client.set_keep_alive(true);
      client.set_tcp_nodelay(true);
      for (int i = 0; i < each; ++i) {
        const auto reply = create(client, body_with(std::to_string(c) + "/" + std::to_string(i)));
        if (!reply) continue;
        ++mine.statuses[reply->status];
        if (reply->status != 200) continue;
        const json body = json::parse(reply->body);
        if (body.contains("id")) mine.task_ids.insert(body["id"].get<std::string>());
      }
    });
  }
  for (std::thread& thread : threads)
    thread.join();

  std::map<int, int> statuses;
  std::set<std::string> task_ids;
  for (const Seen& mine : seen) {
    for (const auto& [status, count] : mine.statuses)
      statuses[status] += count;
    task_ids.insert(mine.task_ids.begin(), mine.task_ids.end());
  }
  CHECK(statuses == expected);

  const Till till = sandbox.till();
  CHECK(till.requests == clients * each);
  CHECK(till.charges.size() == static_cast<std::size_t>(expected[200] + expected[502]));
  std::set<std::string> charged_ids;
  std::set<Fingerprint> bodies;
  for (const Charge& charge : till.charges) {
    charged_ids.insert(charge.task_id);
    bodies.insert(charge.body);
  }
  CHECK(charged_ids.size() == till.charges.size());
  CHECK(bodies.size() == till.charges.size());
  CHECK(std::includes(charged_ids.begin(), charged_ids.end(), task_ids.begin(), task_ids.end()));
}

}  // namespace shotlist::tests::sandbox_test
