#include "api/verdict.h"

#include <string>
#include <utility>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::verdict_test {

using namespace shotlist::api;
using namespace shotlist::http;

namespace {

Reply answer(int status, std::string body) {
  Reply reply;
  reply.transfer = Transfer::complete;
  reply.status = status;
  reply.body = std::move(body);
  return reply;
}

Reply no_answer(Transfer transfer, bool bytes_left) {
  Reply reply;
  reply.transfer = transfer;
  reply.bytes_left = bytes_left;
  reply.fault = "a fault";
  return reply;
}

Reply cut_short(int status, std::string body, Transfer transfer = Transfer::broken) {
  Reply reply = answer(status, std::move(body));
  reply.transfer = transfer;
  reply.fault = "a fault";
  return reply;
}

Reply with_header(Reply reply, std::string name, std::string value) {
  reply.headers.emplace_back(std::move(name), std::move(value));
  return reply;
}

struct Ruling {
  Verdict verdict;
  ErrorClass error_class;
  Status status;
  bool ends_run = false;
};

using E = ErrorClass;
constexpr Ruling accepted{Verdict::accepted, E::none, Status::submitted};
constexpr Ruling unsent{Verdict::unsent, E::connect, Status::failed};

constexpr Ruling refused(ErrorClass why) {
  return {Verdict::refused, why, Status::rejected};
}
constexpr Ruling failed(ErrorClass why) {
  return {Verdict::refused, why, Status::failed};
}
constexpr Ruling stops(ErrorClass why) {
  return {Verdict::refused, why, Status::failed, true};
}
constexpr Ruling busy(ErrorClass why) {
  return {Verdict::busy, why, Status::failed};
}
constexpr Ruling unknown(ErrorClass why) {
  return {Verdict::unknown, why, Status::in_doubt};
}

struct Case {
  Reply reply;
  Ruling ruling;
  std::string task_id;
};

void check(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    CAPTURE(c.reply.status, c.reply.body);
    const Outcome outcome = judge(c.reply, Date());
    CHECK(to_text(outcome.verdict) == to_text(c.ruling.verdict));
    CHECK(to_text(outcome.error_class) == to_text(c.ruling.error_class));
    CHECK(to_text(outcome.status) == to_text(c.ruling.status));
    CHECK(outcome.ends_run == c.ruling.ends_run);
    CHECK(outcome.http_status == c.reply.status);
    CHECK(outcome.task_id == c.task_id);
    CHECK(outcome.error.empty() == (outcome.verdict == Verdict::accepted));
    CHECK(outcome.raw_reply == c.reply.body);
    CHECK((outcome.named_task.empty() || outcome.verdict == Verdict::unknown));
  }
}

const std::string web_page = "<!DOCTYPE html><html><body>Welcome</body></html>";

}  // namespace

TEST_CASE("without an answer, what counts is whether a byte left") {
  check({
      {no_answer(Transfer::broken, false), unsent, ""},
      {no_answer(Transfer::timed_out, false), unsent, ""},
      {no_answer(Transfer::broken, true), unknown(E::dropped), ""},
      {no_answer(Transfer::timed_out, true), unknown(E::timeout), ""},
      {no_answer(Transfer::complete, true), unknown(E::dropped), ""},
  });
}

TEST_CASE("a success with a task id is paid for, in whatever shape it comes") {
  const std::string id = "sora-2:task_01k9009g8ef1esae6388chgcpx";
  const std::string quoted = '"' + id + '"';
  check({
      {answer(200, R"({"id":)" + quoted + R"(,"status":"pending","status_update_time":1})"),
       accepted, id},
      {answer(200,
              R"({"id":)" + quoted + R"(,"object":"chat.completion","created":1,"choices":[]})"),
       accepted, id},
      {answer(201, R"({"task_id":)" + quoted + "}"), accepted, id},
      {answer(202, R"({"data":{"id":)" + quoted + "}}"), accepted, id},
      {answer(200, R"({"code":"success","message":"","data":{"task_id":)" + quoted + "}}"),
       accepted, id},
      {answer(200, R"({"id":null,"task_id":)" + quoted + "}"), accepted, id},
      {answer(200, R"({"id":"","data":{"id":)" + quoted + "}}"), accepted, id},
      {answer(200, R"({"id":12345678901234})"), accepted, "12345678901234"},
      {answer(200, "\n {\"id\":\"任务-1\"} \n"), accepted, "任务-1"},
      // However the answer ended.
      {cut_short(200, R"({"id":"a"})"), accepted, "a"},
      {cut_short(200, R"({"id":"a"})", Transfer::timed_out), accepted, "a"},
      // What stands around the id does not spoil it.
      {answer(200, "{\"id\":\"a\",\"prompt\":\"\xFF\"}"), accepted, "a"},
      {answer(200, "\xEF\xBB\xBF{\"id\":\"a\"}"), accepted, "a"},
      {answer(200, "{\"id\":\"a\"}\n<script>"), accepted, "a"},
      {answer(200, "data: {\"id\":\"a\"}\n\ndata: [DONE]\n\n"), accepted, "a"},
  });
}

TEST_CASE("a success that shows no task id may have been paid for") {
  check({
      {answer(200, ""), unknown(E::bad_response), ""},
      {answer(204, ""), unknown(E::bad_response), ""},
      {answer(200, web_page), unknown(E::bad_response), ""},
      {answer(200, "{}"), unknown(E::bad_response), ""},
      {answer(200, "[]"), unknown(E::bad_response), ""},
      {answer(200, "null"), unknown(E::bad_response), ""},
      {answer(200, R"("sora-2:task_1")"), unknown(E::bad_response), ""},
      {answer(200, R"({"status":"pending"})"), unknown(E::bad_response), ""},
      {answer(200, R"({"id":null})"), unknown(E::bad_response), ""},
      {answer(200, R"({"id":""})"), unknown(E::bad_response), ""},
      {answer(200, R"({"id":"  "})"), unknown(E::bad_response), ""},
      {answer(200, R"({"id":0})"), unknown(E::bad_response), ""},
      {answer(200, web_page + R"({"id":"a"})"), unknown(E::bad_response), ""},
      {answer(200, R"({"id":{}})"), unknown(E::bad_response), ""},
      {answer(200, R"({"id":true})"), unknown(E::bad_response), ""},
      {answer(200, R"({"data":[{"id":"a"}]})"), unknown(E::bad_response), ""},
      {answer(200, R"({"error":null})"), unknown(E::bad_response), ""},
      {answer(200, R"({"error":""})"), unknown(E::bad_response), ""},
      {answer(200, R"({"error":{}})"), unknown(E::bad_response), ""},
      {answer(200, R"({"error":{"message":"","code":null}})"), unknown(E::bad_response), ""},
      {answer(200, R"({"code":"success","message":"ok","data":null})"), unknown(E::bad_response),
       ""},
      {answer(200, R"({"code":0,"message":"accepted"})"), unknown(E::bad_response), ""},
      {answer(200, R"({"message":"queued"})"), unknown(E::bad_response), ""},
      {answer(200, R"({"success":true})"), unknown(E::bad_response), ""},
      {answer(200, "{\"id\":\"\xff\"}"), unknown(E::bad_response), ""},
      {cut_short(200, R"({"id":"sora-2:ta)"), unknown(E::bad_response), ""},
      {cut_short(200, R"({"error":{"message":"no)"), unknown(E::bad_response), ""},
      {cut_short(200, "", Transfer::timed_out), unknown(E::bad_response), ""},
  });
}

TEST_CASE("a success that declares an error is a refusal, of a kind its words tell") {
  const auto words = [](const std::string& code, const std::string& message) {
    return answer(200, R"({"error":{"code":")" + code + R"(","message":")" + message + "\"}}");
  };
  check({
      {words("invalid_request", "size must be small or large"), refused(E::invalid_request), ""},
      {words("", "Content policy violation"), refused(E::moderation), ""},
      {words("", "提示词违规"), refused(E::moderation), ""},
      {words("insufficient_user_quota", ""), stops(E::balance), ""},
      {words("", "用户额度不足"), stops(E::balance), ""},
      {words("", "无效的令牌"), stops(E::auth), ""},
      // A wrapped "not now" is free, and left for the next run.
      {words("model_not_found", ""), failed(E::no_channel), ""},
      {words("", "当前分组上游负载已饱和"), failed(E::overloaded), ""},
      {words("", "您已达到请求数限制"), failed(E::rate_limited), ""},
      {answer(200, R"({"code":421,"msg":"TASK_QUEUE_MAXED","data":null})"),
       busy(E::too_many_running), ""},
      {answer(200, R"({"code":1008,"message":"insufficient balance","data":{}})"),
       stops(E::balance), ""},
      {answer(200, R"({"code":401,"message":"Unauthorized","data":[]})"), stops(E::auth), ""},
      {answer(200, R"({"code":-1,"message":"参数错误","data":""})"), refused(E::invalid_request),
       ""},
      {answer(200, R"({"error":"no such size"})"), refused(E::invalid_request), ""},
      {answer(200, R"({"success":false,"message":"no such size"})"), refused(E::invalid_request),
       ""},
      {answer(200, R"({"success":false})"), refused(E::invalid_request), ""},
      {answer(200, R"({"code":"invalid_request","message":"no such size","data":null})"),
       refused(E::invalid_request), ""},
  });
}

TEST_CASE("a client error is a refusal; what concerns every row ends the run") {
  check({
      {answer(400, R"({"error":{"code":"invalid_request","message":"bad size"}})"),
       refused(E::invalid_request), ""},
      {answer(400, R"({"code":"fail_to_fetch_task","message":"upstream: bad image","data":null})"),
       refused(E::invalid_request), ""},
      {answer(400, R"({"error":{"code":"content_violation","message":"no"}})"),
       refused(E::moderation), ""},
      {answer(400, R"({"error":{"message":"This violates guardrails around violence"}})"),
       refused(E::moderation), ""},
      {answer(400, R"({"error":{"message":"提示词包含违规内容"}})"), refused(E::moderation), ""},
      {answer(400, ""), refused(E::invalid_request), ""},
      {answer(413, web_page), refused(E::invalid_request), ""},
      {answer(422, R"({"detail":"field required"})"), refused(E::invalid_request), ""},
      {answer(418, ""), refused(E::invalid_request), ""},
      {answer(401, R"({"error":{"message":"无效的令牌"}})"), stops(E::auth), ""},
      {answer(401, R"({"error":{"message":"该令牌已过期"}})"), stops(E::auth), ""},
      {answer(402, ""), stops(E::balance), ""},
      {answer(403, R"({"error":{"code":"access_denied","message":"not yours"}})"), stops(E::auth),
       ""},
      {answer(403, R"({"error":{"code":"insufficient_user_quota","message":"用户额度不足"}})"),
       stops(E::balance), ""},
      {answer(404, R"-({"error":{"message":"Invalid URL (POST /v1/v1/video/create)"}})-"),
       stops(E::endpoint), ""},
      {answer(404, web_page), stops(E::endpoint), ""},
      {answer(404, R"({"error":{"code":"model_not_found","message":"no such model"}})"),
       failed(E::no_channel), ""},
      {answer(405, ""), stops(E::endpoint), ""},
      {answer(408, ""), unknown(E::server), ""},
      {answer(409, R"({"error":{"code":"invalid_request","message":"conflict"}})"),
       unknown(E::server), ""},
      {answer(400,
              R"({"error":{"code":"billing_hard_limit_reached","message":"Billing hard limit"}})"),
       stops(E::balance), ""},
      {answer(400, R"({"error":{"message":"API key not valid. Please pass a valid API key."}})"),
       stops(E::auth), ""},
      {answer(400, "<html><head><title>400 The plain HTTP request was sent to HTTPS port</title>"),
       stops(E::endpoint), ""},
      {answer(407, ""), stops(E::endpoint), ""},
      {answer(421, ""), stops(E::endpoint), ""},
      {answer(426, ""), stops(E::endpoint), ""},
      {answer(401, R"({"error":{"message":"该令牌额度已用尽"}})"), stops(E::balance), ""},
      {answer(403, R"({"error":{"code":"content_policy_violation","message":"no"}})"),
       refused(E::moderation), ""},
      {answer(403, web_page), refused(E::blocked), ""},
      {answer(403, "Forbidden"), stops(E::auth), ""},
  });
}

TEST_CASE("429 means slow down, unless it is about money") {
  check({
      {answer(429, ""), busy(E::rate_limited), ""},
      {answer(429, web_page), busy(E::rate_limited), ""},
      {answer(429, R"({"error":{"message":"当前分组上游负载已饱和，请稍后再试"}})"),
       busy(E::rate_limited), ""},
      {answer(429, R"({"error":{"message":"您已达到请求数限制"}})"), busy(E::rate_limited), ""},
      {answer(429, R"({"error":{"code":"insufficient_user_quota","message":""}})"),
       stops(E::balance), ""},
      {answer(429, R"({"error":{"code":"insufficient_quota","message":"no"}})"), stops(E::balance),
       ""},
      {answer(429, R"({"error":{"message":"用户额度不足, 剩余额度: 0"}})"), stops(E::balance), ""},
      {answer(429, R"({"error":{"message":"余额不足"}})"), stops(E::balance), ""},
      {answer(429,
              R"({"error":{"message":"You exceeded your current quota, check your billing"}})"),
       stops(E::balance), ""},
      // "quota" in a code need not be money.
      {answer(429, R"({"error":{"code":"Throttling.RateQuota","message":"slow"}})"),
       busy(E::rate_limited), ""},
      {with_header(answer(429, R"({"error":{"code":"insufficient_quota","message":"wait"}})"),
                   "retry-after", "1"),
       busy(E::rate_limited), ""},
      {answer(429, R"({"error":{"code":"insufficient_quota","message":"Rate limit reached"}})"),
       busy(E::rate_limited), ""},
  });
}

TEST_CASE("too many tasks that have not ended are not too many requests") {
  check({
      {answer(
           429,
           R"({"error":{"code":"too_many_concurrent_tasks","message":"You already have 3 generations in progress"}})"),
       busy(E::too_many_running), ""},
      {answer(429,
              R"({"error":{"code":50430,"message":"Request Has Reached API Concurrent Limit"}})"),
       busy(E::too_many_running), ""},
      {answer(429,
              R"({"error":{"message":"当前视频任务并发已达上限，请等待进行中的任务完成后重试"}})"),
       busy(E::too_many_running), ""},
      {answer(400, R"({"error":{"message":"You can only generate 3 videos at a time"}})"),
       busy(E::too_many_running), ""},
      {answer(503, R"({"error":{"code":"token_concurrency_unavailable","message":"x"}})"),
       busy(E::too_many_running), ""},
      {answer(502, R"({"error":{"code":"concurrency_limit_error","message":"x"}})"),
       unknown(E::server), ""},
  });
}

TEST_CASE("a success is no refusal because its code is not on a list") {
  check({
      {answer(200, R"({"code":201,"message":"Created","data":{"taskId":"T1"}})"), accepted, "T1"},
      {answer(200, R"({"code":"SUCCEED","message":"x","data":{"task_id":"T1"}})"), accepted, "T1"},
      {answer(200, R"({"code":"00000","message":"x","data":{"id":"T1"}})"), accepted, "T1"},
      {answer(200, R"({"code":10000,"message":"x","data":{"id":"T1"}})"), accepted, "T1"},
      {answer(200, R"({"code":1,"msg":"提交成功","data":{"taskId":"T1"}})"), accepted, "T1"},
      {answer(200, R"({"success":true,"code":7,"message":"limit 3","taskId":"T1"})"), accepted,
       "T1"},
      {answer(200, R"({"id":"T1","error":{"code":0,"message":""}})"), accepted, "T1"},
      {answer(200, R"({"id":"T1","error":{}})"), accepted, "T1"},
      {answer(200, R"({"id":"T1","error":"","fail_reason":""})"), accepted, "T1"},
      {answer(200, R"({"code":201,"message":"Created","data":null})"), unknown(E::bad_response),
       ""},
      {answer(200, R"({"code":1,"msg":"提交成功"})"), unknown(E::bad_response), ""},
      {answer(200, R"({"code":10000,"message":"odd","data":null})"), unknown(E::bad_response), ""},
      {answer(200, R"({"error":{"message":"task was created"}})"), unknown(E::bad_response), ""},
      {answer(200, R"({"error":{"message":"no such size"},"data":{"n":1}})"),
       unknown(E::bad_response), ""},
      // A gateway behind the gateway gave up.
      {answer(200, R"({"code":504,"message":"upstream timeout","data":null})"),
       unknown(E::bad_response), ""},
      {answer(200, R"({"code":500,"message":"boom","data":null})"), unknown(E::bad_response), ""},
      {answer(200, R"({"error":{"code":"timeout","message":"x"}})"), unknown(E::bad_response), ""},
      {answer(200, R"({"error":{"message":"请求超时"}})"), unknown(E::bad_response), ""},
      {answer(200, R"({"error":true})"), unknown(E::bad_response), ""},
      {answer(200, R"({"error":{"status":502,"message":"x"}})"), unknown(E::bad_response), ""},
      {answer(200, R"({"status":502,"error":"Bad Gateway"})"), unknown(E::bad_response), ""},
      {answer(200, R"({"error":{"message":"read: connection reset by peer"}})"),
       unknown(E::bad_response), ""},
      // Words that are no failure.
      {answer(200, R"({"code":"RUNNING","message":"Generation has started"})"),
       unknown(E::bad_response), ""},
      {answer(200, R"({"code":"A0000","message":"ok"})"), unknown(E::bad_response), ""},
      {answer(200, R"({"code":"DUPLICATE_TASK","message":"task already exists"})"),
       unknown(E::bad_response), ""},
      {answer(200, R"({"code":1,"message":"No error"})"), unknown(E::bad_response), ""},
      {answer(200, R"({"error":"N/A"})"), unknown(E::bad_response), ""},
      {answer(200, R"({"error":{"message":"no error"}})"), unknown(E::bad_response), ""},
      {answer(200, R"({"error":{"message":"thumbnail failed"},"status":"pending"})"),
       unknown(E::bad_response), ""},
      {answer(200, R"({"success":false,"message":"still processing"})"), unknown(E::bad_response),
       ""},
  });
}

TEST_CASE("a refusal that contradicts itself, or lost an answer, proves nothing") {
  check({
      {answer(503,
              "upstream connect error or disconnect/reset before headers. reset reason: connection "
              "termination"),
       unknown(E::overloaded), ""},
      {answer(503,
              "upstream connect error or disconnect/reset before headers. reset reason: connection "
              "failure"),
       busy(E::overloaded), ""},
      {answer(503, R"({"error":{"message":"upstream timed out after the request was sent"}})"),
       unknown(E::overloaded), ""},
      {answer(503, R"({"created":true,"charged":4.8})"), unknown(E::overloaded), ""},
      {answer(429, R"({"code":0,"message":"success","data":{"status":"queued"}})"),
       unknown(E::rate_limited), ""},
      {answer(404, R"({"code":0,"message":"success"})"), unknown(E::endpoint), ""},
      // A database's words are not those of a queue of videos.
      {answer(
           500,
           R"({"error":{"message":"could not serialize access due to concurrent update","code":"internal_error"}})"),
       failed(E::server), ""},
      {answer(500, R"({"error":{"message":"task saved; notification service overloaded"}})"),
       failed(E::server), ""},
  });
}

TEST_CASE("a task that an answer names may exist, whatever else it says") {
  struct Named {
    Reply reply;
    ErrorClass why;
    std::string task;
  };
  const std::vector<Named> cases = {
      {answer(503, R"({"error":"lease_journal_unavailable","task_id":"T1","created":true})"),
       E::overloaded, "T1"},
      {answer(429, R"({"message":"slow down","data":{"id":"T1"}})"), E::rate_limited, "T1"},
      {answer(500, R"({"error":{"code":"overloaded","message":"x"},"id":"T1"})"), E::overloaded,
       "T1"},
      {answer(503, R"({"taskId":"T1"})"), E::overloaded, "T1"},
      {answer(500, R"({"error":{"message":"upstream","code":"do_request_failed","task_id":"T1"}})"),
       E::server, "T1"},
      {answer(400, R"({"id":"T1","status":"pending"})"), E::invalid_request, "T1"},
      {answer(401, R"({"error":{"message":"no"},"data":{"task":{"id":"T1"}}})"), E::auth, "T1"},
      {answer(302, R"({"task_id":"T1"})"), E::endpoint, "T1"},
      {answer(504, R"({"taskID":"T1"})"), E::server, "T1"},
      {answer(500,
              R"({"error":{"message":"task sora-2:task_01k9009g8ef was made, then it failed"}})"),
       E::server, "sora-2:task_01k9009g8ef"},
      {answer(502, "<html>task_01k9009g8ef</html>"), E::server, "task_01k9009g8ef"},
      {answer(503, R"({"error":"busy","data":"1320098173412546"})"), E::overloaded,
       "1320098173412546"},
      {answer(503, R"({"task":"v1"})"), E::overloaded, "v1"},
      {answer(503, R"({"taskUUID":"v1"})"), E::overloaded, "v1"},
      {answer(503, R"({"id":"requeued-v1"})"), E::overloaded, "requeued-v1"},
      {answer(503, R"({"task_id":123456789012345678901234})"), E::overloaded,
       "123456789012345678901234"},
      {answer(503, "{\"error\":\"busy\"}\n{\"task_id\":\"v1\"}"), E::overloaded, "v1"},
      {answer(503, "event: x\ndata: {\"id\":\"v1\"}\n\n"), E::overloaded, "v1"},
      {answer(503, R"({"error":{"message":"{\"task_id\":\"v1\"}"}})"), E::overloaded, "v1"},
      {answer(503, "{'error': 'x', 'task_id': 'v1'}"), E::overloaded, "v1"},
      {answer(503, "error: task_id=v1 created"), E::overloaded, "v1"},
      {answer(503, R"(upstream said {"id":"v1","status":"pending"})"), E::overloaded, "v1"},
      {answer(503, R"({"task_id":{"value":"v1"}})"), E::overloaded, "v1"},
      {answer(503, "<error><task_id>v1</task_id></error>"), E::overloaded, "v1"},
      {answer(503, "video_68e688d4950481918ec389280c2f78140 was queued"), E::overloaded,
       "video_68e688d4950481918ec389280c2f78140"},
      {with_header(answer(503, "busy"), "x-task-id", "v1"), E::overloaded, "v1"},
      {with_header(answer(303, ""), "location", "/v1/video/query?task_id=v1"), E::endpoint, "v1"},
      {with_header(answer(303, ""), "location", "/v1/video/task_01k9009g8ef"), E::endpoint,
       "task_01k9009g8ef"},
      {with_header(answer(201, ""), "location", "/v1/video/task_01k9009g8ef"), E::bad_response,
       "task_01k9009g8ef"},
      {answer(200, R"({"id":"T1","status":"failed","error":{"message":"no","code":"x"}})"),
       E::bad_response, "T1"},
      {answer(200, R"({"id":"T1","code":500,"message":"odd"})"), E::bad_response, "T1"},
      {answer(200, R"({"success":false,"id":"T1"})"), E::bad_response, "T1"},
      {answer(200, R"({"data":[{"id":"T1"}]})"), E::bad_response, "T1"},
      {answer(200, R"({"result":{"output":{"task_id":"T1"}}})"), E::bad_response, "T1"},
      {answer(200, R"({"task_id":"T1","prompt":"a fo)"), E::bad_response, "T1"},
      {cut_short(200, R"({"task_id":"T1","prompt":"a fo)"), E::bad_response, "T1"},
      {cut_short(503, R"({"task_id":"T1","prompt":"a fo)"), E::dropped, "T1"},
  };
  for (const Named& c : cases) {
    CAPTURE(c.reply.status, c.reply.body);
    const Outcome outcome = judge(c.reply, Date());
    CHECK(to_text(outcome.verdict) == "unknown");
    CHECK(to_text(outcome.error_class) == to_text(c.why));
    CHECK(to_text(outcome.status) == "in_doubt");
    CHECK(outcome.task_id.empty());
    CHECK(outcome.named_task == c.task);
    CHECK(outcome.error.find(c.task) != std::string::npos);
    CHECK_FALSE(outcome.ends_run);
  }
}

TEST_CASE("what is no task's id leaves a refusal free") {
  check({
      {answer(429, R"({"id":"req_1","error":{"message":"slow down"}})"), busy(E::rate_limited), ""},
      {answer(429, R"({"error":{"message":"slow down","request_id":"20261128abc"}})"),
       busy(E::rate_limited), ""},
      {answer(503, R"({"error":{"message":"later"},"user":{"id":"u1"}})"), busy(E::overloaded), ""},
      {answer(503, R"({"task_id":null,"error":{"message":"later"}})"), busy(E::overloaded), ""},
      {answer(503, R"({"task_id":"","id":0})"), busy(E::overloaded), ""},
      {with_header(answer(503, "busy"), "x-request-id", "v1"), busy(E::overloaded), ""},
      {answer(400, R"({"error":{"message":"video_url: https://a.example/1.mp4 cannot be read"}})"),
       refused(E::invalid_request), ""},
      {answer(400, R"({"error":{"code":"task_not_exist","message":"task_not_exist"}})"),
       refused(E::invalid_request), ""},
  });
}

TEST_CASE("an id that nobody gives is no task, and the doubt says so") {
  for (const std::string id :
       {R"("null")", R"("undefined")", R"("0")", "-1", R"("-1")", R"("None")", R"("NaN")", "0",
        R"("[object Object]")", R"("000")", R"("0.0")", R"("<nil>")", R"("{id}")",
        R"("${task_id}")", R"("-")", R"("pending")", R"("00000000-0000-0000-0000-000000000000")",
        R"("[key]12")"}) {
    CAPTURE(id);
    const Outcome outcome =
        judge(answer(200, R"({"id":)" + id + R"(,"status":"pending"})"), Date());
    CHECK(to_text(outcome.verdict) == "unknown");
    CHECK(to_text(outcome.error_class) == "bad_response");
    CHECK(outcome.task_id.empty());
    CHECK(outcome.named_task.empty());
    CHECK(outcome.error.find("as the task id") != std::string::npos);
  }
  const Outcome other = judge(answer(200, R"({"id":"null","task_id":"T1"})"), Date());
  CHECK(other.task_id == "T1");
}

TEST_CASE("what was not read proves nothing") {
  const auto undecoded = [](int status, std::string body) {
    Reply reply = answer(status, std::move(body));
    reply.undecoded = true;
    return reply;
  };
  check({
      {cut_short(401, R"({"error":{"mess)"), unknown(E::dropped), ""},
      {cut_short(429, ""), unknown(E::dropped), ""},
      {cut_short(503, "<html>", Transfer::timed_out), unknown(E::timeout), ""},
      {answer(429, R"({"error":{"message":"slow)"), unknown(E::bad_response), ""},
      // The whole JSON was read, whatever became of the connection.
      {cut_short(429, R"({"error":{"message":"slow down"}})"), busy(E::rate_limited), ""},
      {undecoded(503, "\x28\xB5\x2F"), unknown(E::bad_response), ""},
      {undecoded(200, "\x28\xB5\x2F"), unknown(E::bad_response), ""},
      {undecoded(200, R"({"id":"T1"})"), accepted, "T1"},
      {undecoded(429, R"({"error":{"message":"slow down"}})"), busy(E::rate_limited), ""},
  });
  CHECK(judge(undecoded(200, "\x28\xB5"), Date()).error ==
        "HTTP 200 with a body that could not be decoded");
  CHECK(judge(cut_short(200, ""), Date()).error ==
        "HTTP 200 with a body that could not be read (cut short: a fault)");
}

TEST_CASE("a prompt that an answer quotes says nothing about the server") {
  const std::string prompt =
      "A billing clerk shows an API key to the driver of an overloaded truck";
  for (const int status : {400, 500}) {
    const std::string message = "cannot film: '" + prompt + "'";
    const Reply reply =
        answer(status, R"({"error":{"message":")" + message + R"(","code":"odd"}})");
    CHECK(judge(reply, Date()).ends_run == (status == 400));  // 500 is taken for an overload
    const Outcome outcome = judge(reply, Date(), prompt);
    CHECK_FALSE(outcome.ends_run);
    CHECK(to_text(outcome.verdict) == "refused");
  }
  const Reply shortened =
      answer(400, R"({"error":{"message":"bad: A billing clerk shows an API key…"}})");
  CHECK_FALSE(judge(shortened, Date(), prompt).ends_run);
}

TEST_CASE("a certificate that is not trusted ends the run, and nothing was sent") {
  Reply reply = no_answer(Transfer::untrusted, false);
  const Outcome outcome = judge(reply, Date());
  CHECK(to_text(outcome.verdict) == "unsent");
  CHECK(outcome.ends_run);
}

TEST_CASE("a redirect says where to") {
  const Reply reply = with_header(answer(301, ""), "location", "https://other.example/v1");
  CHECK(judge(reply, Date()).error ==
        "HTTP 301: the server redirects to https://other.example/v1, and redirects are never "
        "followed");
}

TEST_CASE("an id that another row has already is a doubt") {
  Outcome outcome = judge(answer(200, R"({"id":"T1"})"), Date());
  put_in_doubt(outcome, "harbor");
  CHECK(to_text(outcome.verdict) == "unknown");
  CHECK(to_text(outcome.status) == "in_doubt");
  CHECK(to_text(outcome.error_class) == "bad_response");
  CHECK(outcome.task_id.empty());
  CHECK(outcome.named_task == "T1");
  CHECK(outcome.error == "the answer gives task T1, which is the task of harbor");
}

TEST_CASE("a redirect is not the endpoint") {
  for (const int status : {300, 301, 302, 303, 304, 307, 308}) {
    check({{answer(status, web_page), stops(E::endpoint), ""}});
  }
}

TEST_CASE("a server error is busy or a refusal only where its words prove it") {
  check({
      {answer(
           500,
           R"({"error":{"code":"do_request_failed","message":"upstream","type":"new_api_error"}})"),
       failed(E::server), ""},
      {answer(500, R"({"code":"get_channel_failed","message":"no channel","data":null})"),
       failed(E::server), ""},
      {answer(500, R"({"error":{"code":"","message":"当前分组上游负载已饱和"}})"),
       busy(E::overloaded), ""},
      {answer(500, R"({"error":{"code":"server_overloaded","message":"later"}})"),
       busy(E::overloaded), ""},
      {answer(500, R"({"error":{"message":"The engine is overloaded"}})"), busy(E::overloaded), ""},
      {answer(500, "server overloaded, try again later"), busy(E::overloaded), ""},
      {answer(500, "当前分组上游负载已饱和，请稍后再试"), busy(E::overloaded), ""},
      // A prompt that is echoed says nothing about the server.
      {answer(500, R"({"detail":"lost while filming: an overloaded truck crosses a ford"})"),
       unknown(E::server), ""},
      {answer(500, std::string(web_page) + "<p>prompt: an overloaded truck crosses a ford</p>"),
       unknown(E::server), ""},
      {answer(500, ""), unknown(E::server), ""},
      {answer(500, web_page), unknown(E::server), ""},
      {answer(500, R"({"detail":"Internal Server Error"})"), unknown(E::server), ""},
      {answer(500, R"({"error":"Internal Server Error"})"), unknown(E::server), ""},
      {answer(500, R"({"message":"Internal Server Error"})"), unknown(E::server), ""},
      {answer(500, R"({"success":false,"message":"oops"})"), unknown(E::server), ""},
      {cut_short(500, R"({"error":{"message":"ups)"), unknown(E::dropped), ""},
      {answer(501, ""), stops(E::endpoint), ""},
      {answer(502, web_page), unknown(E::server), ""},
      {answer(502, R"({"error":{"code":"do_request_failed","message":"upstream"}})"),
       unknown(E::server), ""},
      {answer(503, ""), busy(E::overloaded), ""},
      {answer(500, R"({"error":{"code":"insufficient_user_quota","message":"用户额度不足"}})"),
       stops(E::balance), ""},
      {answer(503, web_page), busy(E::overloaded), ""},
      {answer(503, R"({"error":{"code":"model_not_found","message":"无可用渠道"}})"),
       busy(E::no_channel), ""},
      {answer(503, R"({"error":{"message":"当前分组 default 下对于模型 sora-2-pro 无可用渠道"}})"),
       busy(E::no_channel), ""},
      {answer(504, web_page), unknown(E::server), ""},
      {answer(520, ""), unknown(E::server), ""},
      {answer(521, ""), unknown(E::server), ""},
      {answer(522, ""), unknown(E::server), ""},
      {answer(523, ""), unknown(E::server), ""},
      {answer(524, ""), unknown(E::server), ""},
      {answer(529, ""), unknown(E::server), ""},
  });
}

}  // namespace shotlist::tests::verdict_test
