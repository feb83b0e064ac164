#include "sandbox/shape.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace shotlist::sandbox {
namespace {

using Body = nlohmann::ordered_json;
using State = TaskView::State;

// ---- What the shapes are made of
// ------------------------------------------------------------------

struct Words {
  const char* waiting;
  const char* running;
  const char* done;
  const char* failed;
};

constexpr double first_tenth = 0.1;

std::string status_of(const TaskView& task, const Words& words) {
  if (!task.word.empty()) return task.word;
  if (task.state == State::done) return words.done;
  if (task.state == State::failed) return words.failed;
  return task.progress < first_tenth ? words.waiting : words.running;
}

bool is_done(const TaskView& task) {
  return task.state == State::done;
}
bool has_failed(const TaskView& task) {
  return task.state == State::failed;
}

std::int64_t milliseconds(Date date) {
  return date.time_since_epoch().count();
}
std::int64_t seconds(Date date) {
  return std::chrono::floor<std::chrono::seconds>(date).time_since_epoch().count();
}

int percent(const TaskView& task) {
  return static_cast<int>(task.progress * 100);
}

/// The link, or null.
Body link_or_null(const TaskView& task) {
  return task.link.empty() ? Body() : Body(task.link);
}

/// The id without the model's name before it.
std::string bare_id(const TaskView& task) {
  return task.id.substr(task.id.find(':') + 1);
}

/// A link to something that is no video of this task: nothing is there.
std::string preview(const TaskView& task, std::string_view file) {
  return fmt::format("http://{}/previews/{}/{}", task.host, bare_id(task), file);
}

constexpr const char* old_error = "[403] the first try was turned away; trying again";
constexpr const char* old_moderation =
    "an earlier try was blocked: the prompt or an image may violate our content policy";

// ---- One function for each shape
// ------------------------------------------------------------------

Body sora_answer(const TaskView& task) {
  constexpr Words words = {"pending", "pending", "completed", "failed"};
  constexpr Words inner = {"queued", "processing", "completed", "failed"};
  const std::string id = bare_id(task);
  const std::string status = status_of(task, words);
  Body input = {{"model", "sy_ore"}, {"images", task.images}, {"prompt", task.prompt}};
  Body detail = {{"id", id}, {"status", status}, {"input", std::move(input)}};
  Body answer = {
      {"id", task.id}, {"status", status}, {"status_update_time", milliseconds(task.updated)}};
  if (!is_done(task)) {
    constexpr double digits = 10'000;
    Body pending = {{"id", id},
                    {"status", status_of(task, inner)},
                    {"progress_pct", std::round(task.progress * digits) / digits},
                    {"created_at", base::to_text(task.created)},
                    {"generations", Body::array()},
                    {"failure_reason", nullptr}};
    if (has_failed(task) && !task.moderated) pending["failure_reason"] = task.reason;
    if (has_failed(task) && task.moderated) {
      detail["draft_info"] = {{"kind", "sora_content_violation"},
                              {"reason_str", task.reason},
                              {"markdown_reason_str", task.reason}};
    }
    detail["pending_info"] = std::move(pending);
  } else {
    if (!task.link.empty()) answer["video_url"] = task.link;
    answer["width"] = 160;
    answer["height"] = 90;
    answer["thumbnail_url"] = preview(task, "thumbnail.webp");
    if (!task.link.empty()) detail["url"] = task.link;
    detail["gif_url"] = preview(task, "preview.gif");
    detail["thumbnail_url"] = preview(task, "thumbnail.webp");
    Body draft = {{"id", "gen_" + id},
                  {"kind", "sora_draft"},
                  {"created_at", static_cast<double>(milliseconds(task.updated)) / 1000}};
    if (!task.link.empty()) draft["downloadable_url"] = task.link;
    draft["encodings"] = {{"md", {{"path", preview(task, "md.mp4")}}},
                          {"gif", {{"path", preview(task, "preview.gif")}}},
                          {"unfurl", nullptr}};
    detail["draft_info"] = std::move(draft);
  }
  answer["detail"] = std::move(detail);
  return answer;
}

Body veo_answer(const TaskView& task) {
  // As the task goes on; the last is not the end, though its name says so.
  constexpr auto running = std::to_array<const char*>(
      {"pending", "image_downloading", "video_generating", "video_generation_completed",
       "video_upsampling", "video_upsampling_completed"});
  const auto step = static_cast<std::size_t>(task.progress * running.size());
  const char* const word = running[std::min(step, running.size() - 1)];
  const std::string status = status_of(task, {word, word, "completed", "failed"});
  Body detail = {{"status", status},
                 {"running", task.state == State::running},
                 {"created_at", milliseconds(task.created)},
                 {"retry_count", 1},
                 {"max_retries", 3}};
  constexpr std::size_t small_video_is_there = 3;
  if (is_done(task) || step >= small_video_is_there) {
    detail["video_url"] = preview(task, "small.mp4");
  }
  if (is_done(task)) {
    detail["completed_at"] = milliseconds(task.updated);
    detail["upsample_status"] = "MEDIA_GENERATION_STATUS_SUCCESSFUL";
    if (!task.link.empty()) detail["upsample_video_url"] = task.link;
    detail["error_message"] = old_error;
    detail["video_generation_error"] = old_moderation;
  }
  if (has_failed(task)) {
    detail[task.moderated ? "video_generation_error" : "error_message"] = task.reason;
  }
  if (is_done(task) && task.link.empty()) detail.erase("video_url");
  return {{"id", task.id},
          {"status", status},
          {"video_url", link_or_null(task)},
          {"enhanced_prompt", task.prompt},
          {"status_update_time", milliseconds(task.updated)},
          {"detail", std::move(detail)}};
}

Body grok_answer(const TaskView& task) {
  Body answer = {{"id", task.id},
                 {"status", status_of(task, {"pending", "processing", "completed", "failed"})},
                 {"progress", percent(task)},
                 {"error", has_failed(task) ? task.reason : ""},
                 {"model", task.model},
                 {"upscaled", false},
                 {"video_url", link_or_null(task)},
                 {"status_update_time", seconds(task.updated)}};
  if (is_done(task)) {
    answer["thumbnail_url"] = preview(task, "first.jpg");
    answer["completed_at"] = seconds(task.updated);
  }
  return answer;
}

Body relayed_answer(const TaskView& task) {
  Body answer = {{"id", task.id},
                 {"task_id", task.id},
                 {"object", "video"},
                 {"status", status_of(task, {"queued", "in_progress", "success", "failed"})},
                 {"progress", percent(task)},
                 {"created_at", seconds(task.created)}};
  if (!task.link.empty()) {
    for (const char* const name : {"url", "video_url", "result_url"})
      answer[name] = task.link;
  }
  // An upstream's answer as text within the answer.
  if (has_failed(task)) {
    answer["message"] =
        Body{{"error", {{"message", task.reason}, {"type", "upstream_error"}}}}.dump();
  }
  return answer;
}

Body unified_answer(const TaskView& task) {
  Body answer = {{"id", bare_id(task)},
                 {"status", status_of(task, {"pending", "processing", "success", "failed"})},
                 {"video_url", link_or_null(task)},
                 {"status_update_time", milliseconds(task.updated)}};
  if (has_failed(task)) answer["error"] = {{"code", "generation_failed"}, {"message", task.reason}};
  return answer;
}

Body openai_answer(const TaskView& task) {
  Body answer = {{"id", task.id},
                 {"object", "video"},
                 {"status", status_of(task, {"queued", "in_progress", "completed", "failed"})},
                 {"progress", percent(task)},
                 {"seconds", "10"},
                 {"size", "1280x720"},
                 {"created_at", seconds(task.created)}};
  if (!task.link.empty()) answer["video_url"] = task.link;
  if (is_done(task)) answer["completed_at"] = seconds(task.updated);
  if (has_failed(task)) {
    answer["error"] = {{"code", task.moderated ? "moderation_blocked" : "video_generation_failed"},
                       {"message", task.reason}};
  }
  return answer;
}

Body new_api_answer(const TaskView& task) {
  Body data = {{"task_id", task.id},
               {"status", status_of(task, {"NOT_START", "IN_PROGRESS", "SUCCESS", "FAILURE"})},
               {"progress", fmt::format("{}%", percent(task))},
               {"fail_reason", task.reason},
               {"submit_time", seconds(task.created)},
               {"start_time", seconds(task.created)},
               {"finish_time", is_done(task) ? seconds(task.updated) : 0}};
  if (!task.link.empty()) data[task.has_link_in_reason ? "fail_reason" : "result_url"] = task.link;
  return {{"code", "success"}, {"message", ""}, {"data", std::move(data)}};
}

Body bare_answer(const TaskView& task) {
  TaskView bare = task;
  bare.link.clear();
  return new_api_answer(bare);
}

Body other_answer(const TaskView& task) {
  Body answer = {{"task_id", task.id},
                 {"status", status_of(task, {"IN_QUEUE", "IN_PROGRESS", "COMPLETED", "FAILED"})},
                 {"created_at", seconds(task.created)}};
  if (has_failed(task)) answer["failure_reason"] = task.reason;
  if (task.link.empty()) return answer;
  if (task.turn % 2 == 0) {
    answer["task_result"]["videos"] = Body::array({{{"url", task.link}, {"duration", "1.5"}}});
  } else {
    answer["metadata"]["url"] = task.link;
  }
  answer["expires_at"] = seconds(task.updated + std::chrono::hours(24));
  return answer;
}

struct KnownShape {
  Shape shape;
  const char* letters;
  const char* model;  // how its name starts; null: of no model in particular
  Body (*answer)(const TaskView&);
};

constexpr auto shapes = std::to_array<KnownShape>({
    {Shape::sora, "AB", "sora", sora_answer},
    {Shape::veo, "C", "veo", veo_answer},
    {Shape::grok, "D", "grok", grok_answer},
    {Shape::relayed, "E", nullptr, relayed_answer},
    {Shape::unified, "F", nullptr, unified_answer},
    {Shape::openai, "G", nullptr, openai_answer},
    {Shape::new_api, "H", nullptr, new_api_answer},
    {Shape::new_api_bare, "I", nullptr, bare_answer},
    {Shape::other, "J", nullptr, other_answer},
});

}  // namespace

std::optional<Shape> parse_shape(std::string_view letter) {
  if (letter.size() != 1) return std::nullopt;
  for (const KnownShape& known : shapes) {
    if (contains_ignoring_case(known.letters, letter)) return known.shape;
  }
  return std::nullopt;
}

Shape shape_of(std::string_view model, std::size_t turn) {
  for (const KnownShape& known : shapes) {
    if (known.model != nullptr && lower_ascii(model).rfind(known.model, 0) == 0) return known.shape;
  }
  return turn % 2 == 0 ? Shape::unified : Shape::new_api;
}

Answer answer_in(Shape shape, const TaskView& task) {
  const auto* const known = std::find_if(shapes.begin(), shapes.end(),
                                         [&](const KnownShape& one) { return one.shape == shape; });
  Body json = known->answer(task);
  if (task.has_old_errors) {
    Body& place = json.contains("detail") ? json["detail"] : json;
    place["error_message"] = old_error;
    place["video_generation_error"] = old_moderation;
  }
  Answer answer;
  if (shape == Shape::other && task.state == State::running) answer.status = 202;
  if (shape == Shape::openai && task.state == State::running) {
    answer.headers.emplace_back("openai-poll-after-ms", "1000");
  }
  // A prompt may hold bytes that are not UTF-8.
  answer.body = json.dump(-1, ' ', false, Body::error_handler_t::replace);
  return answer;
}

std::string relayed_target(std::string_view task_id) {
  return fmt::format("/v1/files/video?id={}", task_id);
}

}  // namespace shotlist::sandbox
