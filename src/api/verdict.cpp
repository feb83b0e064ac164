#include "api/verdict.h"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "api/answer.h"
#include "api/page_title.h"
#include "base/quantity.h"
#include "base/text.h"
#include "base/utf8.h"

namespace shotlist::api {
namespace {

// What the table decides; the rest of an outcome is evidence.
struct Ruling {
  Verdict verdict;
  ErrorClass error_class;
  Status status;
  bool ends_run = false;
};

constexpr Ruling accepted{Verdict::accepted, ErrorClass::none, Status::submitted};

constexpr Ruling unknown(ErrorClass why) {
  return {Verdict::unknown, why, Status::in_doubt};
}
constexpr Ruling busy(ErrorClass why) {
  return {Verdict::busy, why, Status::failed};
}
constexpr Ruling rejected(ErrorClass why) {
  return {Verdict::refused, why, Status::rejected};
}
constexpr Ruling failed(ErrorClass why) {
  return {Verdict::refused, why, Status::failed};
}
constexpr Ruling run_ends(ErrorClass why) {
  return {Verdict::refused, why, Status::failed, true};
}

bool says_any(std::string_view text, std::initializer_list<std::string_view> marks) {
  return std::any_of(marks.begin(), marks.end(),
                     [&](std::string_view mark) { return contains_ignoring_case(text, mark); });
}

// Marks as gateways and their upstreams write them, in English and Chinese.
bool about_quota(const Answer& answer) {
  return says_any(answer.code, {"quota", "insufficient_balance", "billing"}) ||
         says_any(answer.message, {"额度不足", "余额不足", "insufficient balance",
                                   "insufficient_user_quota", "insufficient quota"});
}

bool about_moderation(const Answer& answer) {
  return says_any(answer.code, {"content_violation", "content_policy", "moderation"}) ||
         says_any(answer.message, {"content_violation", "content policy", "violates guardrails",
                                   "moderation", "违规"});
}

// A body may echo a prompt about an overloaded truck. Only the gateway's own error, or a few plain
// words, speak of the server: anything else that was wrongly taken for "busy" would be paid twice.
bool about_overload(const Answer& answer) {
  constexpr std::size_t few_words = 80;
  const bool of_server =
      answer.from_gateway || (!answer.is_json && answer.message.size() <= few_words);
  return says_any(answer.code, {"overload"}) || says_any(answer.message, {"负载已饱和"}) ||
         (of_server && says_any(answer.message, {"overload"}));
}

bool about_missing_model(const Answer& answer) {
  return says_any(answer.code, {"model_not_found"}) ||
         says_any(answer.message, {"无可用渠道", "no available channel"});
}

ErrorClass class_of_refusal(const Answer& answer) {
  return about_moderation(answer) ? ErrorClass::moderation : ErrorClass::invalid_request;
}

// A success status that declares an error can be any of them: only its words tell.
ErrorClass class_by_text(const Answer& answer) {
  if (about_quota(answer)) return ErrorClass::balance;
  if (says_any(answer.code, {"invalid_api_key", "access_denied", "unauthorized"}) ||
      says_any(answer.message, {"无效的令牌", "令牌已过期", "invalid api key"})) {
    return ErrorClass::auth;
  }
  if (about_missing_model(answer)) return ErrorClass::no_channel;
  if (about_overload(answer)) return ErrorClass::overloaded;
  if (says_any(answer.code, {"rate_limit"}) ||
      says_any(answer.message, {"请求数限制", "rate limit"})) {
    return ErrorClass::rate_limited;
  }
  return class_of_refusal(answer);
}

Ruling rule_on_success(const Answer& answer) {
  if (!answer.task_id.empty()) return accepted;
  if (!answer.says_error) return unknown(ErrorClass::bad_response);
  Ruling ruling = rejected(class_by_text(answer));
  // Out of money or a bad key, said with a polite status: the next row would hear the same.
  ruling.ends_run =
      ruling.error_class == ErrorClass::balance || ruling.error_class == ErrorClass::auth;
  return ruling;
}

Ruling rule_on_client_error(int status, const Answer& answer) {
  switch (status) {
    case 401:
      return run_ends(ErrorClass::auth);
    case 402:
      return run_ends(ErrorClass::balance);
    case 403:
      return run_ends(about_quota(answer) ? ErrorClass::balance : ErrorClass::auth);
    case 404:
      // A gateway may also say 404 about the row's model; only a missing path concerns every row.
      return about_missing_model(answer) ? rejected(ErrorClass::invalid_request)
                                         : run_ends(ErrorClass::endpoint);
    case 405:
      return run_ends(ErrorClass::endpoint);
    case 408:
    case 409:
      return unknown(ErrorClass::server);
    case 429:
      return about_quota(answer) ? run_ends(ErrorClass::balance) : busy(ErrorClass::rate_limited);
    default:
      return rejected(class_of_refusal(answer));
  }
}

Ruling rule_on_server_error(int status, const Answer& answer) {
  switch (status) {
    case 500:
      if (about_overload(answer)) return busy(ErrorClass::overloaded);
      return answer.from_gateway ? failed(ErrorClass::server) : unknown(ErrorClass::server);
    case 501:
      return run_ends(ErrorClass::endpoint);
    case 503:
      return busy(about_missing_model(answer) ? ErrorClass::no_channel : ErrorClass::overloaded);
    default:
      return unknown(ErrorClass::server);  // 502, 504, 520-524 and whatever comes next
  }
}

Ruling rule_on_status(const http::Reply& reply, const Answer& answer) {
  switch (reply.status / 100) {
    case 2:
      return rule_on_success(answer);
    case 3:
      return run_ends(ErrorClass::endpoint);
    case 4:
      return rule_on_client_error(reply.status, answer);
    case 5:
      return rule_on_server_error(reply.status, answer);
    default:
      break;
  }
  // No status line at all, or one that is no answer.
  return unknown(reply.transfer == http::Transfer::timed_out ? ErrorClass::timeout
                                                             : ErrorClass::dropped);
}

Ruling rule(const http::Reply& reply, const Answer& answer) {
  if (!reply.bytes_left) return {Verdict::unsent, ErrorClass::connect, Status::failed};
  const Ruling ruling = rule_on_status(reply, answer);
  // "Not now", and yet a task: whatever the status means, sending it again might be paid for.
  const bool names_a_task = !answer.task_id.empty() && !answer.says_error;
  return ruling.verdict == Verdict::busy && names_a_task ? unknown(ruling.error_class) : ruling;
}

// RFC 9110, section 10.2.3: whole seconds, or a date.
std::optional<Duration> retry_after(const http::Reply& reply, Date received_at) {
  constexpr std::int64_t longest_s = 365LL * 24 * 3600;
  const std::string_view text = reply.header("retry-after");
  if (const auto seconds = parse_integer(text, 0, longest_s)) return std::chrono::seconds(*seconds);
  const auto date = parse_http_date(text);
  if (!date) return std::nullopt;
  return std::max(Duration::zero(), Duration(*date - reply.date(received_at)));
}

std::string words_for(const http::Reply& reply, const Answer& answer) {
  if (reply.status == 0) return reply.fault.empty() ? "no answer" : reply.fault;
  std::string words = answer.message.empty()
                          ? fmt::format("HTTP {} with an empty body", reply.status)
                          : answer.message;
  if (const std::string_view title = page_title(words); !title.empty()) {
    words = fmt::format("a page of HTML: {}", title);
  }
  if (reply.transfer != http::Transfer::complete)
    words += fmt::format(" (cut short: {})", reply.fault);
  return words;
}

std::string provider_request_id(const http::Reply& reply) {
  for (const char* name :
       {"x-oneapi-request-id", "x-request-id", "request-id", "x-trace-id", "cf-ray"}) {
    if (const std::string_view id = reply.header(name); !id.empty()) return std::string(id);
  }
  return {};
}

}  // namespace

Outcome judge(const http::Reply& reply, Date received_at) {
  constexpr std::size_t largest_kept_reply = std::size_t{64} * 1024;
  const Answer answer = read_answer(reply.body);
  const Ruling ruling = rule(reply, answer);

  Outcome outcome;
  outcome.verdict = ruling.verdict;
  outcome.error_class = ruling.error_class;
  outcome.status = ruling.status;
  outcome.ends_run = ruling.ends_run;
  outcome.http_status = reply.status;
  if (ruling.verdict == Verdict::accepted) {
    outcome.task_id = answer.task_id;
  } else {
    outcome.error = words_for(reply, answer);
  }
  outcome.provider_request_id = provider_request_id(reply);
  outcome.raw_reply = utf8_prefix(reply.body, largest_kept_reply);
  outcome.retry_after = retry_after(reply, received_at);
  outcome.latency = reply.elapsed;
  return outcome;
}

}  // namespace shotlist::api
