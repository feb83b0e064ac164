#include "api/topics.h"

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <string>

#include "base/text.h"

namespace shotlist::api {
namespace {

// A proxy or a gateway in trouble says so in a few words; longer text may quote anything.
constexpr std::size_t few_words = 80;

// A quotation may be cut short, so its length is measured; a few letters are not a quotation.
constexpr std::size_t shortest_quotation = 24;

std::string without_quotation(std::string text, std::string_view prompt) {
  prompt = trimmed(prompt);
  if (prompt.empty()) return text;
  const std::string_view start = prompt.substr(0, shortest_quotation);
  for (auto at = text.find(start); at != std::string::npos; at = text.find(start, at)) {
    std::size_t length = start.size();
    while (length < prompt.size() && at + length < text.size() &&
           text[at + length] == prompt[length])
      ++length;
    text.erase(at, length);
  }
  return text;
}

bool says_any(std::string_view text, std::initializer_list<std::string_view> marks) {
  return std::any_of(marks.begin(), marks.end(),
                     [&](std::string_view mark) { return contains_ignoring_case(text, mark); });
}

}  // namespace

Topics topics_of(const Answer& answer, std::string_view prompt) {
  const std::string& code = answer.code;
  const std::string message = without_quotation(answer.message, prompt);
  const bool of_server = answer.from_gateway || (!answer.is_json && message.size() <= few_words);

  Topics topics;
  topics.rate = says_any(code, {"rate_limit", "ratelimit", "rate limit", "throttl", "ratequota",
                                "too_many_requests", "request_limit"}) ||
                says_any(message, {"rate limit", "ratelimit", "请求数限制", "too many requests",
                                   "requests per", "请求过于频繁", "请求频率", "限流", "qps"});
  // "Concurrent" alone may also be about a database; with a 429, it is about requests.
  topics.concurrency = says_any(code, {"concurren"}) || says_any(message, {"concurren", "并发"});
  topics.too_many_running =
      says_any(code, {"too_many_concurrent", "concurrency_limit", "token_concurrency",
                      "concurrency_exceeded", "parallel task", "too_many_active", "queue_maxed",
                      "instance_maxed", "task_is_running"}) ||
      says_any(message,
               {"concurrent task", "concurrency limit", "too many concurrent", "concurrent limit",
                "parallel task", "并发任务", "任务并发", "generations in progress", "queue_maxed",
                "instance_maxed", "too_many_active", "task_is_running", "videos at a time"});
  topics.money =
      (says_any(code,
                {"quota", "insufficient_balance", "billing", "insufficient_credit", "arrear"}) &&
       !says_any(code, {"ratequota", "rate_quota"})) ||
      says_any(message, {"额度不足", "余额不足", "额度已用", "欠费", "insufficient balance",
                         "insufficient_user_quota", "insufficient quota", "insufficient credit",
                         "not enough credit", "out of credit", "exceeded your current quota",
                         "billing", "balance is not enough", "balance not enough"});
  topics.key =
      says_any(code, {"invalid_api_key", "api_key_invalid", "access_denied", "unauthorized",
                      "unauthenticated", "invalid_token", "authentication"}) ||
      says_any(message, {"无效的令牌", "令牌已过期", "令牌状态", "api key", "api-key", "apikey",
                         "invalid token", "token expired", "token has expired", "unauthorized"});
  topics.lost_answer = says_any(
      message, {"timeout", "timed out", "connection termination", "after the request was sent",
                "reset by peer", "unexpected eof", "broken pipe", "超时"});
  topics.overload = says_any(code, {"overload"}) || says_any(message, {"负载已饱和"}) ||
                    (of_server && says_any(message, {"overloaded"}) &&
                     !says_any(message, {"saved", "created", "accepted", "submitted"}));
  topics.missing_model =
      says_any(code, {"model_not_found", "model_not_exist", "model_not_available"}) ||
      says_any(message, {"无可用渠道", "no available channel", "model not found", "model_not_found",
                         "no such model", "model does not exist", "模型不存在"});
  topics.moderation =
      says_any(code, {"content_violation", "content_policy", "content_filter", "moderation",
                      "sensitive"}) ||
      says_any(message, {"content_violation", "content policy", "violates guardrails", "moderation",
                         "content_filter", "safety system", "unsafe prompt", "违规", "敏感"});
  topics.wrong_scheme = says_any(message, {"plain http request was sent to https port"});
  return topics;
}

}  // namespace shotlist::api
