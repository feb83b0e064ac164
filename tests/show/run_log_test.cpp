#include "show/run_log.h"

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "support/catch2.h"
#include "support/virtual_time.h"

namespace shotlist::tests::run_log_test {

using namespace shotlist::show;
using namespace std::chrono_literals;
using Json = nlohmann::json;

namespace {

Request request_of(const std::string& id, const std::string& prompt) {
  Request request;
  request.id = id;
  request.fields = {{"prompt", prompt}};
  return request;
}

/// A log in memory, whose disk may be full.
struct Log {
  explicit Log(bool with_prompts = false)
      : log("5e551011", with_prompts, clock, [this](std::string_view line) {
          if (is_full) return false;
          lines.emplace_back(line);
          return true;
        }) {}

  Json last() const {
    REQUIRE(!lines.empty());
    CHECK(lines.back().find('\n') == lines.back().size() - 1);
    return Json::parse(lines.back());
  }

  VirtualClock clock;
  bool is_full = false;
  std::vector<std::string> lines;
  RunLog log;
};

Outcome refusal() {
  Outcome outcome;
  outcome.verdict = Verdict::busy;
  outcome.error_class = ErrorClass::rate_limited;
  outcome.status = Status::failed;
  outcome.http_status = 429;
  outcome.error = "slow down";
  outcome.retry_after = 2s;
  outcome.latency = 1234ms;
  return outcome;
}

const Request market = request_of("market", "A market in the rain");

}  // namespace

TEST_CASE("a line says when what happened to which try of which row") {
  Log log;
  log.log.sent({market, 2, "bcdfghjklmnp"});
  CHECK(log.lines.back() ==
        R"({"time":"2026-03-01T10:00:00.000Z","event":"sent","session":"5e551011",)"
        R"("id":"market","entry":"bcdfghjklmnp","try":2})"
        "\n");
  log.clock.advance(1234ms);
  log.log.settled({market, 2, "bcdfghjklmnp"}, refusal(), true);
  CHECK(log.lines.back() ==
        R"({"time":"2026-03-01T10:00:01.234Z","event":"answered","session":"5e551011",)"
        R"("id":"market","entry":"bcdfghjklmnp","try":2,"status":"failed","verdict":"busy",)"
        R"("error_class":"rate_limited","http_status":429,"error":"slow down",)"
        R"("latency_ms":1234,"retry_after_ms":2000,"again":true})"
        "\n");
}

TEST_CASE("a prompt is in the log only if it is wanted") {
  Outcome quoting = refusal();
  quoting.error = "refused: A market in the rain";
  Log log;
  log.log.sent({market, 1, "b"});
  CHECK(!log.last().contains("prompt"));
  log.log.settled({market, 1, "b"}, quoting, false);
  CHECK(log.last().at("error") == "refused: [prompt]");
  Log told(true);
  told.log.sent({market, 1, "b"});
  CHECK(told.last().at("prompt") == "A market in the rain");
  told.log.settled({market, 1, "b"}, quoting, false);
  CHECK(told.last().at("error") == quoting.error);
}

TEST_CASE("the key is in no line, and nothing in it moves a cursor or ends a line") {
  Log log;
  log.log.hide(Secret("sk-this-is-the-secret"));
  Outcome hostile = refusal();
  hostile.error = "key sk-this-is-the-secret\n\x1b[2J \xE2\x80\xAE \xFF";
  hostile.provider_request_id = "sk-this-is-the-secret";
  log.log.settled({market, 1, "b"}, hostile, false);
  const std::string line = log.lines.back();
  CHECK(line.find("secret") == std::string::npos);
  CHECK(line.find('\x1b') == std::string::npos);
  CHECK(line.find("\xE2\x80\xAE") == std::string::npos);
  CHECK(log.last().at("error") == "key [key]\n\x1b[2J \xE2\x80\xAE \xEF\xBF\xBD");
}

TEST_CASE("a wait is told once, unless it is short or the user's own rate") {
  using Reason = submit::Wait::Reason;
  Log log;
  submit::Tally tally;
  tally.now = log.clock.now();
  tally.date = log.clock.date();
  tally.wait = submit::Wait{tally.now + 10s, Reason::paced, {}, {}};
  log.log.turn(tally);
  tally.wait = submit::Wait{tally.now + 900ms, Reason::rate_limited, {}, {}};
  log.log.turn(tally);
  CHECK(log.lines.empty());
  tally.wait = submit::Wait{tally.now + 30s, Reason::rate_limited, {}, {}};
  log.log.turn(tally);
  CHECK(log.last().at("event") == "wait");
  CHECK(log.last().at("reason") == "rate_limited");
  CHECK(log.last().at("until") == "2026-03-01T10:00:30.000Z");
  log.log.turn(tally);
  CHECK(log.lines.size() == 1);
  tally.wait->until += 10s;
  log.log.turn(tally);
  CHECK(log.lines.size() == 2);
  for (int i = 0; i < 3; ++i) {  // its end is not known, and moves on
    tally.now += 1s;
    tally.wait = submit::Wait{tally.now + 5s, Reason::ledger, {}, {}};
    log.log.turn(tally);
  }
  CHECK(log.lines.size() == 3);
}

TEST_CASE("a pace is told when it changes by more than a tenth") {
  Log log;
  submit::Tally tally;
  log.log.turn(tally);
  CHECK(log.lines.empty());
  tally.slowed_to = Rate{60, 60s};
  log.log.turn(tally);
  CHECK(log.last().at("per_minute") == 60.0);
  tally.slowed_to = Rate{63, 60s};
  log.log.turn(tally);
  CHECK(log.lines.size() == 1);
  tally.slowed_to = Rate{70, 60s};
  log.log.turn(tally);
  CHECK(log.lines.size() == 2);
  tally.slowed_to.reset();
  log.log.turn(tally);
  CHECK(log.last().at("per_minute").is_null());
}

TEST_CASE("tasks and their videos are told with their rows") {
  Log log;
  Video video;
  video.entry = "bcdfghjklmnp";
  video.status = VideoStatus::failed;
  video.error = "the model failed";
  log.log.collected("market", "t1", video);
  CHECK(log.last().at("event") == "task");
  CHECK(log.last().at("video_status") == "failed");
  CHECK(log.last().at("error") == "the model failed");
  video = {};
  video.status = VideoStatus::completed;
  video.path = "/videos/market.mp4";
  video.bytes = 12;
  log.log.collected("market", "t1", video);
  CHECK(log.last().at("event") == "video");
  CHECK(log.last().at("video_file") == "/videos/market.mp4");
  CHECK(log.last().at("bytes") == 12);
}

TEST_CASE("lines that a full disk lost are counted in the log once there is room") {
  Log log;
  log.is_full = true;
  for (int i = 0; i < 3; ++i)
    log.log.told("x");
  log.is_full = false;
  log.log.stopping("you asked to stop");
  REQUIRE(log.lines.size() == 2);
  CHECK(Json::parse(log.lines.front()).at("lines") == 3);
  CHECK(log.last().at("why") == "you asked to stop");
}

}  // namespace shotlist::tests::run_log_test
