// What the ledger keeps of tasks and their videos.

#include "model/video.h"

#include <string>

#include "ledger/attempts.h"
#include "ledger/database.h"
#include "ledger/ledger.h"
#include "ledger/reader.h"
#include "ledger/schema.h"
#include "support/catch2.h"
#include "support/test_database.h"
#include "support/virtual_time.h"
#include "support/virtual_worker.h"

namespace shotlist::tests::video_test {
namespace {

using namespace std::chrono_literals;
using ledger::Attempt;
using ledger::Database;
using ledger::Ledger;
using ledger::Reader;

const Request harbor = sample_request("harbor", "A harbor at dawn");

struct Desk {
  VirtualWorker worker;
  VirtualRandom random{1};
  Ledger ledger{test_database(), worker, random};
  Attempt attempt = intent_for(harbor, ledger.begin(sample_run()));

  Desk() {
    ledger.intend(attempt, harbor);
    ledger.answer(attempt.number, accepted("task-1"), Status::submitted, attempt.sent_at);
    ledger.commit();
  }
  Video known() const { return Reader(ledger.database()).video_of(attempt.entry).value(); }
};

Video whole_video(const std::string& entry) {
  Video video;
  video.entry = entry;
  video.status = VideoStatus::completed;
  video.url = "https://videos.invalid/a.mp4";
  video.error = "";
  video.asked_at = parse_date("2026-03-01T09:30:00.125Z");
  video.ended_at = parse_date("2026-03-01T09:29:00.000Z");
  video.host = "here";
  video.path = "/videos/harbor.mp4";
  video.bytes = 1234567;
  video.sha256 = std::string(64, 'a');
  video.etag = "\"tag\"";
  return video;
}

}  // namespace

TEST_CASE("What is noted of a video is read back, and the answer stays until another comes",
          "[both]") {
  Desk desk;
  CHECK_FALSE(Reader(desk.ledger.database()).video_of(desk.attempt.entry));
  Video video = whole_video(desk.attempt.entry);
  desk.ledger.note(video, "{\"status\":\"completed\"}\xff");
  desk.ledger.commit();
  const Video known = desk.known();
  CHECK(known.status == VideoStatus::completed);
  CHECK(known.url == video.url);
  CHECK(known.asked_at == video.asked_at);
  CHECK(known.ended_at == video.ended_at);
  CHECK(known.path == video.path);
  CHECK(known.bytes == video.bytes);
  CHECK(known.sha256 == video.sha256);
  CHECK(known.etag == video.etag);
  video.error = "the disk is full";
  desk.ledger.note(video);
  desk.ledger.commit();
  CHECK(desk.known().error == "the disk is full");
  CHECK(Reader(desk.ledger.database()).video_reply_of(desk.attempt.entry) ==
        "{\"status\":\"completed\"}\xff");
  CHECK(Reader(desk.ledger.database()).videos().size() == 1);
}

TEST_CASE("A video that was changed by hand counts as damage", "[both]") {
  Desk desk;
  desk.ledger.note(whole_video(desk.attempt.entry));
  desk.ledger.commit();
  desk.ledger.database().execute("UPDATE video SET path = '/tmp/other.mp4'");
  CHECK_THROWS_AS(desk.known(), Error);
}

TEST_CASE("The time a task took is known once its video is", "[both]") {
  Desk desk;
  Video video = whole_video(desk.attempt.entry);
  video.ended_at = desk.attempt.sent_at + 200s;
  desk.ledger.note(video);
  desk.ledger.commit();
  std::vector<Duration> took;
  Reader(desk.ledger.database()).for_each_duration([&](const std::string& body, Duration time) {
    CHECK(body == harbor.body);
    took.push_back(time);
  });
  CHECK(took == std::vector<Duration>{200s});
}

TEST_CASE("A ledger of version 1 is read without videos, and gets its table when it is written to",
          "[both]") {
  const Database old = Database::in_memory("0123456789abcdef");
  old.execute("DROP TABLE video");
  old.execute("PRAGMA user_version = 1");
  old.execute("UPDATE ledger SET version = 1");
  CHECK(Reader(old).videos().empty());
  CHECK_FALSE(Reader(old).video_of("bcdfghjklmnp"));
  old.upgrade();
  CHECK(Reader(old).videos().empty());
  old.execute("INSERT INTO video (entry, status, bytes, checksum) VALUES ('b', 'running', 0, 0)");
  ledger::Statement version = old.prepare("SELECT version FROM ledger");
  REQUIRE(version.step());
  CHECK(version.integer(0) == ledger::schema_version);
  version.reset();
  old.upgrade();  // changes nothing
}

TEST_CASE("An import keeps the better of two videos", "[both]") {
  Desk desk;
  const Reader reader(desk.ledger.database());
  Ledger::Imported other;
  other.attempt = reader.find_entry(desk.attempt.entry).value();
  other.request = {"A harbor at dawn", harbor.body};
  other.run = sample_run("there");
  other.video = whole_video(desk.attempt.entry);
  other.video->status = VideoStatus::failed;
  other.video_reply = "first";
  CHECK(desk.ledger.take_over({other}).learned == 1);
  CHECK(desk.known().status == VideoStatus::failed);
  other.video->status = VideoStatus::completed;
  other.video_reply = "second";
  CHECK(desk.ledger.take_over({other}).learned == 1);
  other.video->status = VideoStatus::lost;
  CHECK(desk.ledger.take_over({other}).learned == 0);
  CHECK(desk.known().status == VideoStatus::completed);
  CHECK(reader.video_reply_of(desk.attempt.entry) == "second");
}

}  // namespace shotlist::tests::video_test
