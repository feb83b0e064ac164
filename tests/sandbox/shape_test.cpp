#include "sandbox/shape.h"

#include <nlohmann/json.hpp>

#include "support/catch2.h"

namespace shotlist::tests::shape_test {

using namespace shotlist::sandbox;
using namespace std::chrono_literals;
using nlohmann::json;
using State = TaskView::State;

namespace {

TaskView task_that(State state) {
  TaskView task;
  task.id = "sora-2:task_1";
  task.model = "any";
  task.prompt = "a harbor";
  task.images = {"https://example.com/in.png"};
  task.host = "sandbox:80";
  task.state = state;
  task.progress = state == State::running ? 0.5 : 1;
  task.created = Date(1'762'010'645'686ms);
  task.updated = task.created + 24s;
  if (state == State::done) task.link = "http://sandbox:80/videos/1.mp4";
  if (state == State::failed) task.reason = "it broke";
  return task;
}

json told(Shape shape, const TaskView& task) {
  return json::parse(answer_in(shape, task).body);
}

/// The value at a JSON pointer, as text: `(none)` if there is none.
std::string at(const json& answer, const std::string& pointer) {
  const json::json_pointer place(pointer);
  if (!answer.contains(place)) return "(none)";
  const json& value = answer[place];
  return value.is_string() ? value.get<std::string>() : value.dump();
}

constexpr const char* link = "http://sandbox:80/videos/1.mp4";

}  // namespace

TEST_CASE("each shape says in its own place and word how a task does") {
  struct Row {
    Shape shape;
    const char* place;
    const char* waiting;
    const char* running;
    const char* done;
    const char* failed;
  };
  const auto row = GENERATE(values<Row>({
      {Shape::sora, "/status", "pending", "pending", "completed", "failed"},
      {Shape::sora, "/detail/status", "pending", "pending", "completed", "failed"},
      {Shape::sora, "/detail/pending_info/status", "queued", "processing", "(none)", "failed"},
      {Shape::veo, "/status", "pending", "video_generation_completed", "completed", "failed"},
      {Shape::veo, "/detail/status", "pending", "video_generation_completed", "completed",
       "failed"},
      {Shape::grok, "/status", "pending", "processing", "completed", "failed"},
      {Shape::relayed, "/status", "queued", "in_progress", "success", "failed"},
      {Shape::unified, "/status", "pending", "processing", "success", "failed"},
      {Shape::openai, "/status", "queued", "in_progress", "completed", "failed"},
      {Shape::new_api, "/data/status", "NOT_START", "IN_PROGRESS", "SUCCESS", "FAILURE"},
      {Shape::new_api, "/code", "success", "success", "success", "success"},
      {Shape::new_api_bare, "/data/status", "NOT_START", "IN_PROGRESS", "SUCCESS", "FAILURE"},
      {Shape::other, "/status", "IN_QUEUE", "IN_PROGRESS", "COMPLETED", "FAILED"},
  }));
  CAPTURE(static_cast<int>(row.shape), row.place);
  TaskView waiting = task_that(State::running);
  waiting.progress = 0.01;
  CHECK(at(told(row.shape, waiting), row.place) == row.waiting);
  CHECK(at(told(row.shape, task_that(State::running)), row.place) == row.running);
  CHECK(at(told(row.shape, task_that(State::done)), row.place) == row.done);
  CHECK(at(told(row.shape, task_that(State::failed)), row.place) == row.failed);
}

TEST_CASE("each shape has its link, its progress, its reason and its time where its gateway has") {
  struct Row {
    Shape shape;
    State state;
    const char* place;
    const char* value;
  };
  const auto row = GENERATE(values<Row>({
      {Shape::sora, State::running, "/detail/pending_info/progress_pct", "0.5"},
      {Shape::sora, State::running, "/detail/input/images/0", "https://example.com/in.png"},
      {Shape::sora, State::running, "/video_url", "(none)"},
      {Shape::sora, State::running, "/progress", "(none)"},
      {Shape::sora, State::running, "/status_update_time", "1762010669686"},
      {Shape::sora, State::done, "/video_url", link},
      {Shape::sora, State::done, "/detail/url", link},
      {Shape::sora, State::done, "/detail/draft_info/downloadable_url", link},
      {Shape::sora, State::done, "/detail/gif_url",
       "http://sandbox:80/previews/task_1/preview.gif"},
      {Shape::sora, State::failed, "/detail/pending_info/failure_reason", "it broke"},
      {Shape::veo, State::running, "/video_url", "null"},
      {Shape::veo, State::running, "/detail/video_url",
       "http://sandbox:80/previews/task_1/small.mp4"},
      {Shape::veo, State::done, "/video_url", link},
      {Shape::veo, State::done, "/detail/upsample_video_url", link},
      {Shape::veo, State::done, "/detail/video_url", "http://sandbox:80/previews/task_1/small.mp4"},
      {Shape::veo, State::done, "/detail/error_message",
       "[403] the first try was turned away; trying again"},
      {Shape::veo, State::failed, "/detail/error_message", "it broke"},
      {Shape::grok, State::running, "/progress", "50"},
      {Shape::grok, State::running, "/error", ""},
      {Shape::grok, State::done, "/completed_at", "1762010669"},
      {Shape::grok, State::done, "/video_url", link},
      {Shape::grok, State::failed, "/error", "it broke"},
      {Shape::relayed, State::done, "/url", link},
      {Shape::relayed, State::done, "/result_url", link},
      {Shape::relayed, State::failed, "/message",
       R"({"error":{"message":"it broke","type":"upstream_error"}})"},
      {Shape::unified, State::done, "/id", "task_1"},
      {Shape::unified, State::done, "/video_url", link},
      {Shape::unified, State::failed, "/error/message", "it broke"},
      {Shape::openai, State::running, "/progress", "50"},
      {Shape::openai, State::running, "/created_at", "1762010645"},
      {Shape::openai, State::done, "/video_url", link},
      {Shape::openai, State::failed, "/error/message", "it broke"},
      {Shape::new_api, State::running, "/data/progress", "50%"},
      {Shape::new_api, State::done, "/data/result_url", link},
      {Shape::new_api, State::done, "/data/fail_reason", ""},
      {Shape::new_api, State::failed, "/data/fail_reason", "it broke"},
      {Shape::new_api_bare, State::done, "/data/progress", "100%"},
      {Shape::new_api_bare, State::done, "/data/result_url", "(none)"},
      {Shape::other, State::done, "/task_result/videos/0/url", link},
      {Shape::other, State::done, "/expires_at", "1762097069"},
      {Shape::other, State::failed, "/failure_reason", "it broke"},
  }));
  CAPTURE(static_cast<int>(row.shape), row.place);
  CHECK(at(told(row.shape, task_that(row.state)), row.place) == row.value);
}

TEST_CASE("shapes have habits besides") {
  const TaskView running = task_that(State::running);
  CHECK(answer_in(Shape::other, running).status == 202);
  CHECK(answer_in(Shape::other, task_that(State::done)).status == 200);
  CHECK(answer_in(Shape::openai, running).headers.at(0).first == "openai-poll-after-ms");
  TaskView second = task_that(State::done);
  second.turn = 1;
  CHECK(at(told(Shape::other, second), "/metadata/url") == link);
  TaskView old = task_that(State::done);
  old.has_link_in_reason = true;
  CHECK(at(told(Shape::new_api, old), "/data/fail_reason") == link);
  TaskView moderated = task_that(State::failed);
  moderated.moderated = true;
  CHECK(at(told(Shape::sora, moderated), "/detail/draft_info/kind") == "sora_content_violation");
  CHECK(at(told(Shape::sora, moderated), "/detail/draft_info/reason_str") == "it broke");
  CHECK(at(told(Shape::veo, moderated), "/detail/video_generation_error") == "it broke");
}

TEST_CASE("without a link, no shape has one") {
  const auto shape = GENERATE(Shape::sora, Shape::veo, Shape::grok, Shape::relayed, Shape::unified,
                              Shape::openai, Shape::new_api, Shape::new_api_bare, Shape::other);
  TaskView bare = task_that(State::done);
  bare.link.clear();
  const std::string body = answer_in(shape, bare).body;
  CHECK(body.find("/videos/") == std::string::npos);
  CHECK(body.find(".mp4") == (shape == Shape::sora ? body.find("md.mp4") + 2 : std::string::npos));
}

TEST_CASE("a letter names a shape, and a model's name has one") {
  CHECK(parse_shape("A") == Shape::sora);
  CHECK(parse_shape("b") == Shape::sora);
  CHECK(parse_shape("J") == Shape::other);
  for (const char* text : {"", "K", "AB", "1"})
    CHECK_FALSE(parse_shape(text));
  CHECK(shape_of("sora-2-pro", 1) == Shape::sora);
  CHECK(shape_of("Veo3.1-fast", 1) == Shape::veo);
  CHECK(shape_of("grok-video-3", 0) == Shape::grok);
  CHECK(shape_of("jimeng", 0) == Shape::unified);
  CHECK(shape_of("jimeng", 1) == Shape::new_api);
}

}  // namespace shotlist::tests::shape_test
