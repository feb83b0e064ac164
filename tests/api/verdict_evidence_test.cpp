// What holds for every status, and the evidence that goes with a verdict.

#include <optional>
#include <string>
#include <vector>

#include "api/verdict.h"
#include "base/disarm.h"
#include "base/utf8.h"
#include "support/catch2.h"

namespace shotlist::tests::verdict_evidence_test {

using namespace shotlist::api;
using namespace shotlist::http;
using namespace std::chrono_literals;

namespace {

Reply answer(int status, std::string body = {}) {
  Reply reply;
  reply.transfer = Transfer::complete;
  reply.status = status;
  reply.body = std::move(body);
  return reply;
}

const std::vector<std::string> bodies = {
    "",
    "<html>Bad gateway</html>",
    "{}",
    R"({"detail":"no"})",
    R"({"error":{"code":"do_request_failed","message":"upstream"}})",
    R"({"code":"get_channel_failed","message":"no","data":null})",
    R"({"error":{"code":"insufficient_user_quota","message":"用户额度不足"}})",
    R"({"error":{"code":"model_not_found","message":"无可用渠道"}})",
    R"({"error":{"code":"content_violation","message":"违规"}})",
    R"({"success":false,"message":"no"})",
};

}  // namespace

TEST_CASE("by themselves only 429, 503 and what never left are sent again") {
  for (int status = 100; status <= 599; ++status) {
    for (const std::string& body : bodies) {
      CAPTURE(status, body);
      const Outcome outcome = judge(answer(status, body), Date());
      const bool again = outcome.verdict == Verdict::busy || outcome.verdict == Verdict::unsent;
      CHECK_FALSE((again && status != 429 && status != 503));
    }
  }
}

TEST_CASE("500 is sent again only where it says it is overloaded") {
  CHECK(judge(answer(500, R"({"error":{"message":"overloaded"}})"), Date()).verdict ==
        Verdict::busy);
  for (const int status : {400, 408, 409, 502, 504, 520, 524, 599}) {
    CAPTURE(status);
    const Reply reply = answer(status, R"({"error":{"message":"负载已饱和 overloaded"}})");
    CHECK(judge(reply, Date()).verdict != Verdict::busy);
  }
}

TEST_CASE("every status has a verdict whose parts agree") {
  for (int status = 100; status <= 599; ++status) {
    for (const std::string& body : bodies) {
      CAPTURE(status, body);
      const Outcome outcome = judge(answer(status, body), Date());
      CHECK(outcome.verdict != Verdict::accepted);  // none of the bodies has an id
      CHECK(outcome.error_class != ErrorClass::none);
      CHECK(outcome.task_id.empty());
      CHECK_FALSE(outcome.error.empty());
      CHECK((outcome.verdict == Verdict::unknown) == (outcome.status == Status::in_doubt));
      CHECK_FALSE((outcome.ends_run && outcome.verdict != Verdict::refused));
      CHECK(outcome.named_task.empty());
      const bool unlisted = status < 200 || (status > 503 && status <= 599) || status == 502;
      if (unlisted) CHECK(outcome.verdict == Verdict::unknown);
    }
  }
}

TEST_CASE("an id in anything but a success is no task of ours, and is remembered") {
  for (const int status : {302, 400, 401, 404, 408, 429, 500, 502, 503}) {
    CAPTURE(status);
    const Outcome outcome = judge(answer(status, R"({"id":"trace-1"})"), Date());
    CHECK(outcome.verdict == Verdict::unknown);
    CHECK(outcome.task_id.empty());
    CHECK(outcome.named_task == "trace-1");
  }
}

TEST_CASE("an id is found wherever it stands in a refusal, which is then no proof of anything") {
  const std::string id = "3f2a9c1e-7b44-4e0d-9a61-5c0d2be1f7a1";
  const std::string limit = R"({"error":{"message":"rate limit","code":"rate_limit"}})";
  const std::string member = R"("id":")" + id + '"';
  const struct {
    const char* what;
    std::string body;
  } cases[] = {
      {"in JSON", R"({"error":{"message":"rate limit"},)" + member + "}"},
      {"after a number that JSON does not have", R"({"error":{"retry_in":NaN},)" + member + "}"},
      {"after a trailing comma", R"({"error":{"message":"rate limit",},)" + member + "}"},
      {"after a line break in a string", "{\"message\":\"rate\nlimit\"," + member + "}"},
      {"after a comment", R"({/*c*/"message":"rate limit",)" + member + "}"},
      {"after half of a surrogate pair", R"({"message":"bad \ud83d",)" + member + "}"},
      {"before a number that is too large", "{" + member + R"(,"x":1e999})"},
      {"in single quotes", "{'message':'rate limit','id':'" + id + "'}"},
      {"without quotes", "{message:\"rate limit\",id:\"" + id + "\"}"},
      {"in a second value", limit + "\n{" + member + "}"},
      {"in a second event", "data: " + limit + "\n\ndata: {" + member + "}\n\n"},
      {"in JSON in a string",
       R"({"error":{"message":"upstream said {\"id\": \")" + id + R"(\"}"}})"},
      {"in a line", "rate limit\nid: " + id},
      {"in XML", "<r><m>rate limit</m><id>" + id + "</id></r>"},
      {"in an address",
       R"({"error":{"message":"rate limit"},"url":"/v1/video/query?id=)" + id + "\"}"},
  };
  for (const auto& test : cases) {
    for (const int status : {400, 429, 503}) {
      CAPTURE(test.what, status, test.body);
      const Outcome outcome = judge(answer(status, test.body), Date());
      CHECK(outcome.verdict == Verdict::unknown);
      CHECK(outcome.named_task == id);
    }
  }
}

TEST_CASE("an id with %3A in it is found in a body and in a header") {
  const std::string id = "sora-2:task_01k9009g8e53";
  const std::string address = "/v1/video/query?id=sora-2%3Atask_01k9009g8e53";
  CHECK(judge(answer(429, R"({"error":{"message":"slow"},"url":")" + address + "\"}"), Date())
            .named_task == id);
  CHECK(judge(answer(503, "overloaded, see " + address), Date()).named_task == id);
  Reply located = answer(202);
  located.headers.emplace_back("Location", address);
  CHECK(judge(located, Date()).named_task == id);
}

TEST_CASE("an answer in UTF-16 is searched, too") {
  std::string wide;
  for (const char c : std::string(R"({"error":{"message":"slow"},"id":"7b44-4e0d"})")) {
    wide += c;
    wide += '\0';
  }
  for (const std::string& body : {wide, "\xFF\xFE" + wide})
    CHECK(judge(answer(429, body), Date()).named_task == "7b44-4e0d");
}

TEST_CASE("what stands for something else is no id: attributes, words that end alike, requests") {
  for (const char* body :
       {"<html><body id=\"main-1\"><p class='x' id='p2'>rate limit</p></body></html>",
        "rate limit; request id: req_1234567890", "rate limit, valid: 12 seconds",
        "{bad json, \"request_id\": \"202603011234\", \"user_id\": 7}"}) {
    CAPTURE(body);
    CHECK(judge(answer(429, body), Date()).verdict == Verdict::busy);
  }
}

TEST_CASE("only a rehearsal server's answers are of a rehearsal, whatever they say") {
  for (const int status : {200, 400, 429, 500}) {
    CAPTURE(status);
    Reply reply = answer(status, R"({"id":"sora-2:task_1"})");
    CHECK_FALSE(judge(reply, Date()).rehearsal);
    reply.headers.emplace_back(std::string(rehearsal_header), "nothing is paid here");
    CHECK(judge(reply, Date()).rehearsal);
  }
}

TEST_CASE("Retry-After is read as seconds or as a date, an hour at most") {
  const Date received = *parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT");
  struct Case {
    std::string value;
    std::string server_date;
    std::optional<Duration> wait;
  };
  const std::vector<Case> cases = {
      {"30", "", 30s},
      {"0", "", 0s},
      {"3600", "", 1h},
      {"3601", "", 1h},
      {"31536000", "", 1h},
      {"-5", "", std::nullopt},
      {"1.5", "", 1500ms},
      {"0.25", "", 250ms},
      {"1e3", "", std::nullopt},
      {"1,5", "", std::nullopt},
      {"30s", "", std::nullopt},
      {"soon", "", std::nullopt},
      {"", "", std::nullopt},
      {"99999999999999999999", "", 1h},
      {"Sunday, 06-Nov-94 08:50:37 GMT", "", 60s},
      {"Sun Nov  6 08:50:37 1994", "", 60s},
      {"Mon, 07 Nov 1994 08:49:37 GMT", "", 1h},
      {"Sun, 06 Nov 1994 08:50:37 GMT", "", 60s},
      {"Sun, 06 Nov 1994 08:49:37 GMT", "", 0s},
      {"Sun, 06 Nov 1994 08:40:00 GMT", "", 0s},
      // By the server's own clock, where it tells it.
      {"Sun, 06 Nov 1994 08:50:37 GMT", "Sun, 06 Nov 1994 08:50:27 GMT", 10s},
      {"Sun, 06 Nov 1994 08:50:37 GMT", "nonsense", 60s},
      {"Sunday", "", std::nullopt},
  };
  for (const Case& c : cases) {
    CAPTURE(c.value, c.server_date);
    Reply reply = answer(429);
    reply.headers = {{"retry-after", c.value}, {"date", c.server_date}};
    CHECK(judge(reply, received).retry_after == c.wait);
  }
  CHECK_FALSE(judge(answer(429), received).retry_after);

  Reply in_ms = answer(429);
  in_ms.headers = {{"retry-after", "30"}, {"retry-after-ms", "1250"}};
  CHECK(judge(in_ms, received).retry_after == 1250ms);
  CHECK_FALSE(judge(in_ms, received).asked_to_wait);

  Reply too_long = answer(429);
  too_long.headers = {{"retry-after", "18000"}};
  CHECK(judge(too_long, received).asked_to_wait == 5h);
}

TEST_CASE("the provider's request id is kept, its own name for it first") {
  Reply reply = answer(500);
  CHECK(judge(reply, Date()).provider_request_id.empty());
  reply.headers = {{"cf-ray", "ray"}};
  CHECK(judge(reply, Date()).provider_request_id == "ray");
  reply.headers = {{"cf-ray", "ray"}, {"x-request-id", "req"}, {"x-oneapi-request-id", "one"}};
  CHECK(judge(reply, Date()).provider_request_id == "one");
}

TEST_CASE("64 KiB of the reply are kept, and no character is cut") {
  constexpr std::size_t most = 64 * 1024;
  CHECK(judge(answer(200, std::string(most, 'x')), Date()).raw_reply.size() == most);
  CHECK(judge(answer(200, std::string(most + 1, 'x')), Date()).raw_reply.size() == most);
  std::string chinese;
  while (chinese.size() <= most)
    chinese += "夜";
  const Outcome outcome = judge(answer(200, chinese), Date());
  CHECK(outcome.raw_reply.size() == most - most % 3);
  CHECK_FALSE(first_invalid_utf8(outcome.raw_reply));
  CHECK(judge(answer(200, std::string(2 * most, '\x80')), Date()).raw_reply.size() == most);
}

TEST_CASE("the error is the server's words, else ours") {
  struct Case {
    Reply reply;
    std::string words;
  };
  Reply cut = answer(502, "half");
  cut.transfer = Transfer::broken;
  cut.fault = "connection reset";
  Reply refused;
  refused.bytes_left = false;
  refused.fault = "Could not connect";
  Reply silent;
  const std::vector<Case> cases = {
      {answer(400, R"({"error":{"message":"bad size"}})"), "bad size"},
      {answer(502, " plain words \n"), "plain words"},
      {answer(502), "HTTP 502 with an empty body"},
      {cut, "half (cut short: connection reset)"},
      {refused, "Could not connect"},
      {silent, "no answer"},
  };
  for (const Case& c : cases)
    CHECK(judge(c.reply, Date()).error == c.words);
}

TEST_CASE("hostile words are kept as they are and can be disarmed") {
  const Outcome outcome =
      judge(answer(400, "{\"error\":{\"message\":\"\\u001b[2Jgone\\n\"}}"), Date());
  CHECK(outcome.error == "\x1b[2Jgone\n");
  CHECK(disarm(outcome.error) == "\\x1b[2Jgone\\n");
  const Outcome page = judge(answer(502, "\x1b]0;x\x07 \xff"), Date());
  CHECK(disarm(page.error) == "\\x1b]0;x\\x07 \uFFFD");
}

TEST_CASE("the time an attempt took goes with its verdict") {
  Reply reply = answer(200, R"({"id":"a"})");
  reply.elapsed = 250ms;
  CHECK(judge(reply, Date()).latency == 250ms);
}

}  // namespace shotlist::tests::verdict_evidence_test
