#include "results/lines.h"

#include <string>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::lines_test {
namespace {

using namespace std::chrono_literals;
using ledger::Attempt;

const std::string here = "https://api.example.com";

Attempt attempt(Status status, int number = 1) {
  Attempt attempt;
  attempt.entry = number == 1 ? "krtvbcdfghjk" : "vwxzbcdfghjk";
  attempt.server = here;
  attempt.fingerprint = Fingerprint{1, 2};
  attempt.row = "market";
  attempt.attempt = number;
  attempt.price = parse_money("4.8");
  attempt.currency = "CNY";
  attempt.sent_at = Date(1s);
  attempt.status = status;
  attempt.error = "words";
  attempt.error_class = ErrorClass::server;
  attempt.http_status = 502;
  attempt.request_id = "req-1";
  attempt.latency = 250ms;
  if (status == Status::submitted) attempt.task_id = "t:1";
  return attempt;
}

Result line_for(const plan::Match& match) {
  Request request;
  request.id = "market";
  request.source = {"shots.yaml", 7, 3};
  request.price = parse_money("9.6");
  Result line = make_result(request, {});
  results::tell(match, here, line);
  return line;
}

plan::Match tried(std::vector<Attempt> tries) {
  plan::Match match;
  match.tries = std::move(tries);
  return match;
}

}  // namespace

TEST_CASE("everything that is known of an attempt is on its line") {
  for (const Status status :
       {Status::submitted, Status::failed, Status::rejected, Status::in_doubt}) {
    CAPTURE(to_text(status));
    const Result line = line_for(tried({attempt(status)}));
    Result expected;
    expected.id = "market";
    expected.source = "shots.yaml:7";
    expected.status = status;
    expected.task_id = status == Status::submitted ? "t:1" : "";
    expected.error = "words";
    expected.error_class = ErrorClass::server;
    expected.http_status = 502;
    expected.attempts = 1;
    // Only of what may have been created.
    if (may_be_paid_for(status)) expected.submitted_at = Date(1s);
    expected.latency = 250ms;
    expected.price = parse_money("4.8");  // at the price of its time
    expected.currency = "CNY";
    expected.endpoint = here;
    expected.request_id = "req-1";
    expected.fingerprint = to_text(Fingerprint{1, 2});
    expected.entry = "krtvbcdfghjk";
    CHECK(line == expected);
  }
}

TEST_CASE("a row that was never sent has nothing of an attempt") {
  const Result line = line_for({});
  CHECK(line.status == Status::not_sent);
  CHECK(line.entry.empty());
  CHECK(line.endpoint.empty());
  CHECK(line.price == parse_money("9.6"));
}

TEST_CASE("a row in doubt shows the task that its answer named, and only then") {
  for (const Status status :
       {Status::submitted, Status::failed, Status::rejected, Status::in_doubt}) {
    CAPTURE(to_text(status));
    Attempt named = attempt(status);
    named.named_task = "t:9";
    const std::string shown = line_for(tried({named})).task_id;
    CHECK(shown == (status == Status::in_doubt ? "t:9" : status == Status::submitted ? "t:1" : ""));
  }
}

TEST_CASE("the last try tells what a row is, and what was paid for before it is named") {
  Attempt first = attempt(Status::submitted);
  first.task_id = "t:0";
  Attempt lost = attempt(Status::in_doubt);
  lost.entry = "bcdfghjklmnp";
  Result line =
      line_for(tried({first, attempt(Status::failed), lost, attempt(Status::submitted, 4)}));
  CHECK(line.status == Status::submitted);
  CHECK(line.task_id == "t:1");
  CHECK(line.attempts == 4);
  CHECK(line.error ==
        "words; an earlier try has task t:0 (krtvbcdfghjk); an earlier try may have been paid for "
        "(bcdfghjklmnp)");
  CHECK(line.entry == "vwxzbcdfghjk");
  Attempt clean = attempt(Status::submitted, 2);
  clean.error.clear();
  CHECK(line_for(tried({lost, clean})).error ==
        "an earlier try may have been paid for (bcdfghjklmnp)");
  CHECK(line_for(tried({attempt(Status::rejected), clean})).error.empty());
}

TEST_CASE("a held row says which purchase it looks like, and nothing of its own was sent") {
  plan::Match match;
  match.holds = {{plan::HeldBy::other_server, attempt(Status::submitted), {}}};
  match.holds.front().purchase.server = "http://127.0.0.1:8080";
  const Result line = line_for(match);
  CHECK(line.status == Status::held);
  CHECK(line.error ==
        "looks paid for: the same as market (krtvbcdfghjk), submitted at 1970-01-01T00:00:01.000Z, "
        "at another server: http://127.0.0.1:8080, not https://api.example.com");
  CHECK(line.entry == "krtvbcdfghjk");
  CHECK(line.task_id.empty());
  CHECK(line.endpoint.empty());
  CHECK(line.attempts == 0);
  CHECK_FALSE(line.submitted_at);
  CHECK(line.price == parse_money("9.6"));
}

TEST_CASE("a row that left the manifest has a line with what was sent, and no source") {
  const plan::LeftRow left{attempt(Status::submitted),
                           {{"prompt", std::string("A night market")}, {"seed", std::int64_t{7}}}};
  const Result line = results::line_of(left, {"camera", "seed"}, 2);
  CHECK(line.id == "market");
  CHECK(line.source.empty());
  CHECK(line.has_left());
  CHECK(line.prompt == "A night market");
  CHECK(line.fields == std::vector<std::string>{"", "7"});
  CHECK(line.variables == std::vector<std::string>{"", ""});
  CHECK(line.task_id == "t:1");
  CHECK(line.price == parse_money("4.8"));
}

TEST_CASE("a video is on the line of its row, with a path from the results file") {
  Video video;
  video.status = VideoStatus::completed;
  video.url = "https://videos.invalid/a.mp4";
  video.error = "the video was not fetched";
  Result line;
  results::tell(video, "/shots", line);
  CHECK(line.video_status == "completed");
  CHECK(line.video_url == video.url);
  CHECK(line.video_error == video.error);
  CHECK(line.video_file.empty());

  const std::vector<std::pair<std::string, std::string>> files = {
      {"/shots/videos/a.mp4", "videos/a.mp4"},
      {"/shots/a.mp4", "a.mp4"},
      {"/elsewhere/a.mp4", "../elsewhere/a.mp4"}};
  for (const auto& [path, told] : files) {
    video.path = path;
    results::tell(video, "/shots", line);
    CHECK(line.video_file == told);
  }
}

}  // namespace shotlist::tests::lines_test
