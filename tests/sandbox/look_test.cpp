#include <nlohmann/json.hpp>

#include "calls.h"
#include "sandbox/clip.h"
#include "support/catch2.h"

namespace shotlist::tests::look_test {

using namespace shotlist::sandbox;
using nlohmann::json;

namespace {

/// A gateway with one task, created at noon.
struct OneTask {
  explicit OneTask(const SandboxOptions& options, const std::string& prompt = "a cat")
      : gateway(options),
        id(json::parse(gateway.answer(create_call(body_with(prompt)), noon).body)["id"]) {}

  Answer look(CallTime now = later) { return gateway.answer(query_call(id), now); }

  Gateway gateway;
  std::string id;
};

SandboxOptions with(Fault fault, std::optional<Shape> shape = std::nullopt) {
  SandboxOptions options;
  options.faults = {{fault, 1.0}};
  options.shape = shape;
  return options;
}

}  // namespace

TEST_CASE("a look is spoilt as the fault's name says") {
  struct Row {
    Fault fault;
    Delivery delivery;
    int status;
    const char* part;
  };
  const auto row = GENERATE(values<Row>({
      {Fault::query_429, Delivery::reply, 429, "too many requests"},
      {Fault::query_502, Delivery::reply, 502, "<h1>502 Bad Gateway</h1>"},
      {Fault::query_html, Delivery::reply, 200, "<html>"},
      {Fault::query_empty, Delivery::reply, 200, ""},
      {Fault::query_cut, Delivery::reply, 200, "{\"id\":"},
      {Fault::query_202, Delivery::reply, 202, "\"data\":null"},
      {Fault::query_fetch, Delivery::reply, 500, "fail_to_fetch_task"},
      {Fault::query_not_found, Delivery::reply, 400, "task_not_exist"},
      {Fault::query_word, Delivery::reply, 200, "\"status\":\"rendering_shadows\""},
      {Fault::query_late, Delivery::reply, 200, "\"progress_pct\":0.95"},
      {Fault::query_drop, Delivery::hang_up, 200, ""},
      {Fault::query_silence, Delivery::silence, 200, ""},
  }));
  CAPTURE(to_text(row.fault));
  OneTask one(with(row.fault));
  const Answer answer = one.look();
  CHECK(answer.delivery == row.delivery);
  CHECK(answer.status == row.status);
  CHECK(answer.body.find(row.part) != std::string::npos);
  CHECK(header(answer, "Retry-After") == (row.fault == Fault::query_429 ? "1" : ""));
  const bool is_empty = row.part[0] == '\0';
  CHECK(answer.body.empty() == is_empty);
  const bool is_json = json::accept(answer.body);
  if (row.fault == Fault::query_cut) CHECK_FALSE(is_json);
}

TEST_CASE("a prompt asks for spoilt looks, each once") {
  OneTask one({}, "sandbox:query-502 then sandbox:query-empty");
  CHECK(one.look().status == 502);
  CHECK(one.look().body.empty());
  CHECK(json::parse(one.look().body)["status"] == "completed");
}

TEST_CASE("a late answer that a prompt asks for waits for the end of the task") {
  OneTask one({}, "sandbox:query-late");
  CHECK(json::parse(one.look(noon).body)["status"] == "pending");
  CHECK(json::parse(one.look().body)["status"] == "pending");
  CHECK(json::parse(one.look().body)["status"] == "completed");
}

TEST_CASE("a task fails as its prompt asks, once its time has passed") {
  for (const char* prompt : {"sandbox:fail", "sandbox:fail-moderated"}) {
    OneTask one({}, prompt);
    CHECK(json::parse(one.look(noon).body)["status"] == "pending");
    const json failed = json::parse(one.look().body);
    CHECK(failed["status"] == "failed");
    CHECK_FALSE(failed.contains("video_url"));
  }
}

TEST_CASE("a task can be without end, or not exist though it was paid for") {
  OneTask stuck({}, "sandbox:stuck");
  CHECK(json::parse(stuck.look(noon_and(std::chrono::hours(24))).body)["status"] == "pending");
  OneTask vanished({}, "sandbox:vanish");
  CHECK(json::parse(vanished.look().body)["code"] == "task_not_exist");
  CHECK(vanished.gateway.till().charges.size() == 1);
}

TEST_CASE("errors of earlier tries stand in the answer of a task that succeeded") {
  OneTask sora(with(Fault::error_text));
  const json in_detail = json::parse(sora.look().body);
  CHECK(in_detail["status"] == "completed");
  CHECK_FALSE(in_detail["detail"]["error_message"].get<std::string>().empty());
  OneTask grok(with(Fault::error_text, Shape::grok));
  CHECK_FALSE(json::parse(grok.look().body)["error_message"].get<std::string>().empty());
}

TEST_CASE("an answer can have another id") {
  OneTask one(with(Fault::other_id));
  const std::string other = json::parse(one.look().body)["id"];
  CHECK(other != one.id);
  CHECK(other.size() == 32);
}

TEST_CASE("a link can be missing, quoted, in the reason, or the video itself") {
  OneTask none(with(Fault::no_link));
  CHECK_FALSE(json::parse(none.look().body).contains("video_url"));
  OneTask quoted(with(Fault::quoted_link));
  const std::string link = json::parse(quoted.look().body)["video_url"];
  CHECK(link.rfind(" `http://", 0) == 0);
  CHECK(link.substr(link.size() - 2) == "` ");
  OneTask old(with(Fault::reason_link, Shape::new_api));
  CHECK(json::parse(old.look().body)["data"]["fail_reason"].get<std::string>().rfind("http", 0) ==
        0);
  OneTask data(with(Fault::data_link));
  const std::string text = json::parse(data.look().body)["video_url"];
  CHECK(text.rfind("data:video/mp4;base64,AAAA", 0) == 0);
  CHECK(text.size() - 22 == (video_of(data.id).size() + 2) / 3 * 4);
}

TEST_CASE("the shape follows the model, or is the one asked for") {
  Gateway gateway({});
  const auto create = [&gateway](const std::string& model) {
    const Call call = create_call(R"({"model":")" + model + R"(","prompt":"a cat"})");
    return json::parse(gateway.answer(call, noon).body)["id"].get<std::string>();
  };
  const auto look = [&gateway](const std::string& id) {
    return json::parse(gateway.answer(query_call(id), later).body);
  };
  CHECK(look(create("sora-2")).contains("width"));
  CHECK(look(create("veo3.1"))["detail"].contains("retry_count"));
  CHECK(look(create("grok-video-3")).contains("upscaled"));
  CHECK(look(create("jimeng")).contains("data"));
  CHECK(look(create("jimeng"))["status"] == "success");
  SandboxOptions options;
  options.shape = Shape::openai;
  OneTask openai(options);
  CHECK(json::parse(openai.look().body)["object"] == "video");
}

}  // namespace shotlist::tests::look_test
