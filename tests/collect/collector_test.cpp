#include "collect/collector.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/base64.h"
#include "collect/downloads.h"
#include "collect/fake_folder.h"
#include "collect/virtual_gateway.h"
#include "ledger/database.h"
#include "ledger/reader.h"
#include "submit/submitter.h"
#include "support/catch2.h"
#include "support/test_database.h"
#include "support/virtual_run.h"
#include "support/virtual_time.h"
#include "support/virtual_worker.h"

namespace shotlist::tests::collector_test {
namespace {

using namespace std::chrono_literals;
using collect::Collector;
using collect::CollectSettings;
using collect::Expectations;
using collect::Task;
using ledger::Database;
using ledger::Ledger;
using ledger::Reader;

class Told final : public submit::Observer {
 public:
  void told(const Sentence& line) override { lines.emplace_back(line.spoken); }
  std::vector<std::string> lines;
};

/// A ledger, a gateway and a clock that outlive the runs.
struct World {
  VirtualClock clock;
  VirtualRandom random{7};
  VirtualStop stop{clock};
  VirtualGateway gateway;
  VirtualWorker worker;
  Ledger ledger{test_database(), worker, random};
  Told told;
  CollectSettings settings;
  Expectations expectations;
  submit::SubmitSettings submit;

  World() {
    submit.jobs = 8;
    submit.pace.rate = Rate{1000, 1s};
    submit.burst = 100;
  }

  /// A task that was sent now and ends after that time.
  Task& sent(const std::string& id, Duration takes) {
    VirtualGateway::Task& there = gateway.tasks[id];
    there.ends = clock.now() + takes;
    there.url = "https://videos.invalid/" + id + ".mp4";
    Task& task = tasks.emplace_back();
    task.row = "row-" + id;
    task.id = id;
    task.body = R"({"model":"sora-2-pro","size":"small","duration":15})";
    task.sent_at = clock.date();
    task.video.entry = "entry-" + id;
    return task;
  }

  /// What a run finds out, until its end or its death.
  submit::RunEnd run(std::size_t dies_at = 0) {
    Lifetime life(dies_at == 0 ? std::size_t(-1) : dies_at);
    GatewayWire wire(gateway, clock, stop, life);
    api::Endpoint endpoint;
    endpoint.base_url = "https://gateway.invalid";
    for (Task& task : tasks) {
      task.video = known(task.video.entry);
      settings.stems[task.row] = task.row;
    }
    FakeFolder folder(drive, life);
    std::optional<collect::Downloads> downloads;
    VirtualWorker sealer;
    if (fetches)
      downloads.emplace(collect::DownloadSettings{}, endpoint, folder, wire, clock, sealer);
    Collector collector(tasks, settings, endpoint, expectations, ledger, {clock, random, wire},
                        told, downloads ? &*downloads : nullptr);
    const submit::Orders none;
    submit::Submitter loop(none, {}, {}, ledger, endpoint, submit, {clock, random, wire, stop},
                           told, &collector);
    try {
      loop.run();
    } catch (const Killed&) {
      ledger.commit();  // what was on its way to the disk
    }
    last = collector.tell();
    return collector.end();
  }

  Video known(const std::string& entry) {
    Video none;
    none.entry = entry;
    return Reader(ledger.database()).video_of(entry).value_or(none);
  }
  Video video(const std::string& id) { return known("entry-" + id); }

  std::vector<Task> tasks;
  bool fetches = false;
  FakeDrive drive;
  submit::Collecting last;
};

http::Reply spoilt(std::uint64_t chance) {
  http::Reply reply;
  reply.transfer = http::Transfer::complete;
  reply.status = 200;
  switch (chance % 9) {
    case 0:
      reply.status = 502;
      reply.body = "<html>Bad Gateway</html>";
      break;
    case 1:
      reply.body = R"({"id":"a","status":"comp)";
      break;
    case 2:
      break;  // empty
    case 3:
      reply.status = 429;
      reply.body = R"({"error":{"message":"too many requests"}})";
      reply.headers = {{"retry-after", "1"}};
      break;
    case 4:
      reply.status = 0;
      reply.transfer = http::Transfer::timed_out;
      reply.fault = "no answer within 120s";
      break;
    case 5:
      reply.status = 500;
      reply.body = R"({"error":{"code":"fail_to_fetch_task","message":"Internal Server Error"}})";
      break;
    case 6:
      reply.body = R"({"code":"success","data":null})";
      break;
    case 7:
      reply.body = R"({"status":"polishing"})";
      break;
    default:
      reply.status = 503;
      reply.body = "upstream connect error";
  }
  return reply;
}

/// Normal: Box and Muller.
double normal(VirtualRandom& random) {
  return std::sqrt(-2 * std::log(1 - random.unit())) * std::cos(6.283185307 * random.unit());
}

}  // namespace

TEST_CASE("Each task is looked at until it ends, and the ledger says what became of it") {
  World world;
  world.sent("a", 200s);
  world.sent("b", 100s);
  world.gateway.tasks["b"].status = "failed";
  world.sent("c", 20h);
  CHECK(world.run().code == ExitCode::ok);
  CHECK(world.video("a").status == VideoStatus::completed);
  CHECK(world.video("a").url == "https://videos.invalid/a.mp4");
  CHECK(world.video("b").status == VideoStatus::failed);
  CHECK(world.video("c").status == VideoStatus::running);
  CHECK(world.last.completed == 1);
  CHECK(world.last.ended_badly == 1);
  CHECK(world.last.given_up == 1);
  CHECK(world.gateway.submissions == 0);
}

TEST_CASE("With a third of all answers spoilt, no task ends wrongly") {
  World world;
  VirtualRandom dice(99);
  world.gateway.spoil = [&](const std::string&) -> std::optional<http::Reply> {
    if (dice.below(10) < 3) return spoilt(dice.bits());
    return std::nullopt;
  };
  for (int i = 0; i < 300; ++i) {
    const std::string id = "t" + std::to_string(i);
    world.sent(id, std::chrono::seconds(60 + i));
    if (i % 7 == 0) world.gateway.tasks[id].status = "failed";
  }
  CHECK(world.run().code == ExitCode::ok);
  for (int i = 0; i < 300; ++i) {
    const std::string id = "t" + std::to_string(i);
    INFO(id);
    CHECK(world.video(id).status == (i % 7 == 0 ? VideoStatus::failed : VideoStatus::completed));
  }
  // The unknown word was told once.
  std::size_t words = 0;
  for (const std::string& line : world.told.lines)
    words += line.find("polishing") != std::string::npos ? 1 : 0;
  CHECK(words == 1);
}

TEST_CASE("Ten thousand tasks, with spoilt answers and crashes, all end as the server says") {
  World world;
  world.settings.polls.pace.rate = Rate{1000, 1s};
  VirtualRandom dice(3);
  for (int i = 0; i < 40; ++i)  // what the ledger has learned
    world.expectations.learn(
        R"({"model":"sora-2-pro","size":"small","duration":15})",
        std::chrono::milliseconds(static_cast<std::int64_t>(200'000 + 40'000 * normal(dice))));
  for (int i = 0; i < 10000; ++i) {
    const double seconds = std::max(1.0, 200 + 40 * normal(dice));
    world.sent("t" + std::to_string(i),
               std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000)));
  }
  std::size_t spoilt_looks = 0;
  world.gateway.spoil = [&](const std::string&) -> std::optional<http::Reply> {
    if (dice.below(100) >= 5) return std::nullopt;
    ++spoilt_looks;
    return spoilt(dice.bits());
  };
  for (const std::size_t death : {std::size_t{2000}, std::size_t{9000}, std::size_t{0}})
    world.run(death);
  std::size_t looks = 0;
  Duration shortest = 1h;
  for (const auto& [id, task] : world.gateway.tasks) {
    CHECK(world.video(id).status == VideoStatus::completed);
    looks += task.looks;
    for (std::size_t i = 1; i < task.looked_at.size(); ++i)
      shortest = std::min(shortest, task.looked_at[i] - task.looked_at[i - 1]);
  }
  INFO(looks << " looks, " << spoilt_looks << " of them spoilt");
  CHECK(looks - spoilt_looks <= 3 * 10000);
  CHECK(world.gateway.submissions == 0);
}

TEST_CASE("No task is looked at more often than its interval, over a whole run") {
  World world;
  VirtualRandom dice(3);
  for (int i = 0; i < 2000; ++i)
    world.sent("t" + std::to_string(i), std::chrono::seconds(100 + dice.below(400)));
  world.run();
  for (const auto& [id, task] : world.gateway.tasks) {
    for (std::size_t i = 1; i < task.looked_at.size(); ++i)
      CHECK(task.looked_at[i] - task.looked_at[i - 1] >= 25500ms);
  }
}

TEST_CASE("An end that is known stays, unless there is a video after all") {
  World world;
  world.sent("a", 0s);
  world.gateway.tasks["a"].status = "failed";
  world.run();
  REQUIRE(world.video("a").status == VideoStatus::failed);
  const std::size_t looks = world.gateway.tasks["a"].looks;
  world.run();
  CHECK(world.gateway.tasks["a"].looks == looks);  // it is not asked again by itself

  world.settings.again = {VideoStatus::failed};
  world.gateway.tasks["a"].is_known = false;
  world.run();
  CHECK(world.video("a").status == VideoStatus::failed);

  world.gateway.tasks["a"].is_known = true;
  world.gateway.tasks["a"].status = "completed";
  world.run();
  CHECK(world.video("a").status == VideoStatus::completed);
}

TEST_CASE("A wrong key ends with 4 and loses nothing") {
  World world;
  for (int i = 0; i < 20; ++i) {
    world.sent("t" + std::to_string(i), 0s);
    world.gateway.tasks["t" + std::to_string(i)].is_known = false;
  }
  CHECK(world.run().code == ExitCode::refused);
  for (int i = 0; i < 20; ++i)
    CHECK(world.video("t" + std::to_string(i)).status == VideoStatus::none);
}

TEST_CASE("A link that holds the video is fetched, and kept nowhere") {
  World world;
  world.sent("a", 0s);
  const std::string video = small_mp4("a");
  std::string link = "data:video/mp4;base64,";
  append_base64(link, video);
  world.gateway.tasks["a"].url = link;
  world.run();
  CHECK(world.video("a").url == "data:video/mp4;base64,…");
  CHECK(world.drive.names.empty());
  const std::size_t looks = world.gateway.tasks["a"].looks;

  world.fetches = true;  // a later run asks for the link once more
  world.run();
  CHECK(world.drive.content_of("row-a.mp4") == video);
  CHECK(world.video("a").path == "/videos/row-a.mp4");
  CHECK(world.video("a").url == "data:video/mp4;base64,…");
  CHECK(world.gateway.tasks["a"].looks == looks + 1);
  CHECK(world.gateway.fetched.empty());

  world.sent("b", 0s);
  world.gateway.tasks["b"].url = world.gateway.tasks["a"].url;
  world.run();
  CHECK(world.drive.content_of("row-b.mp4") == video);
  CHECK(world.video("b").url == "data:video/mp4;base64,…");
}

TEST_CASE(
    "A link that holds the key is fetched as it is at the gateway alone, and kept without it") {
  World world;
  world.fetches = true;
  std::string host;
  SECTION("the gateway's own") {
    host = "https://gateway.invalid";
  }
  SECTION("of another host") {
    host = "https://elsewhere.invalid";
  }
  world.sent("a", 0s);
  const auto answer = [&](const std::string& key) {
    return R"({"id":"a","status":"completed","video_url":")" + host + "/v?key=" + key + "\"}";
  };
  world.gateway.spoil = [&](const std::string&) -> std::optional<http::Reply> {
    http::Reply reply;
    reply.transfer = http::Transfer::complete;
    reply.status = 200;
    reply.body = answer("[key]");
    reply.with_key = Secret(answer("sk-0123456789abcdef"));
    return reply;
  };
  bool is_served = false;
  world.gateway.serve = [&](const http::Fetch&) {
    Served served;
    if (!is_served) served.status = 500;
    if (is_served) served.body = small_mp4("a");
    return served;
  };
  world.run();
  CHECK(world.video("a").url == host + "/v?key=[key]");
  CHECK(world.video("a").path.empty());
  is_served = true;
  world.run();  // the link is not in the ledger: it is asked for
  CHECK(world.video("a").url == host + "/v?key=[key]");
  for (const http::Fetch& fetch : world.gateway.fetched)
    CHECK(fetch.url == "https://gateway.invalid/v?key=sk-0123456789abcdef");
  const bool is_own = host == "https://gateway.invalid";
  CHECK(world.gateway.fetched.empty() != is_own);
  CHECK(world.video("a").path == (is_own ? "/videos/row-a.mp4" : ""));
  CHECK((world.video("a").error.find("leads to another host") != std::string::npos) != is_own);
  for (const std::string& line : world.told.lines)
    CHECK(line.find("sk-0123") == std::string::npos);
}

TEST_CASE("A task whose answers cannot be read is told once, though others are answered") {
  World world;
  for (const char* id : {"a", "b", "c", "d"})
    world.sent(id, 0s);
  world.gateway.spoil = [](const std::string& id) -> std::optional<http::Reply> {
    if (id != "b") return std::nullopt;
    http::Reply reply;
    reply.transfer = http::Transfer::complete;
    reply.status = 200;
    reply.body = R"({"id":"b","status":"completed"} and more)";
    return reply;
  };
  world.run();
  const auto count = std::count_if(
      world.told.lines.begin(), world.told.lines.end(),
      [](const std::string& line) { return line.find("cannot be read") != std::string::npos; });
  CHECK(count == 1);
  CHECK(world.told.lines.front() ==
        "row-b: the answers about the task cannot be read: HTTP 200: no JSON from byte 33 on: and "
        "more; it is asked again until patience ends");
}

TEST_CASE("The results are written on the way, at most every 30 s and for a fiftieth of the time") {
  for (const Duration takes : {Duration(0s), Duration(2s)}) {
    World world;
    for (int i = 0; i < 60; ++i)
      world.sent(std::to_string(i), i * 10s);
    std::vector<Moment> written;
    std::vector<std::size_t> known;
    world.settings.write_results = [&] {
      written.push_back(world.clock.now());
      known.push_back(Reader(world.ledger.database()).videos().size());
      CHECK(world.ledger.written() == world.ledger.durable());
      world.clock.advance_to(world.clock.now() + takes);
    };
    const Moment began = world.clock.now();
    REQUIRE(world.run().code == ExitCode::ok);
    REQUIRE(written.size() >= 3);
    CHECK(written.front() - began >= 30s);
    CHECK(std::is_sorted(known.begin(), known.end()));
    CHECK(known.back() > known.front());
    for (std::size_t i = 1; i < written.size(); ++i)
      CHECK(written[i] - written[i - 1] >= std::max<Duration>(30s, 50 * takes));
  }
}

TEST_CASE("The user asks to stop: nothing more is asked") {
  World world;
  world.sent("a", 20h);
  world.stop.moments = {world.clock.now() + 200s};
  const Moment asked = world.clock.now() + 200s;
  world.run();
  CHECK(world.clock.now() == asked);
  CHECK(world.video("a").status == VideoStatus::running);
}

TEST_CASE("A task that is asked about anew and runs after all is looked at until it ends") {
  World world;
  world.sent("a", 0s);
  world.gateway.tasks["a"].status = "failed";
  world.run();
  REQUIRE(world.video("a").status == VideoStatus::failed);
  world.settings.again = {VideoStatus::failed};
  world.gateway.tasks["a"].status = "completed";
  world.gateway.tasks["a"].ends = world.clock.now() + 20h;
  world.run();  // until patience is over
  CHECK(world.video("a").status == VideoStatus::running);
  CHECK(world.last.ended_badly == 0);
  world.settings.again.clear();
  world.gateway.tasks["a"].ends = world.clock.now();
  world.run();
  CHECK(world.video("a").status == VideoStatus::completed);
}

}  // namespace shotlist::tests::collector_test
