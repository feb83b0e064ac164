#include "show/run_log.h"

#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "base/json_text.h"
#include "base/quantity.h"

namespace shotlist::show {
namespace {

// A shorter text is found in any sentence.
constexpr std::size_t shortest_prompt = 8;

std::string without_prompt(std::string text, const Request& request) {
  const Value* value = find_field(request.fields, "prompt");
  const auto* prompt = value == nullptr ? nullptr : std::get_if<std::string>(value);
  if (prompt == nullptr || prompt->size() < shortest_prompt) return text;
  constexpr std::string_view mark = "[prompt]";
  for (auto at = text.find(*prompt); at != std::string::npos;
       at = text.find(*prompt, at + mark.size()))
    text.replace(at, prompt->size(), mark);
  return text;
}

void add_try(JsonObject& json, const submit::Try& tried) {
  json.text("id", tried.request.id);
  json.text("entry", tried.entry);
  json.number("try", tried.attempt);
}

// Where the end of a wait is not known, it moves on with time: that is no other wait.
bool is_same(const std::optional<submit::Wait>& one, const std::optional<submit::Wait>& other) {
  if (!one || !other) return one.has_value() == other.has_value();
  if (one->reason != other->reason || one->model != other->model) return false;
  return one->reason == submit::Wait::Reason::ledger || one->until == other->until;
}

double per_minute(const Rate& rate) {
  const std::chrono::duration<double, std::ratio<60>> interval = rate.interval();
  return 1 / interval.count();
}

// The pace recovers in small steps, each of which is no event.
bool is_about(const std::optional<Rate>& one, const std::optional<Rate>& other) {
  constexpr double step = 1.1;
  if (!one || !other) return one.has_value() == other.has_value();
  const double ratio = per_minute(*one) / per_minute(*other);
  return ratio < step && ratio > 1 / step;
}

}  // namespace

RunLog::RunLog(std::string session, bool with_prompts, system::Clock& clock, Add add)
    : session_(std::move(session)),
      with_prompts_(with_prompts),
      clock_(clock),
      add_(std::move(add)) {}

std::string RunLog::line_of(std::string_view event, const Fill& fill) {
  std::string json;
  JsonObject object(json);
  object.text("time", to_text(clock_.date()));
  object.text("event", event);
  object.text("session", session_);
  fill(object);
  object.end();
  std::string line = disarmed_json(json);
  redactor_.redact(line);
  return line += '\n';
}

void RunLog::write(std::string_view event, const Fill& fill) {
  if (lost_ > 0) {
    const auto lines = static_cast<std::int64_t>(lost_);
    const bool is_told =
        add_(line_of("lost", [lines](JsonObject& json) { json.number("lines", lines); }));
    lost_ = is_told ? 0 : lost_ + 1;
    if (!is_told) return;
  }
  if (!add_(line_of(event, fill))) ++lost_;
}

void RunLog::sent(const submit::Try& tried) {
  write("sent", [&](JsonObject& json) {
    add_try(json, tried);
    const Value* prompt = with_prompts_ ? find_field(tried.request.fields, "prompt") : nullptr;
    if (prompt != nullptr) json.text("prompt", to_text(*prompt));
  });
}

void RunLog::add_outcome(JsonObject& json, const submit::Try& tried, const Outcome& outcome) const {
  add_try(json, tried);
  json.text("status", to_text(outcome.status));
  json.text("verdict", to_text(outcome.verdict));
  json.text("error_class", to_text(outcome.error_class));
  if (outcome.http_status != 0) json.number("http_status", outcome.http_status);
  if (!outcome.task_id.empty()) json.text("task_id", outcome.task_id);
  if (!outcome.named_task.empty()) json.text("named_task", outcome.named_task);
  if (!outcome.error.empty()) {
    json.text("error",
              with_prompts_ ? outcome.error : without_prompt(outcome.error, tried.request));
  }
  if (!outcome.provider_request_id.empty()) json.text("request_id", outcome.provider_request_id);
  json.number("latency_ms", rounded_to_ms(outcome.latency).count());
}

void RunLog::settled(const submit::Try& tried, const Outcome& outcome, bool again) {
  write("answered", [&](JsonObject& json) {
    add_outcome(json, tried, outcome);
    if (outcome.retry_after)
      json.number("retry_after_ms", rounded_to_ms(*outcome.retry_after).count());
    json.truth("again", again);
  });
}

void RunLog::corrected(const submit::Try& tried, Status before, Status after) {
  write("corrected", [&](JsonObject& json) {
    add_try(json, tried);
    json.text("before", to_text(before));
    json.text("status", to_text(after));
  });
}

void RunLog::unrecorded(const submit::Try& tried, const Outcome& outcome) {
  write("unrecorded", [&](JsonObject& json) { add_outcome(json, tried, outcome); });
}

void RunLog::collected(std::string_view row, std::string_view task_id, const Video& video) {
  const bool has_file = !video.path.empty();
  write(has_file ? "video" : "task", [&](JsonObject& json) {
    json.text("id", row);
    json.text("entry", video.entry);
    json.text("task_id", task_id);
    json.text("video_status", to_text(video.status));
    if (has_file) json.text("video_file", video.path);
    if (has_file) json.number("bytes", video.bytes);
    if (!video.error.empty()) json.text("error", video.error);
  });
}

void RunLog::stopping(const Sentence& why) {
  write("stop", [&](JsonObject& json) { json.text("why", why.english); });
}

void RunLog::told(const Sentence& line) {
  write("note", [&](JsonObject& json) { json.text("text", line.english); });
}

Moment RunLog::turn(const submit::Tally& tally) {
  tell_wait(tally);
  if (!is_about(tally.slowed_to, slowed_to_)) {
    slowed_to_ = tally.slowed_to;
    write("pace", [&](JsonObject& json) {
      json.json("per_minute", slowed_to_ ? fmt::format("{:.1f}", per_minute(*slowed_to_)) : "null");
    });
  }
  return Moment::max();
}

// A run waits before each row, by --rate or by the pace that it found: that is no event.
void RunLog::tell_wait(const submit::Tally& tally) {
  std::optional<submit::Wait> wait = tally.wait;
  constexpr Duration shortest = std::chrono::seconds(1);
  const bool is_short = wait && wait->until - tally.now < shortest;
  if (is_short || (wait && wait->reason == submit::Wait::Reason::paced)) wait.reset();
  if (is_same(wait, waits_)) return;
  waits_ = std::move(wait);
  if (!waits_) return;
  write("wait", [&](JsonObject& json) {
    json.text("reason", word_of(waits_->reason));
    if (!waits_->model.empty()) json.text("model", waits_->model);
    json.text("until", to_text(tally.date + rounded_to_ms(waits_->until - tally.now)));
  });
}

}  // namespace shotlist::show
