#include "api/video_answer.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/utf8.h"
#include "support/catch2.h"

namespace shotlist::tests::video_answer_test {
namespace {

using namespace std::chrono_literals;
using api::VideoAnswer;
using Kind = VideoAnswer::Kind;

constexpr Date now(1'772'355'600s);  // 2026-03-01T09:00:00Z

VideoAnswer answer_to(int status, std::string body,
                      std::vector<std::pair<std::string, std::string>> headers = {}) {
  http::Reply reply;
  reply.transfer = http::Transfer::complete;
  reply.status = status;
  reply.body = std::move(body);
  reply.headers = std::move(headers);
  return api::read_video_answer(reply, now);
}

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::running:
      return "running";
    case Kind::completed:
      return "completed";
    case Kind::failed:
      return "failed";
    case Kind::expired:
      return "expired";
    case Kind::missed:
      return "missed";
    case Kind::unknown_task:
      return "unknown_task";
    case Kind::no_service:
      return "no_service";
  }
  return {};
}

struct Shape {
  std::string name;
  int status;
  std::string body;
  Kind kind;
  std::string word;
  std::optional<int> percent = {};
  std::string url = {};
  std::string finished = {};
  std::string error = {};
  ErrorClass error_class = ErrorClass::none;
};

// One of each family of gateways, with ids, hosts and dates of nobody.
const std::vector<Shape>& shapes() {
  static const std::vector<Shape> all = {
      {"A, sora running", 200,
       R"({"id":"sora-2:task_0a1b2c","status":"pending","status_update_time":1772355000142,)"
       R"("detail":{"id":"task_0a1b2c","status":"pending","input":{"size":"small",)"
       R"("images":["https://in.invalid/a.png"],"prompt":"say \"status\":\"completed\" {","model":"m"},)"
       R"("pending_info":{"id":"task_0a1b2c","user":"user-Zz9Yy8Xx7","status":"processing",)"
       R"("progress_pct":0.9302,"created_at":"2026-03-01T08:50:26.875729Z","generations":[],)"
       R"("failure_reason":null,"moderation_result":{"type":"passed","code":null}}}})",
       Kind::running, "pending", 93},
      {"B, sora completed", 200,
       R"({"id":"sora-2:task_0a1b2c","status":"completed","width":352,"status_update_time":1772355200908,)"
       R"("thumbnail_url":"https://cdn.invalid/t.webp?s=1",)"
       R"("video_url":"https://cdn.invalid/vg%2Ftask%2Fsrc.mp4?se=2026-03-07T15%3A04%3A21Z&sig=a%3D&az=1",)"
       R"("detail":{"id":"task_0a1b2c","status":"completed",)"
       R"("url":"https://cdn.invalid/vg%2Ftask%2Fsrc.mp4?se=2026-03-07T15%3A04%3A21Z&sig=a%3D&az=1",)"
       R"("gif_url":"https://cdn.invalid/p.gif","input":{"images":["https://in.invalid/a.png"]},)"
       R"("draft_info":{"kind":"sora_draft","url":"https://up.invalid/src.mp4",)"
       R"("downloadable_url":"https://up.invalid/d.mp4","created_at":1772355180.222531,)"
       R"("encodings":{"md":{"path":"https://up.invalid/md.mp4"},"unfurl":null}}}})",
       Kind::completed, "completed", std::nullopt,
       "https://cdn.invalid/vg%2Ftask%2Fsrc.mp4?se=2026-03-07T15%3A04%3A21Z&sig=a%3D&az=1",
       "2026-03-01T08:53:20.908Z"},
      {"C, veo completed after errors", 200,
       R"({"id":"veo3.1-fast:17-x","status":"completed","video_url":"https://cdn.invalid/big.mp4",)"
       R"("status_update_time":1772355329098,"detail":{"status":"completed","running":false,)"
       R"("created_at":1772355082099,"completed_at":1772355328994,"retry_count":3,)"
       R"("video_url":"https://cdn.invalid/small.mp4","upsample_video_url":"https://cdn.invalid/big.mp4",)"
       R"("error_message":"[403] evaluation failed","video_generation_error":"your request contains unsafe prompt"}})",
       Kind::completed, "completed", std::nullopt, "https://cdn.invalid/big.mp4",
       "2026-03-01T08:55:28.994Z"},
      {"D, grok completed, in seconds", 200,
       R"({"id":"grok:2996","status":"completed","progress":100,"error":"","ratio":"3:2","upscaled":false,)"
       R"("video_url":"https://files.invalid/download/c.mp4","thumbnail_url":"https://files.invalid/f.jpg",)"
       R"("completed_at":1772355552,"status_update_time":1772355552})",
       Kind::completed, "completed", 100, "https://files.invalid/download/c.mp4",
       "2026-03-01T08:59:12.000Z"},
      {"E, grok through a relay, at the gateway's own address", 200,
       R"({"id":"task_77","task_id":"task_77","object":"video","status":"success","progress":100,)"
       R"("url":"https://gateway.invalid/v1/files/video?id=task_77",)"
       R"("video_url":"https://gateway.invalid/v1/files/video?id=task_77",)"
       R"("result_url":"https://gateway.invalid/v1/files/video?id=task_77"})",
       Kind::completed, "success", 100, "https://gateway.invalid/v1/files/video?id=task_77"},
      {"E, created", 200,
       R"({"id":"task_77","task_id":"task_77","object":"video","status":"queued","progress":0,"created_at":1772355000})",
       Kind::running, "queued", 0},
      {"F, another id, and failed", 200,
       R"({"id":"5a6b7c8d-0000-4000-8000-000000000000","status":"failed","video_url":null,)"
       R"("error":"the picture cannot be opened","status_update_time":1772355000142})",
       Kind::failed, "failed", std::nullopt, "", "2026-03-01T08:50:00.142Z",
       "the picture cannot be opened", ErrorClass::server},
      {"G, OpenAI's style", 200,
       R"({"id":"video_12","object":"video","status":"completed","progress":100,"seconds":"10",)"
       R"("video_url":"https://oss.invalid/sora/v.mp4","created_at":1772355000,"completed_at":1772355100})",
       Kind::completed, "completed", 100, "https://oss.invalid/sora/v.mp4",
       "2026-03-01T08:51:40.000Z"},
      {"H, new-api, done", 200,
       R"({"code":"success","message":"","data":{"task_id":"task_8","status":"SUCCESS","progress":"100%",)"
       R"("fail_reason":"","result_url":"https://cdn.invalid/h.mp4","submit_time":1772355000,)"
       R"("start_time":1772355001,"finish_time":1772355090,"data":{"status":"x","url":"https://no.invalid/"}}})",
       Kind::completed, "SUCCESS", 100, "https://cdn.invalid/h.mp4", "2026-03-01T08:51:30.000Z"},
      {"H, running", 200,
       R"({"code":"success","message":"","data":{"task_id":"task_8","status":"IN_PROGRESS","progress":"50%",)"
       R"("fail_reason":"","result_url":"","finish_time":0}})",
       Kind::running, "IN_PROGRESS", 50},
      {"H, failed for its content", 200,
       R"({"code":"success","message":"","data":{"task_id":"task_8","status":"FAILURE","progress":"100%",)"
       R"("fail_reason":"{\"error\":{\"message\":\"prompt violates guardrails\",\"code\":\"x\"}}"}})",
       Kind::failed, "FAILURE", 100, "", "", "prompt violates guardrails", ErrorClass::moderation},
      {"H, older: the link stands in fail_reason", 200,
       R"({"code":"success","data":{"task_id":"task_8","status":"SUCCESS","fail_reason":"https://cdn.invalid/o.mp4"}})",
       Kind::completed, "SUCCESS", std::nullopt, "https://cdn.invalid/o.mp4"},
      {"H, nothing known yet", 200, R"({"code":"success","message":"","data":null})", Kind::running,
       ""},
      {"I, done without a link", 200,
       R"({"status":"SUCCESS","progress":"100%","fail_reason":"","task_id":"task_9"})",
       Kind::completed, "SUCCESS", 100, ""},
      {"J, 202 while running", 202, R"({"id":"q1","status":"IN_QUEUE"})", Kind::running,
       "IN_QUEUE"},
      {"J, a list of results", 200,
       R"({"id":"q1","status":"COMPLETED","task_result":{"videos":[{"id":"1","url":"https://cdn.invalid/1.mp4"},)"
       R"({"id":"2","url":"https://cdn.invalid/2.mp4"}]}})",
       Kind::completed, "COMPLETED", std::nullopt, "https://cdn.invalid/1.mp4"},
      {"J, metadata", 200,
       R"({"id":"q1","status":"completed","metadata":{"url":"https://cdn.invalid/m.mp4"}})",
       Kind::completed, "completed", std::nullopt, "https://cdn.invalid/m.mp4"},
      {"J, the video itself", 200,
       R"({"id":"q1","status":"completed","url":"data:video/mp4;base64,AAAA"})", Kind::completed,
       "completed", std::nullopt, "data:video/mp4;base64,AAAA"},
      {"J, wrapped in blanks and back-quotes", 200,
       R"({"id":"q1","status":"completed","video_url":" `https://cdn.invalid/a b/\u4e2d.mp4` "})",
       Kind::completed, "completed", std::nullopt, "https://cdn.invalid/a b/\u4e2d.mp4"},
      {"sora, refused", 200,
       R"({"id":"sora-2:task_1","status":"failed","detail":{"status":"failed","draft_info":)"
       R"({"kind":"sora_content_violation","reason_str":"This content may not be shown."}}})",
       Kind::failed, "failed", std::nullopt, "", "", "This content may not be shown.",
       ErrorClass::moderation},
      {"gone", 200, R"({"id":"q1","status":"expired"})", Kind::expired, "expired"},
  };
  return all;
}

bool is_end(Kind kind) {
  return kind == Kind::completed || kind == Kind::failed || kind == Kind::expired;
}

}  // namespace

TEST_CASE("every shape of an answer says what its gateway means") {
  for (const Shape& shape : shapes()) {
    CAPTURE(shape.name);
    const VideoAnswer answer = answer_to(shape.status, shape.body);
    CHECK(name_of(answer.kind) == name_of(shape.kind));
    CHECK(answer.status == shape.word);
    CHECK(answer.is_known_status);
    CHECK((answer.percent == shape.percent));
    CHECK(answer.url == shape.url);
    CHECK((answer.finished_at ? to_text(*answer.finished_at) : std::string()) == shape.finished);
    CHECK(answer.error == shape.error);
    CHECK((answer.error_class == shape.error_class));
    CHECK(answer.raw.empty() != is_end(shape.kind));
    CHECK(answer.raw.find("user-") == std::string::npos);
  }
}

TEST_CASE("an answer that is cut short anywhere is a missed look") {
  for (const Shape& shape : shapes()) {
    for (std::size_t size = 1; size < shape.body.size(); ++size) {
      const VideoAnswer answer = answer_to(shape.status, shape.body.substr(0, size));
      if (answer.kind == Kind::missed && answer.url.empty()) continue;
      FAIL_CHECK(shape.name << " cut at " << size << ": " << name_of(answer.kind));
    }
  }
}

TEST_CASE("an answer with a spoilt byte never ends a task otherwise than its gateway means") {
  for (const Shape& shape : shapes()) {
    for (std::size_t at = 0; at < shape.body.size(); ++at) {
      const char byte = shape.body[at];
      const char others[] = {static_cast<char>(byte ^ 0x01), static_cast<char>(byte ^ 0x20),
                             "\"\\,}{:]\0\xFF"[at % 9]};
      for (const char other : others) {
        if (other == byte) continue;
        std::string body = shape.body;
        body[at] = other;
        const VideoAnswer answer = answer_to(shape.status, std::move(body));
        if (!is_end(answer.kind) || answer.kind == shape.kind) continue;
        FAIL_CHECK(shape.name << " with byte " << at << " as " << int(other) << ": "
                              << name_of(answer.kind));
      }
    }
  }
}

TEST_CASE("words count without case, and an unknown one is running") {
  struct Case {
    std::string word;
    Kind kind;
    bool is_known = true;
  };
  const std::vector<Case> cases = {
      {"Completed", Kind::completed},
      {"succeed", Kind::completed},
      {" done ", Kind::completed},
      {"FINISHED", Kind::completed},
      {"Cancelled", Kind::failed},
      {"CANCEL", Kind::failed},
      {"rejected", Kind::failed},
      {"timeout", Kind::failed},
      {"video_upsampling_failed", Kind::failed},
      {"EXPIRED", Kind::expired},
      {"NOT_START", Kind::running},
      {"video_generation_completed", Kind::running},
      {"video_upsampling_completed", Kind::running},
      {"THROTTLED", Kind::running},
      {"unknown", Kind::running},
      {"simmering", Kind::running, false},
      {"not completed", Kind::running, false},
      {"完成", Kind::running, false},
  };
  for (const Case& test : cases) {
    CAPTURE(test.word);
    const VideoAnswer answer = answer_to(200, R"({"id":"t","status":")" + test.word + R"("})");
    CHECK(name_of(answer.kind) == name_of(test.kind));
    CHECK(answer.is_known_status == test.is_known);
  }
}

TEST_CASE("the status stands in few places, and never in the code") {
  struct Case {
    std::string body;
    Kind kind;
    std::string word = {};
  };
  const std::vector<Case> cases = {
      {R"({"state":"done"})", Kind::completed, "done"},
      {R"({"status":"","state":"done"})", Kind::completed, "done"},
      {R"({"status":null,"data":{"status":"done"}})", Kind::completed, "done"},
      {R"({"detail":{"status":"failed"},"id":"t"})", Kind::failed, "failed"},
      {R"({"status":"pending","data":{"status":"done"}})", Kind::running, "pending"},
      // A word of the call that is not known here.
      {R"({"status":"ok","data":{"status":"completed"}})", Kind::completed, "completed"},
      {R"({"status":"ok","state":"fine","detail":{"status":"DONE"}})", Kind::completed, "DONE"},
      {R"({"status":"ok","data":{"status":"failed"}})", Kind::missed, "failed"},
      {R"({"id":"t","status":"ok","data":{"status":"failed"}})", Kind::failed, "failed"},
      {R"({"status":"ok","data":{"status":"simmering"}})", Kind::running, "ok"},
      {R"({"status":"success","data":{"status":"simmering"}})", Kind::running, "simmering"},
      // A success of the call, not of the task.
      {R"({"status":"success","data":{"status":"running"}})", Kind::running, "running"},
      {R"({"status":"success","message":"","data":null})", Kind::running},
      {R"({"status":"success","data":null,"video_url":"https://cdn.invalid/v.mp4"})",
       Kind::completed, "success"},
      {R"({"code":"success","data":{"task_id":"t"}})", Kind::running},
      {R"({"code":"failed","id":"t"})", Kind::running},
      {R"({"id":"t","video_url":"https://cdn.invalid/v.mp4"})", Kind::running},
      {R"({"id":"t","output":{"status":"completed"}})", Kind::running},
      {R"({"id":"t","status":200})", Kind::running},
      {R"({"id":"t","status":true})", Kind::running},
      {R"({"id":"t","status":{"code":"completed"}})", Kind::running},
      {R"({"id":"t","status":["completed"]})", Kind::running},
      {R"({"id":"t","data.status":"completed"})", Kind::running},
      {R"({"id":"t","data":[{"status":"completed"}]})", Kind::running},
      {R"([{"id":"t","status":"completed"}])", Kind::missed},
      {R"({"id":"t","status":"completed","x":1e999})", Kind::missed},
      {R"("completed")", Kind::missed},
      {R"({})", Kind::missed},
      {R"({"status":"failed","id":"t","status":"completed"})", Kind::missed, "completed"},
      {R"({"status":"completed","id":"t","status":"completed"})", Kind::completed, "completed"},
      {R"({"status":"completed","id":"t"}{"status":"failed"})", Kind::missed},
      {"\xEF\xBB\xBF{\"status\":\"completed\",\"id\":\"t\"}\r\n", Kind::completed, "completed"},
      {"data: {\"status\":\"completed\",\"id\":\"t\"}\n\n", Kind::completed, "completed"},
      {"{\"status\":\"completed\",\"m\":\"\xFF\xFE\",\"id\":\"t\"}", Kind::completed, "completed"},
  };
  for (const Case& test : cases) {
    CAPTURE(test.body);
    const VideoAnswer answer = answer_to(200, test.body);
    CHECK(name_of(answer.kind) == name_of(test.kind));
    CHECK(answer.status == test.word);
  }
}

TEST_CASE("an answer that no strict program would write is read where it can mean one thing only") {
  const std::vector<std::string> readable = {
      R"({"id":"t","prompt":"half \ud83d a pair","status":"completed"})",
      R"({"id":"t","prompt":"\udc00\ud83d\ude00","status":"completed"})",
      "{\"id\":\"t\",\"prompt\":\"a\nb\tc\x1B[31m\",\"status\":\"completed\"}",
      R"({"id":"t","score":NaN,"low":-Infinity,"status":"completed","high":[Infinity]})",
  };
  for (const std::string& body : readable) {
    CAPTURE(body);
    const VideoAnswer answer = answer_to(200, body);
    CHECK(name_of(answer.kind) == "completed");
    CHECK(!first_invalid_utf8(answer.raw));
  }
  const VideoAnswer failed =
      answer_to(200, "{\"id\":\"t\",\"status\":\"failed\",\"error\":\"\\ud83d no\n\\udc00\"}");
  CHECK(failed.error == "\uFFFD no\n\uFFFD");
}

TEST_CASE("an answer that cannot be read says from where on") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {R"({"id":"t","status":"completed"} done)", "HTTP 200: no JSON from byte 33 on: done"},
      {R"({"id":"t","status":completed})", "HTTP 200: no JSON from byte 20 on: completed}"},
      {R"({"id":"t","status":"comp)", "HTTP 200: JSON that is cut short"},
  };
  for (const auto& [body, error] : cases) {
    const VideoAnswer answer = answer_to(200, body);
    CHECK(name_of(answer.kind) == "missed");
    CHECK((answer.error_class == ErrorClass::bad_response));
    CHECK(answer.error == error);
  }
}

TEST_CASE("the link comes from a closed list, in its order") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {R"("url":"https://h.invalid/2","video_url":"https://h.invalid/1")", "https://h.invalid/1"},
      {R"("detail":{"video_url":"https://h.invalid/s","upsample_video_url":"https://h.invalid/b"})",
       "https://h.invalid/b"},
      {R"("video_url":"","detail":{"url":"HTTPS://h.invalid/d"})", "HTTPS://h.invalid/d"},
      {R"("video_url":"N/A","output":["https://h.invalid/o"])", "https://h.invalid/o"},
      {R"("output":"https://h.invalid/o")", "https://h.invalid/o"},
      {R"("data":{"output":"https://h.invalid/o"})", "https://h.invalid/o"},
      {R"("video_url":{"url":"https://h.invalid/no"})", ""},
      {R"("video_url":"javascript:alert")", ""},
      {R"("video_url":"file:///etc/passwd")", ""},
      {R"("thumbnail_url":"https://h.invalid/t","gif_url":"https://h.invalid/g")", ""},
      {R"("detail":{"input":{"url":"https://h.invalid/i"},"gif_url":"https://h.invalid/g"})", ""},
      {R"("images":["https://h.invalid/i"],"input":{"video_url":"https://h.invalid/i"})", ""},
      {R"("detail":{"draft_info":{"encodings":{"md":{"url":"https://h.invalid/i"}}}})", ""},
  };
  for (const auto& [members, url] : cases) {
    CAPTURE(members);
    CHECK(answer_to(200, R"({"id":"t","status":"completed",)" + members + "}").url == url);
    CHECK(answer_to(200, R"({"id":"t","status":"running",)" + members + "}").url.empty());
    CHECK(answer_to(200, R"({"id":"t","status":"failed",)" + members + "}").url.empty());
  }
  const std::string longest = "https://h.invalid/" + std::string(4096, 'x');
  CHECK(answer_to(200, R"({"status":"done","id":"t","url":")" + longest + "\"}").url == longest);
}

TEST_CASE("a link that quotes the key is read whole, for fetching only") {
  http::Reply reply;
  reply.transfer = http::Transfer::complete;
  reply.status = 200;
  reply.body =
      R"({"id":"t","status":"done","video_url":"https://h.invalid/v?k=[key]","x":"[key]"})";
  reply.with_key =
      Secret(R"({"id":"t","status":"done","video_url":"https://h.invalid/v?k=sk-1","x":"sk-1"})");
  const VideoAnswer answer = api::read_video_answer(reply, now);
  CHECK(answer.url == "https://h.invalid/v?k=[key]");
  CHECK(answer.url_with_key.reveal() == "https://h.invalid/v?k=sk-1");
  CHECK(answer.raw.find("sk-1") == std::string::npos);
  reply.body = R"({"id":"t","status":"done","video_url":"https://h.invalid/v","x":"[key]"})";
  reply.with_key =
      Secret(R"({"id":"t","status":"done","video_url":"https://h.invalid/v","x":"sk-1"})");
  CHECK(api::read_video_answer(reply, now).url_with_key.empty());
}

TEST_CASE("further videos are counted") {
  CHECK(answer_to(200, R"({"status":"done","output":["https://a.invalid","https://b.invalid"]})")
            .further_videos == 1);
  CHECK(answer_to(200, R"({"status":"done","detail":{"generations":[{},{},{}]}})").further_videos ==
        2);
  CHECK(answer_to(200, R"({"status":"done","generations":[]})").further_videos == 0);
}

TEST_CASE("what is no readable answer is a missed look") {
  struct Case {
    int status;
    std::string body;
    ErrorClass error_class;
    std::string error;
  };
  const std::string end = R"({"id":"t","status":"failed"})";
  const std::vector<Case> cases = {
      {200, "", ErrorClass::bad_response, "HTTP 200"},
      {204, "", ErrorClass::bad_response, "HTTP 204"},
      {200, "upstream says no", ErrorClass::bad_response, "HTTP 200: upstream says no"},
      {200, R"({"error":{"message":"fail_to_fetch_task","code":"fail_to_fetch_task"}})",
       ErrorClass::server, "HTTP 200: fail_to_fetch_task"},
      {200, R"({"status":"error","message":"fail_to_fetch_task"})", ErrorClass::server,
       "HTTP 200: fail_to_fetch_task"},
      {200, R"({"id":"t","status":"failed","error":{"message":"x","code":"fail_to_fetch_task"}})",
       ErrorClass::server, "HTTP 200: x"},
      {200, R"({"success":false,"message":"too many requests"})", ErrorClass::rate_limited,
       "HTTP 200: too many requests"},
      {400, R"({"code":"fail_to_fetch_task","message":"Internal Server Error"})",
       ErrorClass::server, "HTTP 400: Internal Server Error"},
      {400, end, ErrorClass::bad_response, "HTTP 400: " + end},
      {402, "", ErrorClass::bad_response, "HTTP 402"},
      {408, "", ErrorClass::timeout, "HTTP 408"},
      {409, end, ErrorClass::server, "HTTP 409: " + end},
      {425, "", ErrorClass::server, "HTTP 425"},
      {429, R"({"error":{"message":"slow down"}})", ErrorClass::rate_limited,
       "HTTP 429: slow down"},
      {500, R"({"code":"task_not_exist","message":"task_not_exist"})", ErrorClass::server,
       "HTTP 500: task_not_exist"},
      {502, "<html><head><title>502 Bad Gateway</title></head></html>", ErrorClass::server,
       "HTTP 502: a web page titled \"502 Bad Gateway\""},
      {503, end, ErrorClass::server, "HTTP 503: " + end},
      {524, "error code: 524", ErrorClass::server, "HTTP 524: error code: 524"},
  };
  for (const Case& test : cases) {
    CAPTURE(test.status, test.body);
    const VideoAnswer answer = answer_to(test.status, test.body);
    CHECK(name_of(answer.kind) == "missed");
    CHECK((answer.error_class == test.error_class));
    CHECK(answer.error == test.error);
    CHECK(answer.is_rate_limited == (test.status == 429));
    CHECK(answer.raw.empty());
  }
}

TEST_CASE("a broken transfer is a missed look, whatever arrived of it") {
  http::Reply reply;
  reply.status = 200;
  reply.body = R"({"id":"t","status":"completed"})";
  const std::vector<std::pair<http::Transfer, ErrorClass>> ends = {
      {http::Transfer::timed_out, ErrorClass::timeout},
      {http::Transfer::untrusted, ErrorClass::connect},
      {http::Transfer::broken, ErrorClass::dropped}};
  for (const auto& [transfer, error_class] : ends) {
    reply.transfer = transfer;
    reply.fault = "the reason";
    const VideoAnswer answer = api::read_video_answer(reply, now);
    CHECK(name_of(answer.kind) == "missed");
    CHECK((answer.error_class == error_class));
    CHECK(answer.error == "the reason");
  }
  reply.bytes_left = false;
  CHECK((api::read_video_answer(reply, now).error_class == ErrorClass::connect));
  reply.transfer = http::Transfer::complete;
  reply.undecoded = true;
  CHECK(name_of(api::read_video_answer(reply, now).kind) == "missed");
}

TEST_CASE("a wrong key or address is told from a task that this account does not have") {
  struct Case {
    int status;
    std::string body;
    Kind kind;
    ErrorClass error_class;
  };
  const std::string page = "<!doctype html><html><title>Console</title></html>";
  const std::vector<Case> cases = {
      {401, R"({"error":{"message":"无效的令牌"}})", Kind::no_service, ErrorClass::auth},
      {403, "", Kind::no_service, ErrorClass::auth},
      {403, page, Kind::no_service, ErrorClass::blocked},
      {404, R"({"error":{"message":"Invalid URL (GET /v1/video/query)."}})", Kind::no_service,
       ErrorClass::endpoint},
      {404, page, Kind::no_service, ErrorClass::endpoint},
      {404, "404 page not found", Kind::no_service, ErrorClass::endpoint},
      {405, "", Kind::no_service, ErrorClass::endpoint},
      {302, "", Kind::no_service, ErrorClass::endpoint},
      {200, page, Kind::no_service, ErrorClass::endpoint},
      {200, "\xEF\xBB\xBF" + page, Kind::no_service, ErrorClass::endpoint},
      {202, page, Kind::no_service, ErrorClass::endpoint},
      {200, R"({"error":{"message":"Invalid URL (GET /v1/video/query)."}})", Kind::no_service,
       ErrorClass::endpoint},
      {200, R"({"success":false,"code":"invalid_token","message":"unauthorized"})",
       Kind::no_service, ErrorClass::auth},
      {400, R"({"code":"task_not_exist","message":"task_not_exist","data":null})",
       Kind::unknown_task, ErrorClass::none},
      {400, "task_not_exist", Kind::unknown_task, ErrorClass::none},
      {404, R"({"detail":"Task not found"})", Kind::unknown_task, ErrorClass::none},
      {404, R"({"message":"任务不存在"})", Kind::unknown_task, ErrorClass::none},
      {200, R"({"code":"task_not_exist","message":"task_not_exist","data":null})",
       Kind::unknown_task, ErrorClass::none},
      {200, R"({"status":"error","message":"task_not_exist"})", Kind::unknown_task,
       ErrorClass::none},
  };
  for (const Case& test : cases) {
    CAPTURE(test.status, test.body);
    const VideoAnswer answer = answer_to(test.status, test.body);
    CHECK(name_of(answer.kind) == name_of(test.kind));
    CHECK((answer.error_class == test.error_class));
  }
}

TEST_CASE(
    "the reason of a failure is read in many places, and one about the content is told apart") {
  struct Case {
    std::string members;
    std::string error;
    ErrorClass error_class = ErrorClass::server;
  };
  const std::vector<Case> cases = {
      {R"("error":{"message":"a","reason":"b"})", "a"},
      {R"("error":{"reason":"b"})", "b"},
      {R"("error":"","fail_reason":"c")", "c"},
      {R"("error":{"code":"e_7"})", "e_7"},
      {R"("detail":{"error":"d"})", "d"},
      {R"("detail":{"pending_info":{"failure_reason":"e"}})", "e"},
      {R"("message":"{\"error\":{\"message\":\"f\"}}")", "f"},
      {R"("message":"{\"error\":\"{\\\"error\\\":\\\"g\\\"}\"}")", R"({"error":"g"})"},
      {R"("message":"{not json")", "{not json"},
      {R"("error":"null")", ""},
      {R"("x":1)", ""},
      {R"("error":"upstream: task not found")", "upstream: task not found"},
      {R"("error":"busy","detail":{"video_generation_error":"contains unsafe prompt or images"})",
       "contains unsafe prompt or images", ErrorClass::moderation},
      {R"("error":{"message":"no","code":"content_policy_violation"})", "no",
       ErrorClass::moderation},
      {R"("fail_reason":"内容违规")", "内容违规", ErrorClass::moderation},
  };
  for (const Case& test : cases) {
    CAPTURE(test.members);
    const VideoAnswer answer =
        answer_to(200, R"({"id":"t","status":"failed",)" + test.members + "}");
    CHECK(answer.error == test.error);
    CHECK((answer.error_class == test.error_class));
    const VideoAnswer done =
        answer_to(200, R"({"id":"t","status":"success",)" + test.members + "}");
    CHECK(name_of(done.kind) == "completed");
    CHECK(done.error.empty());
    CHECK((done.error_class == ErrorClass::none));
  }
}

TEST_CASE("progress is in percent, but for the one that is a fraction") {
  const std::vector<std::pair<std::string, std::optional<int>>> cases = {
      {R"("progress":1)", 1},
      {R"("progress":0.5)", 1},
      {R"("progress":"50%")", 50},
      {R"("progress":" 7 ")", 7},
      {R"("progress":250)", 100},
      {R"("progress":-3)", 0},
      {R"("progress":"half")", std::nullopt},
      {R"("progress":null)", std::nullopt},
      {R"("detail":{"pending_info":{"progress_pct":1}},"progress":3)", 100},
      {R"("data":{"progress":"9%"})", 9},
  };
  for (const auto& [members, percent] : cases) {
    CAPTURE(members);
    CHECK((answer_to(200, R"({"status":"running",)" + members + "}").percent == percent));
  }
}

TEST_CASE("the server says when to look again") {
  using Headers = std::vector<std::pair<std::string, std::string>>;
  const std::vector<std::pair<Headers, std::optional<Duration>>> cases = {
      {{}, std::nullopt},
      {{{"retry-after", "7"}}, 7s},
      {{{"retry-after-ms", "1500"}}, 1500ms},
      {{{"openai-poll-after-ms", "2500"}}, 2500ms},
      {{{"openai-poll-after-ms", "2500"}, {"retry-after", "1"}}, 2500ms},
      {{{"openai-poll-after-ms", "99999999"}}, 1h},
      {{{"openai-poll-after-ms", "soon"}}, std::nullopt},
      {{{"retry-after", "Sun, 01 Mar 2026 09:00:30 GMT"}}, 30s},
  };
  for (const auto& [headers, wait] : cases) {
    CHECK((answer_to(200, R"({"status":"running"})", headers).wait == wait));
    CHECK((answer_to(503, "", headers).wait == wait));
  }
}

TEST_CASE("the answer that is kept is of bounded size, without the upstream's account") {
  const std::string big =
      R"({"id":"t","status":"failed","user":"user-Ab12Cd34","error":"x","m":")" +
      std::string(200'000, 'm') + "\xE4\xB8\xAD\"}";
  const VideoAnswer answer = answer_to(200, big);
  CHECK(answer.raw.size() == VideoAnswer::longest_raw);
  CHECK(answer.raw.find("Ab12") == std::string::npos);
  const VideoAnswer expiring = answer_to(
      200,
      R"({"id":"t","status":"completed","expires_at":1772359200,"completed_at":"2026-03-01T09:00:00Z"})");
  CHECK((expiring.expires_at == now + 1h));
  CHECK((expiring.finished_at == now));
}

TEST_CASE("with HTTP 202 a task is running, whatever its body says") {
  for (const std::string body : {"", "{}", R"({"status":"completed"})", R"({"status":"failed"})"}) {
    CAPTURE(body);
    const VideoAnswer answer = answer_to(202, body);
    CHECK(name_of(answer.kind) == "running");
    CHECK(answer.error.empty());
  }
}

TEST_CASE("a huge or very deep answer is read without harm") {
  const std::size_t huge = http::Envelope().largest_body;
  const std::string deep = std::string(huge / 2, '[') + std::string(huge / 2, ']');
  CHECK(name_of(answer_to(200, R"({"id":"t","x":)" + deep + R"(,"status":"completed"})").kind) ==
        "completed");
  CHECK(name_of(answer_to(200, R"({"x":)" + deep + "}").kind) == "missed");
  CHECK(name_of(answer_to(200, deep).kind) == "missed");
  CHECK(name_of(answer_to(200, R"({"a":)" + std::string(huge, '[')).kind) == "missed");
}

TEST_CASE("a failure that names no task, or that another place denies, is a look that failed") {
  for (const char* body :
       {R"({"status":"error","message":"upstream connection refused"})",
        R"({"status":"fail","msg":"Too many requests, please slow down"})",
        R"({"code":500,"status":"error","data":null,"message":"redis: connection pool timeout"})",
        R"({"status":"timeout","message":"query upstream timed out"})", R"({"status":"expired"})",
        R"({"id":"t1","status":"failed","data":{"status":"IN_PROGRESS","progress":"40%"}})"}) {
    http::Reply reply;
    reply.transfer = http::Transfer::complete;
    reply.status = 200;
    reply.body = body;
    CAPTURE(body);
    CHECK((api::read_video_answer(reply, Date()).kind == api::VideoAnswer::Kind::missed));
  }
}

}  // namespace shotlist::tests::video_answer_test
