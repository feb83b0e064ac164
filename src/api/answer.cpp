#include "api/answer.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <sstream>
#include <utility>

#include <nlohmann/json.hpp>

#include "api/body_text.h"
#include "api/plain_answer.h"
#include "api/task_search.h"
#include "base/quantity.h"
#include "base/text.h"
#include "base/utf8.h"

namespace shotlist::api {
namespace {

using nlohmann::json;

// Raw text stands in for a missing message; an HTML page is not a message.
constexpr std::size_t longest_raw_message = 300;
constexpr std::size_t longest_message = 2000;

// The member `key` of an object; null if `value` is not an object or has no such member.
const json& member(const json& value, const char* key) {
  static const json nothing;
  if (!value.is_object()) return nothing;
  const auto found = value.find(key);
  return found == value.end() ? nothing : *found;
}

// Text, or a number as its digits; an id or code may be either.
std::string word(const json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_integer()) return value.dump();
  return {};
}

std::string first_word(std::initializer_list<const json*> places) {
  for (const json* place : places) {
    if (std::string found = word(*place); !found.empty()) return found;
  }
  return {};
}

template <std::size_t Count>
bool says_any(std::string_view text, const std::array<std::string_view, Count>& marks) {
  return std::any_of(marks.begin(), marks.end(),
                     [&](std::string_view mark) { return contains_ignoring_case(text, mark); });
}

// ---- The body as JSON -------------------------------------------------------------------------

// A body is parsed leniently, because a missed id is a video that was paid for and lost: what is
// around the JSON (`text_of_body`), or after its first value, does no harm.

/// The first value of a text, whatever follows it.
struct FirstValue {
  json value;  ///< null if there is none
  bool is_there = false;
  bool is_cut_short = false;  ///< the text ends inside it
};

FirstValue first_value(const std::string& text) {
  json value = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!value.is_discarded()) return {std::move(value), true, false};
  std::istringstream in(text);  // may hold more than one value
  try {
    in >> value;
  } catch (const json::parse_error& error) {
    return {json(), false, error.byte > text.size()};
  } catch (const json::exception&) {  // a number that fits no type
    return {};
  }
  return {std::move(value), true, false};
}

// ---- Success and failure ----------------------------------------------------------------------

// Some gateways send a success code with a good answer: 0, "00000", 201, "SUCCEED".
bool is_success(const std::string& code) {
  static constexpr std::array<std::string_view, 19> words = {
      "ok",       "success", "succeed",  "succeeded", "successful", "true",        "created",
      "accepted", "pending", "queued",   "submitted", "processing", "in_progress", "null",
      "none",     "false",   "no error", "n/a",       "done"};
  const std::string lowered = lower_ascii(trimmed(code));
  const bool is_zero = lowered.find_first_not_of('0') == std::string::npos;
  const auto number = parse_integer(lowered, 200, 299);
  return is_zero || number || std::find(words.begin(), words.end(), lowered) != words.end();
}

// "Created", "提交成功", "still processing", but not "could not be created", "提交未成功".
bool speaks_of_success(const std::string& text) {
  static constexpr std::array<std::string_view, 18> good = {
      "success", "succeed", "created",    "accepted",    "submitted", "queued",
      "started", "running", "processing", "in progress", "no error",  "already exist",
      "成功",    "已提交",  "已创建",     "正在",        "处理中",    "排队"};
  static constexpr std::array<std::string_view, 12> denied = {
      "unsuccess",    "not succe",       "not created", "not be created",
      "not accepted", "not be accepted", "not submit",  "not be submit",
      "不成功",       "未成功",          "没有成功",    "未提交"};
  return says_any(text, good) && !says_any(text, denied);
}

bool speaks_of_failure(const std::string& text) {
  static constexpr std::array<std::string_view, 40> bad = {
      "error",    "fail",      "invalid",     "denied",     "refus",         "reject",
      "illegal",  "not found", "not allowed", "not valid",  "not supported", "not permitted",
      "missing",  "required",  "unsupport",   "exceed",     "insufficient",  "violat",
      "unauthor", "forbidden", "expired",     "rate limit", "overload",      "unavailable",
      "错误",     "失败",      "无效",        "不足",       "违规",          "不支持",
      "不能",     "缺少",      "拒绝",        "超过限制",   "超出限制",      "禁止",
      "不存在",   "过期",      "上限",        "maxed"};
  return says_any(text, bad);
}

// The request was passed on, and its answer was lost on the way back.
bool speaks_of_lost_answer(const std::string& text) {
  static constexpr std::array<std::string_view, 13> marks = {"timeout",
                                                             "timed out",
                                                             "time out",
                                                             "deadline exceeded",
                                                             "超时",
                                                             "bad gateway",
                                                             "bad_gateway",
                                                             "unexpected eof",
                                                             "broken pipe",
                                                             "reset by peer",
                                                             "connection termination",
                                                             "after the request was sent",
                                                             "http 5"};
  return says_any(text, marks);
}

/// What parts of a body say about failure.
struct Failure {
  bool declared = false;  ///< something reports it
  bool plain = false;     ///< and it can only mean that nothing was created
};

// Some gateways add an error object to every answer, empty or with a success code.
Failure failure_in(const json& error) {
  if (error.is_boolean() && error.get<bool>()) return {true, false};
  if (error.is_number()) return {!is_success(word(error)), false};
  if (error.is_string()) {
    const bool says = !is_success(error.get_ref<const std::string&>());
    return {says, says};
  }
  if (error.is_array()) return {!error.empty(), !error.empty()};
  if (!error.is_object()) return {};
  const std::string code = word(member(error, "code"));
  const bool says_more =
      std::any_of(error.items().begin(), error.items().end(), [](const auto& each) {
        return each.key() != "code" && !each.value().is_null() && !is_success(word(each.value()));
      });
  if (!is_success(code)) return {true, true};
  return {says_more, says_more && code.empty()};
}

// `{"code","message"}` with a code that is not a success. Only its words say what an unknown code
// means.
Failure flat_failure(const std::string& code, const std::string& message) {
  if (message.empty() || is_success(code)) return {};
  if (speaks_of_success(message) || speaks_of_success(code)) return {};
  const bool is_number = parse_integer(code, std::numeric_limits<std::int64_t>::min(),
                                       std::numeric_limits<std::int64_t>::max())
                             .has_value();
  const bool is_http = parse_integer(code, 400, 599).has_value();
  const bool fails = is_http || speaks_of_failure(message) || speaks_of_failure(code);
  return {fails || !is_number, fails};
}

// A gateway behind the gateway gave up or failed: the request may have gone through.
bool is_unclear(const std::string& code, const std::string& message) {
  const auto status = parse_integer(code, 400, 599);
  const bool unknown_status = status && (*status >= 500 || *status == 408 || *status == 409);
  return unknown_status || speaks_of_lost_answer(code) || speaks_of_lost_answer(message);
}

bool is_empty(const json& data) {
  return data.is_null() || ((data.is_structured() || data.is_string()) && data.empty()) ||
         data == json("");
}

void read_error(const json& body, Answer& answer) {
  const json& error = member(body, "error");
  const std::string flat_message = first_word({&member(body, "message"), &member(body, "msg")});
  const std::string flat_code = word(member(body, "code"));
  answer.code = first_word({&member(error, "code"), &member(body, "code")});
  answer.message = first_word({&member(error, "message"), &error, &member(body, "message"),
                               &member(body, "msg"), &member(body, "detail")});

  const Failure in_error = failure_in(error);
  const bool success = member(body, "success") == json(true);
  const Failure flat = success ? Failure() : flat_failure(flat_code, flat_message);
  const bool no_success = member(body, "success") == json(false);
  answer.says_error = in_error.declared || flat.declared || no_success || is_unclear(flat_code, {});
  const bool named = in_error.declared && error.is_object() &&
                     !first_word({&member(error, "message"), &member(error, "code")}).empty();
  answer.from_gateway = named || (flat.declared && !flat_code.empty());
  const std::string outer_status =
      first_word({&member(body, "status"), &member(body, "statusCode"), &member(error, "status")});
  answer.says_success =
      member(body, "created") == json(true) ||
      (!flat_code.empty() && is_success(flat_code) && speaks_of_success(flat_message));
  const bool is_under_way = !outer_status.empty() && is_success(outer_status);
  answer.is_refusal = !is_under_way && !is_unclear(outer_status, {}) &&
                      (in_error.plain || flat.plain || no_success) &&
                      is_empty(member(body, "data")) && !is_unclear(answer.code, answer.message) &&
                      !is_unclear(flat_code, flat_message) && !speaks_of_success(answer.message);
}

void read_task(const json& body, Answer& answer) {
  const json& data = member(body, "data");
  for (const json* place : {&body, &data}) {
    for (const char* key : {"id", "task_id", "taskId"}) {
      const json& value = member(*place, key);
      const std::string id = value.is_null() ? std::string() : word(value);
      if (trimmed(id).empty()) continue;
      if (may_be_task_id(id)) {
        answer.task_id = id;
        return;
      }
      if (answer.odd_id.empty()) answer.odd_id = id;
    }
  }
}

// What a person is shown of an answer without a message.
std::string_view raw_message(std::string_view body) {
  return utf8_prefix(trimmed(body), longest_raw_message);
}

}  // namespace

Answer read_answer(std::string_view body) {
  const auto id = task_id_of_plain_answer(body);
  if (!id || trimmed(*id).empty() || !may_be_task_id(*id)) return read_any_answer(body);
  Answer answer;
  answer.is_json = true;
  answer.task_id = *id;
  answer.named_task = *id;
  answer.message = raw_message(body);
  return answer;
}

Answer read_any_answer(std::string_view body) {
  Answer answer;
  const std::string text = text_of_body(body);
  if (text.starts_with('{') || text.starts_with('[')) {
    const FirstValue first = first_value(text);
    answer.is_json = first.is_there;
    answer.is_cut_short = first.is_cut_short;
    if (first.value.is_object()) {
      read_task(first.value, answer);
      read_error(first.value, answer);
    }
  }
  answer.named_task = answer.task_id;
  if (answer.task_id.empty() || answer.says_error)
    answer.named_task = find_task_id(text, answer.is_cut_short);
  if (answer.message.empty()) answer.message = raw_message(body);
  answer.message = std::string(utf8_prefix(answer.message, longest_message));
  return answer;
}

}  // namespace shotlist::api
