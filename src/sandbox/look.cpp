#include "sandbox/look.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/base64.h"
#include "base/digest.h"
#include "sandbox/clip.h"

namespace shotlist::sandbox {
namespace {

struct Spoilt {
  Fault fault;
  Answer (*answer)();
};

/// Answers that say nothing about the task.
constexpr auto spoilt = std::to_array<Spoilt>({
    {Fault::query_429,
     [] {
       Answer answer = error_answer(429, "new_api_error", "", "请求过于频繁 (too many requests)");
       answer.headers.emplace_back("Retry-After", "1");
       return answer;
     }},
    {Fault::query_502, [] { return proxy_page(502, "Bad Gateway"); }},
    {Fault::query_html, [] { return proxy_page(200, "Welcome"); }},
    {Fault::query_empty, [] { return Answer{}; }},
    {Fault::query_202,
     [] {
       Answer answer;
       answer.status = 202;
       answer.body = R"({"code":"success","message":"","data":null})";
       return answer;
     }},
    {Fault::query_fetch,
     [] {
       return error_answer(500, "new_api_error", "fail_to_fetch_task",
                           "failed to fetch the task from upstream");
     }},
    {Fault::query_not_found, unknown_task},
    {Fault::query_drop, [] { return no_answer(Delivery::hang_up); }},
    {Fault::query_silence, [] { return no_answer(Delivery::silence); }},
});

constexpr double late_progress = 0.95;

std::string link_of(const Task& task, const std::string& host) {
  if (task.has(Fault::no_link)) return {};
  if (task.has(Fault::data_link)) {
    std::string link = "data:video/mp4;base64,";
    append_base64(link, video_of(task.id));
    return link;
  }
  const std::string link =
      fmt::format("http://{}{}", host,
                  task.shape == Shape::relayed ? relayed_target(task.id) : link_target(task));
  return task.has(Fault::quoted_link) ? fmt::format(" `{}` ", link) : link;
}

}  // namespace

Answer unknown_task() {
  return flat_error_answer(400, "task_not_exist", "task_not_exist");
}

Answer look_at(Task& task, std::optional<Fault> fault, const std::string& host, CallTime now) {
  if (task.has(Fault::vanish)) return unknown_task();
  const auto* const found = std::find_if(spoilt.begin(), spoilt.end(),
                                         [&](const Spoilt& one) { return one.fault == fault; });
  if (found != spoilt.end()) return found->answer();

  TaskView view;
  view.id = task.has(Fault::other_id) ? to_text(fingerprint_of(task.id)) : task.id;
  view.model = task.model;
  view.prompt = task.prompt;
  view.images = task.images;
  view.host = host;
  view.turn = task.turn;
  view.progress = task.progress(now.moment);
  view.created = task.created.date;
  view.updated = std::min(now.date, task.end());
  view.has_old_errors = task.has(Fault::error_text);
  view.has_link_in_reason = task.has(Fault::reason_link);
  if (fault == Fault::query_word) view.word = "rendering_shadows";
  if (fault == Fault::query_late) {
    view.progress = std::min(view.progress, late_progress);
  } else if (task.has_ended(now.moment) && task.has_failed()) {
    view.state = TaskView::State::failed;
    view.moderated = task.has(Fault::fail_moderated);
    view.reason = view.moderated ? "this video may violate our guardrails (内容违规)"
                                 : "the model could not make this video";
  } else if (task.has_ended(now.moment)) {
    renew_link(task, now.date);
    view.state = TaskView::State::done;
    view.link = link_of(task, host);
  }
  Answer answer = answer_in(task.shape, view);
  if (fault == Fault::query_cut) answer.body.resize(answer.body.size() / 2);
  return answer;
}

}  // namespace shotlist::sandbox
