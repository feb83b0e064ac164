#include "api/verdict.h"

#include <string>
#include <utility>
#include <vector>

#include "support/catch2.h"

using namespace shotlist::base;
using namespace shotlist::model;
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
      // The id outranks whatever else is said, and however the answer ended.
      {answer(200, R"({"id":"a","status":"failed","error":{"message":"no","code":"x"}})"), accepted,
       "a"},
      {answer(200, R"({"id":"a","code":500,"message":"odd"})"), accepted, "a"},
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
  const Ruling out_of_money{Verdict::refused, E::balance, Status::rejected, true};
  const Ruling bad_key{Verdict::refused, E::auth, Status::rejected, true};
  check({
      {words("invalid_request", "size must be small or large"), refused(E::invalid_request), ""},
      {words("", "Content policy violation"), refused(E::moderation), ""},
      {words("", "提示词违规"), refused(E::moderation), ""},
      {words("insufficient_user_quota", ""), out_of_money, ""},
      {words("", "用户额度不足"), out_of_money, ""},
      {words("", "无效的令牌"), bad_key, ""},
      {words("model_not_found", ""), refused(E::no_channel), ""},
      {words("", "当前分组上游负载已饱和"), refused(E::overloaded), ""},
      {words("", "您已达到请求数限制"), refused(E::rate_limited), ""},
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
       refused(E::invalid_request), ""},
      {answer(405, ""), stops(E::endpoint), ""},
      {answer(408, ""), unknown(E::server), ""},
      {answer(409, R"({"error":{"code":"invalid_request","message":"conflict"}})"),
       unknown(E::server), ""},
      {cut_short(401, R"({"error":{"mess)"), stops(E::auth), ""},
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
  });
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
      {cut_short(500, R"({"error":{"message":"ups)"), unknown(E::server), ""},
      {answer(501, ""), stops(E::endpoint), ""},
      {answer(502, web_page), unknown(E::server), ""},
      {answer(502, R"({"error":{"code":"do_request_failed","message":"upstream"}})"),
       unknown(E::server), ""},
      {answer(503, ""), busy(E::overloaded), ""},
      // "Not now", and yet a task: sending it again might be paid for.
      {answer(503, R"({"id":"a","status":"queued"})"), unknown(E::overloaded), ""},
      {answer(429, R"({"id":"a"})"), unknown(E::rate_limited), ""},
      {answer(429, R"({"id":"req_1","error":{"message":"slow down"}})"), busy(E::rate_limited), ""},
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
