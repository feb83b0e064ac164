#include "api/video_answer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "api/account_marks.h"
#include "api/answer.h"
#include "api/answer_date.h"
#include "api/body_text.h"
#include "api/json_places.h"
#include "api/mended_json.h"
#include "api/page_title.h"
#include "api/rate_headers.h"
#include "api/topics.h"
#include "base/quantity.h"
#include "base/text.h"
#include "base/utf8.h"

namespace shotlist::api {
namespace {

using namespace std::chrono_literals;
using Kind = VideoAnswer::Kind;

// ---- Words and places -------------------------------------------------------------------------
// Closed lists, in the order in which they are asked. Nothing is searched for: an answer is full of
// other words and links, such as those of the pictures that the video was made from.

constexpr auto running_words = std::to_array<std::string_view>({"pending",
                                                                "queued",
                                                                "submitted",
                                                                "created",
                                                                "preparing",
                                                                "processing",
                                                                "in_progress",
                                                                "running",
                                                                "generating",
                                                                "not_start",
                                                                "image_downloading",
                                                                "video_generating",
                                                                "video_generation_completed",
                                                                "video_upsampling",
                                                                "video_upsampling_completed",
                                                                "unknown",
                                                                "starting",
                                                                "initializing",
                                                                "waiting",
                                                                "queueing",
                                                                "in_queue",
                                                                "throttled",
                                                                "uploading",
                                                                "downloading"});
constexpr auto done_words = std::to_array<std::string_view>(
    {"completed", "success", "succeeded", "succeed", "done", "complete", "finished"});
constexpr auto failed_words = std::to_array<std::string_view>(
    {"failed", "fail", "error", "failure", "canceled", "cancelled", "cancel", "rejected", "timeout",
     "video_generation_failed", "video_upsampling_failed"});
constexpr std::string_view expired_word = "expired";

constexpr auto status_places =
    std::to_array<std::string_view>({"status", "state", "data.status", "detail.status"});
constexpr auto id_places =
    std::to_array<std::string_view>({"id", "task_id", "data.id", "data.task_id"});
// At `detail.video_url`, veo has the small version of a video that was enlarged since.
constexpr auto link_places = std::to_array<std::string_view>({
    "video_url", "detail.upsample_video_url", "detail.video_url", "detail.url",
    "detail.draft_info.downloadable_url", "data.result_url", "data.video_url", "data.url",
    "result_url", "url", "metadata.url", "task_result.videos[0].url", "output.video_url",
    "output.url", "output[0]", "output", "data.output",
    "data.fail_reason",  // where old versions of new-api put it
});
constexpr auto list_places = std::to_array<std::string_view>(
    {"task_result.videos", "output", "generations", "detail.generations",
     "detail.draft_info.generations", "detail.pending_info.generations"});
constexpr auto fraction_places = std::to_array<std::string_view>(
    {"detail.pending_info.progress_pct", "detail.progress_pct", "progress_pct"});
constexpr auto percent_places =
    std::to_array<std::string_view>({"progress", "data.progress", "detail.progress"});
constexpr auto end_places = std::to_array<std::string_view>(
    {"completed_at", "finished_at", "finish_time", "data.completed_at", "data.finished_at",
     "data.finish_time", "detail.completed_at", "detail.finished_at", "status_update_time",
     "detail.status_update_time"});
constexpr auto expiry_places = std::to_array<std::string_view>(
    {"expires_at", "data.expires_at", "detail.expires_at", "task_result.expires_at"});
constexpr auto reason_places = std::to_array<std::string_view>({
    "error.message",
    "error",
    "error.reason",
    "fail_reason",
    "data.fail_reason",
    "detail.error.message",
    "detail.error",
    "detail.pending_info.failure_reason",
    "detail.failure_reason",
    "error_message",
    "detail.error_message",
    "detail.video_generation_error",
    "failure_reason",
    "data.error.message",
    "data.error",
    "detail.draft_info.reason_str",
    "detail.draft_info.markdown_reason_str",
    "message",
    "msg",
    "detail",
});
constexpr auto code_places =
    std::to_array<std::string_view>({"error.code", "error.type", "detail.error.code",
                                     "detail.draft_info.kind", "data.error.code", "code"});

// What is read of an answer.
bool is_read(std::string_view place) {
  static const std::set<std::string_view> wanted = [] {
    std::set<std::string_view> all = {"data"};
    const auto add = [&](const auto& places) { all.insert(places.begin(), places.end()); };
    add(status_places);
    add(id_places);
    add(link_places);
    add(list_places);
    add(fraction_places);
    add(percent_places);
    add(end_places);
    add(expiry_places);
    add(reason_places);
    add(code_places);
    return all;
  }();
  return wanted.contains(place);
}

template <std::size_t Count>
bool is_one_of(const std::array<std::string_view, Count>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool mentions(std::string_view text, std::initializer_list<std::string_view> marks) {
  return std::any_of(marks.begin(), marks.end(),
                     [&](std::string_view mark) { return contains_ignoring_case(text, mark); });
}

// ---- Parts of an answer -----------------------------------------------------------------------

std::string_view text_at(const JsonPlaces& json, std::string_view place) {
  const PlacedValue* value = json.at(place);
  return value != nullptr && value->is_text() ? trimmed(value->text) : std::string_view();
}

bool has_null_data(const JsonPlaces& json) {
  const PlacedValue* data = json.at("data");
  return data != nullptr && data->type == PlacedValue::Type::null;
}

bool is_link(std::string_view text) {
  constexpr std::size_t longest_scheme = 8;
  const std::string start = lower_ascii(text.substr(0, longest_scheme));
  return start.starts_with("http://") || start.starts_with("https://") ||
         start.starts_with("data:");
}

// Some forks wrap it in spaces and back-quotes.
std::string_view unwrapped(std::string_view text) {
  constexpr std::string_view wrapping = " \t\r\n`";
  const auto begin = text.find_first_not_of(wrapping);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(wrapping) + 1 - begin);
}

std::string_view link_in(const JsonPlaces& json) {
  for (const std::string_view place : link_places) {
    if (const std::string_view link = unwrapped(text_at(json, place)); is_link(link)) return link;
  }
  return {};
}

/// The word for a task's state, and what it means.
struct State {
  std::string_view word;  ///< empty: there is none
  Kind kind = Kind::running;
  bool is_known = true;
  bool is_disputed = false;  ///< it stands there twice, and differs
};

State state_of(const JsonPlaces& json, std::string_view place) {
  State state;
  state.word = text_at(json, place);
  state.is_disputed = !state.word.empty() && json.at(place)->is_disputed;
  const std::string word = lower_ascii(state.word);
  if (is_one_of(done_words, word)) {
    state.kind = Kind::completed;
  } else if (is_one_of(failed_words, word)) {
    state.kind = Kind::failed;
  } else if (word == expired_word) {
    state.kind = Kind::expired;
  } else {
    state.is_known = word.empty() || is_one_of(running_words, word);
  }
  return state;
}

// The first word that is known; else the first one, which may be a new one for a task that is
// running.
State state_in(const JsonPlaces& json) {
  State unknown;
  for (const std::string_view place : status_places) {
    const State state = state_of(json, place);
    if (state.word.empty()) continue;
    if (!state.is_known && !state.is_disputed) {
      if (unknown.word.empty()) unknown = state;
      continue;
    }
    if (state.kind != Kind::completed || state.is_disputed) return state;
    // Outside `data`, success may be that of the call, as `code` is.
    if (const State inner = state_of(json, "data.status"); !inner.word.empty()) return inner;
    return has_null_data(json) && link_in(json).empty() ? unknown : state;
  }
  return unknown;
}

std::size_t further_videos_in(const JsonPlaces& json) {
  std::size_t most = 1;
  for (const std::string_view place : list_places) {
    if (const PlacedValue* list = json.at(place)) most = std::max(most, list->count);
  }
  return most - 1;
}

std::optional<double> real_number(std::string_view text) {
  double number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_whole = fault == std::errc() && end == text.data() + text.size();
  return is_whole && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

std::optional<int> percent_in(const JsonPlaces& json) {
  const auto rounded = [](double percent) {
    return static_cast<int>(std::lround(std::clamp(percent, 0.0, 100.0)));
  };
  for (const std::string_view place : fraction_places) {
    if (const auto number = real_number(json.word(place))) return rounded(*number * 100);
  }
  for (const std::string_view place : percent_places) {
    std::string_view text = trimmed(json.word(place));
    if (text.ends_with('%')) text = trimmed(text.substr(0, text.size() - 1));
    if (const auto number = real_number(text)) return rounded(*number);
  }
  return std::nullopt;
}

template <std::size_t Count>
std::optional<Date> date_in(const JsonPlaces& json,
                            const std::array<std::string_view, Count>& places) {
  for (const std::string_view place : places) {
    if (const auto date = read_date(json.word(place))) return date;
  }
  return std::nullopt;
}

// ---- Errors -----------------------------------------------------------------------------------

/// What an answer says about a failure.
struct Reasons {
  std::vector<std::string> texts;  ///< the most telling first
  std::string codes;

  std::string first() const { return texts.empty() ? std::string() : texts.front(); }
  bool say_any(std::initializer_list<std::string_view> marks) const {
    return mentions(codes, marks) || std::any_of(texts.begin(), texts.end(), [&](const auto& text) {
             return mentions(text, marks);
           });
  }
};

void add_codes(const JsonPlaces& json, std::string& codes) {
  for (const std::string_view place : code_places) {
    const std::string_view code = json.word(place);
    if (!code.empty()) codes.append(codes.empty() ? "" : " ").append(code);
  }
}

// A text may be an upstream's whole answer.
std::string unpacked(std::string_view text, std::string& codes) {
  if (!text.starts_with('{')) return std::string(text);
  const JsonPlaces inner(text, is_read);
  if (!inner.is_whole_object()) return std::string(text);
  add_codes(inner, codes);
  for (const std::string_view place : reason_places) {
    if (const std::string_view reason = text_at(inner, place); !reason.empty())
      return std::string(reason);
  }
  return std::string(text);
}

Reasons reasons_in(const JsonPlaces& json) {
  constexpr std::size_t longest_reason = 2000;
  Reasons reasons;
  add_codes(json, reasons.codes);
  for (const std::string_view place : reason_places) {
    const std::string_view text = text_at(json, place);
    if (text.empty() || lower_ascii(text) == "null") continue;
    reasons.texts.emplace_back(utf8_prefix(unpacked(text, reasons.codes), longest_reason));
  }
  return reasons;
}

Topics topics_in(const std::string& text, const std::string& codes) {
  Answer answer;
  answer.message = text;
  answer.code = codes;
  answer.is_json = true;
  return topics_of(answer, {});
}

void tell_failure(const Reasons& reasons, VideoAnswer& answer) {
  answer.error = reasons.texts.empty() ? reasons.codes : reasons.first();
  answer.error_class = ErrorClass::server;
  if (topics_in({}, reasons.codes).moderation) answer.error_class = ErrorClass::moderation;
  for (const std::string& text : reasons.texts) {
    if (!topics_in(text, {}).moderation) continue;
    answer.error_class = ErrorClass::moderation;
    answer.error = text;
    return;
  }
}

// Sent by new-api with status 400, and by its relatives with 404.
bool says_unknown_task(const Reasons& reasons) {
  return reasons.say_any({"task_not_exist", "task not exist", "task does not exist",
                          "task_not_found", "task not found", "task_id not found",
                          "video_not_found", "video not found", "任务不存在", "未找到任务"});
}

// ---- Answers that end nothing -----------------------------------------------------------------

std::string shown(const http::Reply& reply, std::string_view text, const Reasons& reasons) {
  constexpr std::size_t longest = 300;
  std::string said = reasons.first();
  if (said.empty()) said = reasons.codes;
  if (said.empty() && is_page(text)) {
    said = "a web page";
    if (const std::string_view title = page_title(text); !title.empty())
      said += fmt::format(" titled \"{}\"", title);
  }
  if (said.empty()) said = text;
  const std::string status = fmt::format("HTTP {}", reply.status);
  return said.empty() ? status : status + ": " + std::string(utf8_prefix(said, longest));
}

// An answer whose error is about the call, not about the task.
void read_call_error(const http::Reply& reply, const Reasons& reasons, bool is_web_page,
                     VideoAnswer& answer) {
  const int status = reply.status;
  const auto is = [&](Kind kind, ErrorClass error_class) {
    answer.kind = kind;
    answer.error_class = error_class;
  };
  if (status == 429) return is(Kind::missed, ErrorClass::rate_limited);
  if (status >= 500) return is(Kind::missed, ErrorClass::server);
  if (status == 408) return is(Kind::missed, ErrorClass::timeout);
  if (status == 409 || status == 425) return is(Kind::missed, ErrorClass::server);
  if (status == 403 && is_web_page) return is(Kind::no_service, ErrorClass::blocked);
  if (status == 401 || status == 403) return is(Kind::no_service, ErrorClass::auth);
  if (says_unknown_task(reasons)) return is(Kind::unknown_task, ErrorClass::none);
  if (reasons.say_any({"fail_to_fetch_task"})) return is(Kind::missed, ErrorClass::server);
  if (status == 404 || status == 405 || (status >= 300 && status < 400))
    return is(Kind::no_service, ErrorClass::endpoint);
  if (reasons.say_any({"invalid url"})) return is(Kind::no_service, ErrorClass::endpoint);
  const Topics topics = topics_in(reasons.first(), reasons.codes);
  if (topics.rate) return is(Kind::missed, ErrorClass::rate_limited);
  if (topics.key) return is(Kind::no_service, ErrorClass::auth);
  is(Kind::missed, ErrorClass::bad_response);
}

// Whether a whole answer without a word for the state declares a failure. What is larger has no
// error that we know.
bool declares_error(std::string_view text) {
  constexpr std::size_t largest = std::size_t{64} * 1024;
  return text.size() <= largest && read_answer(text).says_error;
}

// ---- The answer to a call that went well ------------------------------------------------------

bool has_id(const JsonPlaces& json) {
  return std::any_of(id_places.begin(), id_places.end(),
                     [&](std::string_view place) { return !json.word(place).empty(); });
}

// No word for its state, but it speaks of the task: running, as a link alone ends nothing.
bool speaks_of_task(const JsonPlaces& json) {
  return has_null_data(json) || has_id(json) || !link_in(json).empty();
}

// Whether another place names a state of another kind.
bool has_other_state(const JsonPlaces& json, const State& state) {
  return std::any_of(status_places.begin(), status_places.end(), [&](std::string_view place) {
    const State other = state_of(json, place);
    return !other.word.empty() && other.is_known && other.kind != state.kind;
  });
}

void read_end(const JsonPlaces& json, std::string_view text, const Reasons& reasons,
              VideoAnswer& answer) {
  answer.finished_at = date_in(json, end_places);
  answer.expires_at = date_in(json, expiry_places);
  answer.raw = std::string(utf8_prefix(without_accounts(text), VideoAnswer::longest_raw));
  if (answer.kind == Kind::failed) tell_failure(reasons, answer);
  if (answer.kind != Kind::completed) return;
  answer.url = std::string(link_in(json));
  answer.further_videos = further_videos_in(json);
}

void read_task(const http::Reply& reply, const JsonPlaces& json, std::string_view text,
               VideoAnswer& answer) {
  const State state = state_in(json);
  answer.status = std::string(state.word);
  answer.is_known_status = state.is_known;
  answer.percent = percent_in(json);
  answer.kind = state.kind;
  const auto miss = [&](std::string why) {
    answer.kind = Kind::missed;
    answer.error_class = ErrorClass::bad_response;
    answer.error = std::move(why);
  };
  if (state.is_disputed) return miss("an answer that names two states");
  const bool is_failed = state.kind == Kind::failed;
  // What has failed may be the look, not the task: only the task's own answer ends it.
  const bool ends_badly = is_failed || state.kind == Kind::expired;
  if (ends_badly && has_other_state(json, state)) return miss("an answer that names two states");
  const Reasons reasons = state.word.empty() || is_failed ? reasons_in(json) : Reasons();
  // Some gateways report in this way that they could not look, or found no such task.
  const bool is_call_error = is_failed ? reasons.say_any({"fail_to_fetch_task"}) ||
                                             (!has_id(json) && says_unknown_task(reasons))
                                       : state.word.empty() && declares_error(text);
  if (is_call_error) {
    answer.error = shown(reply, text, reasons);
    return read_call_error(reply, reasons, false, answer);
  }
  constexpr int accepted = 202;
  if (reply.status == accepted) {
    answer.kind = Kind::running;
  } else if (ends_badly && !has_id(json)) {
    miss("a failure that names no task: " + shown(reply, text, reasons_in(json)));
  } else if (state.word.empty() && !speaks_of_task(json)) {
    miss("an answer without a status");
  } else if (state.kind != Kind::running) {
    read_end(json, text, reasons, answer);
  }
}

// What looks like JSON and is none is shown from its fault on.
std::string shown_fault(const http::Reply& reply, std::string_view text, std::size_t fault) {
  if (!text.starts_with('{')) return shown(reply, text, {});
  if (fault >= text.size()) return fmt::format("HTTP {}: JSON that is cut short", reply.status);
  std::size_t begin = fault;
  while (begin > 0 && is_inside_character(text[begin]))
    --begin;
  return shown(reply, fmt::format("no JSON from byte {} on: {}", fault + 1, text.substr(begin)),
               {});
}

void read_body(const http::Reply& reply, VideoAnswer& answer) {
  std::string text = text_of_body(reply.body);
  if (text.starts_with('{')) text = mended_json(text);
  const JsonPlaces json(text, is_read);
  const bool is_well = reply.status >= 200 && reply.status < 300;
  if (is_well && json.is_whole_object()) return read_task(reply, json, text, answer);
  if (!is_well) {
    Reasons reasons = json.is_whole_object() ? reasons_in(json) : Reasons();
    answer.error = shown(reply, text, reasons);
    const bool is_web_page = is_page(text);
    if (reasons.texts.empty() && !is_web_page) reasons.texts = {text};
    return read_call_error(reply, reasons, is_web_page, answer);
  }
  answer.error = shown_fault(reply, text, json.fault_at());
  answer.error_class = ErrorClass::bad_response;
  constexpr int accepted = 202;
  if (is_page(text)) {
    answer.kind = Kind::no_service;
    answer.error_class = ErrorClass::endpoint;
  } else if (text.empty() && reply.status == accepted) {
    answer.kind = Kind::running;
    answer.error.clear();
    answer.error_class = ErrorClass::none;
  }
}

// Only the link is read of an answer that still quotes the key.
void read_link_with_key(const http::Reply& reply, VideoAnswer& answer) {
  const std::string text = mended_json(text_of_body(reply.with_key.reveal()));
  const std::string link(link_in(JsonPlaces(text, is_read)));
  if (link != answer.url) answer.url_with_key = Secret(link);
}

void read_transfer(const http::Reply& reply, VideoAnswer& answer) {
  answer.error = reply.fault;
  switch (reply.transfer) {
    case http::Transfer::timed_out:
      answer.error_class = ErrorClass::timeout;
      break;
    case http::Transfer::untrusted:
      answer.error_class = ErrorClass::connect;
      break;
    case http::Transfer::complete:
    case http::Transfer::broken:
    case http::Transfer::refused:
      answer.error_class = ErrorClass::dropped;
      break;
  }
  if (!reply.bytes_left) answer.error_class = ErrorClass::connect;
}

std::optional<Duration> wait_in(const http::Reply& reply, Date now) {
  static constexpr Duration longest = 1h;
  std::optional<Duration> wait;
  if (const auto asked = read_retry_after(reply, now)) wait = asked->wait;
  const auto ms = parse_integer(trimmed(reply.header("openai-poll-after-ms")), 0,
                                std::numeric_limits<std::int32_t>::max());
  if (ms)
    wait = std::max(wait.value_or(Duration(0)),
                    std::min<Duration>(std::chrono::milliseconds(*ms), longest));
  return wait;
}

}  // namespace

VideoAnswer read_video_answer(const http::Reply& reply, Date now) {
  VideoAnswer answer;
  if (reply.transfer != http::Transfer::complete) {
    read_transfer(reply, answer);
  } else if (reply.undecoded) {
    answer.error =
        fmt::format("HTTP {}: a body in a coding that is unknown or damaged", reply.status);
    answer.error_class = ErrorClass::bad_response;
  } else {
    read_body(reply, answer);
    if (!answer.url.empty() && !reply.with_key.empty()) read_link_with_key(reply, answer);
  }
  constexpr int too_many_requests = 429;
  answer.is_rate_limited = reply.status == too_many_requests;
  answer.wait = wait_in(reply, now);
  return answer;
}

}  // namespace shotlist::api
