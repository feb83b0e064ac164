#include "api/request_body.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>
#include <vector>

#include <nlohmann/json.hpp>

#include "api/endpoint.h"
#include "api/profiles.h"
#include "base/digest.h"
#include "support/catch2.h"

namespace shotlist::tests::request_body_test {

using namespace shotlist::api;
using namespace std::chrono_literals;

namespace {

Fields market() {
  Fields fields = {{"prompt", std::string("A rain-soaked 夜市 🎬, \"neon\"\n")},
                   {"model", std::string("sora-2-pro")},
                   {"size", std::string("large")},
                   {"orientation", std::string("portrait")},
                   {"duration", std::int64_t{15}},
                   {"watermark", false},
                   {"private", true},
                   {"images", std::vector<std::string>{"https://a.com/1.jpg"}}};
  return fields;
}

}  // namespace

// Fingerprints are made of these bytes: they must never change.
TEST_CASE("a body is canonical JSON, UTF-8 as it is") {
  CHECK(request_body(market()) ==
        R"({"duration":15,"images":["https://a.com/1.jpg"],"model":"sora-2-pro",)"
        R"("orientation":"portrait","private":true,)"
        R"("prompt":"A rain-soaked 夜市 🎬, \"neon\"\n","size":"large","watermark":false})");
  CHECK(to_text(request_fingerprint(request_body(market()))) == "8697239ab2c75c22c8b91de38457a4da");
  CHECK(request_body({}) == "{}");
}

// Fingerprints of earlier versions were made of it.
TEST_CASE("a body has the bytes that a JSON library would write") {
  std::vector<std::string> texts = {"",        "夜市 🎬",    "\xE2\x80\xA8\xE2\x80\xAE", "</script>",
                                    "\\u0041", "a\"b\\c/d", std::string(100'000, '\n')};
  for (char c = 0; c >= 0 && c < 0x7F; ++c)
    texts.push_back(std::string("a") + c + "b" + c);
  texts.emplace_back("\x7F");
  for (const std::string& text : texts) {
    const Fields fields = {{"prompt", text},
                           {"images", std::vector<std::string>{text, "", text}},
                           {"duration", std::numeric_limits<std::int64_t>::min()},
                           {text + "!", true},
                           {"no", false},
                           {"none", std::vector<std::string>()},
                           {"raw", RawJson{R"({"a":[1,null]})", {}}}};
    nlohmann::json expected = nlohmann::json::object();
    const auto put = [&](const std::string& name, const auto& typed) {
      if constexpr (std::is_same_v<std::decay_t<decltype(typed)>, RawJson>) {
        expected[name] = nlohmann::json::parse(typed.text);
      } else {
        expected[name] = typed;
      }
    };
    for (const auto& [name, value] : fields)
      std::visit([&, &key = name](const auto& typed) { put(key, typed); }, value);
    CAPTURE(text);
    CHECK(request_body(fields) == expected.dump());
  }
}

TEST_CASE("every order of the fields gives the same bytes") {
  Fields fields = market();
  const std::string body = request_body(fields);
  const auto by_name = [](const auto& a, const auto& b) { return a.first < b.first; };
  std::sort(fields.begin(), fields.end(), by_name);
  int orders = 0;
  do {
    REQUIRE(request_body(fields) == body);
  } while (++orders < 2000 && std::next_permutation(fields.begin(), fields.end(), by_name));
  CHECK(orders == 2000);
}

TEST_CASE("all eight fields are sent, each with its JSON type") {
  Fields fields = {{"model", std::string("sora-2-pro")},
                   {"prompt", std::string("007")},
                   {"orientation", std::string("portrait")},
                   {"size", std::string("small")},
                   {"duration", std::int64_t{25}}};
  REQUIRE(complete(Profiles().find("sora-2-pro"), fields).empty());
  const auto body = nlohmann::json::parse(request_body(fields));
  CHECK(body.size() == 8);
  CHECK((body.at("images") == nlohmann::json::array()));
  CHECK((body.at("model") == "sora-2-pro"));
  CHECK((body.at("orientation") == "portrait"));
  CHECK((body.at("prompt") == "007"));
  CHECK(body.at("prompt").is_string());
  CHECK((body.at("size") == "small"));
  CHECK(body.at("duration").is_number_integer());
  CHECK((body.at("duration") == 25));
  CHECK((body.at("watermark") == true));
  CHECK((body.at("private") == false));
}

TEST_CASE("fingerprints are equal exactly where bodies are") {
  std::vector<Fields> requests = {market()};
  for (std::size_t i = 0; i < market().size(); ++i) {
    Fields changed = market();
    Value& value = changed[i].second;
    if (auto* text = std::get_if<std::string>(&value)) *text += ' ';
    if (auto* number = std::get_if<std::int64_t>(&value)) *number += 10;
    if (auto* truth = std::get_if<bool>(&value)) *truth = !*truth;
    if (auto* urls = std::get_if<std::vector<std::string>>(&value))
      urls->push_back("https://b.com");
    requests.push_back(changed);
  }
  requests.push_back({{"a", std::int64_t{1}}});
  requests.push_back({{"a", std::string("1")}});
  requests.push_back({{"a", std::vector<std::string>{"1"}}});
  requests.push_back({{"a", true}});
  requests.push_back({{"a", std::string("true")}});
  for (std::size_t i = 0; i < requests.size(); ++i) {
    for (std::size_t j = 0; j < requests.size(); ++j) {
      const std::string a = request_body(requests[i]);
      const std::string b = request_body(requests[j]);
      CAPTURE(a, b);
      CHECK((a == b) == (i == j));
      CHECK((request_fingerprint(a) == request_fingerprint(b)) == (i == j));
    }
  }
}

namespace {

Fields asking(const std::string& prompt) {
  return {{"duration", std::int64_t{15}}, {"prompt", prompt}, {"watermark", false}};
}

}  // namespace

TEST_CASE("a fingerprint is that of the body with its text in normal form") {
  struct Case {
    std::string what;
    Fields written;
    Fields normal;
  };
  const auto raw = [](const std::string& json) -> Fields { return {{"extra", RawJson{json, {}}}}; };
  const std::vector<Case> cases = {
      {"a composed letter", asking("cafe\u0301"), asking("caf\u00e9")},
      {"composed Hangul", asking("\u1112\u1161\u11ab"), asking("한")},
      {"CR LF", asking("a\r\nb"), asking("a\nb")},
      {"CR", asking("a\rb"), asking("a\nb")},
      {"a mark behind a line end", asking("夜\r\n\u0301e\u0301"), asking("夜\n\u0301é")},
      {"quotes and backslashes", asking("\"\\r\\\r\" e\u0301"), asking("\"\\r\\\n\" é")},
      {"a URL",
       {{"images", std::vector<std::string>{"https://a.com/e\u0301", "https://a.com/2"}}},
       {{"images", std::vector<std::string>{"https://a.com/é", "https://a.com/2"}}}},
      {"a name",
       {{"e\u0301tat", true}, {"prompt", std::string("x")}},
       {{"état", true}, {"prompt", std::string("x")}}},
      {"names that change places", {{"e\u0301", true}, {"f", false}}, {{"é", true}, {"f", false}}},
      {"JSON as it is", raw("{\"a\":[{},[],1.0,null,\"e\u0301\\r\\n\"]}"),
       raw(R"({"a":[{},[],1.0,null,"é\n"]})")},
  };
  for (const Case& c : cases) {
    CAPTURE(c.what);
    const std::string written = request_body(c.written);
    const std::string normal = request_body(c.normal);
    CHECK(written != normal);
    CHECK(request_fingerprint(written) == request_fingerprint(normal));
    CHECK(request_fingerprint(written) == fingerprint_of(normal));
  }
}

TEST_CASE("a fingerprint leaves alone what is no spelling of the same text") {
  const std::vector<std::pair<Fields, Fields>> pairs = {
      {asking("a b"), asking("a  b")},
      {asking("a\nb"), asking("a b")},
      {asking("a\n"), asking("a")},
      {asking("A"), asking("\uff21")},
      {asking("\\r"), asking("\\n")},
      {asking("\\r\\n"), asking("\\n")},
      {asking("caf\u00e9"), asking("cafe")},
      {{{"n", RawJson{"1.0", {}}}}, {{"n", std::int64_t{1}}}},
      {{{"n", RawJson{"{\"a\":1.0,\"b\":\"e\u0301\"}", {}}}},
       {{"n", RawJson{"{\"a\":1,\"b\":\"e\u0301\"}", {}}}}},
      {{{"n", RawJson{"\"1 e\u0301\"", {}}}}, {{"n", RawJson{"[\"1 e\u0301\"]", {}}}}},
  };
  for (const auto& [a, b] : pairs) {
    CAPTURE(request_body(a), request_body(b));
    CHECK(request_fingerprint(request_body(a)) != request_fingerprint(request_body(b)));
  }
}

TEST_CASE("bodies that are not of ours have fingerprints of their own") {
  const std::vector<std::string> bodies = {
      "",
      "{",
      "[",
      "null",
      "{\"a\":\"e\u0301",
      "{\"a\":\"f\u0301",
      "{\"a\":\"e\u0301\"}}",
      "{\"a\":[\"e\u0301\"[]}",
      "{\"a\":[\"e\u0301\"{]}",
      "{\"a\":\"\\ud800e\u0301\"}",
      "{\"a\":\"\\ud801e\u0301\"}",
      "{\"a\":\"\xff\\r\"}",
      "\r",
  };
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    for (std::size_t j = 0; j < bodies.size(); ++j) {
      CAPTURE(bodies[i], bodies[j]);
      CHECK((request_fingerprint(bodies[i]) == request_fingerprint(bodies[j])) == (i == j));
    }
  }
}

TEST_CASE("the paid message is addressed as the API document says") {
  Endpoint endpoint;
  endpoint.base_url = "https://api.jxincm.cn";
  endpoint.key = Secret("sk-1");
  endpoint.user_agent = "shotlist/1.0";
  endpoint.timeout = 120s;
  endpoint.connect_timeout = 10s;
  const auto envelope = create_envelope(endpoint);
  CHECK(envelope->method == "POST");
  CHECK(envelope->url == "https://api.jxincm.cn/v1/video/create");
  CHECK(envelope->headers == std::vector<std::string>{"Content-Type: application/json",
                                                      "Accept: application/json",
                                                      "User-Agent: shotlist/1.0"});
  CHECK(envelope->bearer.reveal() == "sk-1");
  CHECK(envelope->timeout == 120s);
  CHECK(envelope->connect_timeout == 10s);
  endpoint.create_path = "/v2/make";
  CHECK(create_envelope(endpoint)->url == "https://api.jxincm.cn/v2/make");
}

}  // namespace shotlist::tests::request_body_test
