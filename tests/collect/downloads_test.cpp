#include "collect/downloads.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/sha256.h"
#include "collect/fake_folder.h"
#include "collect/file_name.h"
#include "collect/virtual_gateway.h"
#include "support/catch2.h"
#include "support/virtual_time.h"
#include "support/virtual_worker.h"

namespace shotlist::tests::downloads_test {
namespace {

using namespace std::chrono_literals;
using collect::Downloads;
using collect::DownloadSettings;

std::string sum_of(const std::string& bytes) {
  Sha256 sum;
  sum.add(bytes);
  return sum.hex();
}

Served whole(const std::string& body) {
  Served served;
  served.body = body;
  served.headers = {{"content-length", std::to_string(body.size())},
                    {"etag", "\"" + sum_of(body).substr(0, 8) + "\""}};
  return served;
}

/// A well-behaved server of `body`, ranges included.
Served serve_range(const http::Fetch& fetch, const std::string& body) {
  for (const std::string& header : fetch.headers) {
    if (header.find("Range: bytes=") != 0) continue;
    const std::size_t from = std::stoul(header.substr(13));
    if (from >= body.size()) {
      Served none;
      none.status = 416;
      none.headers = {{"content-range", fmt::format("bytes */{}", body.size())}};
      return none;
    }
    Served served = whole(body.substr(from));
    served.status = 206;
    served.headers[1].second = whole(body).headers[1].second;
    served.headers.emplace_back("content-range",
                                fmt::format("bytes {}-{}/{}", from, body.size() - 1, body.size()));
    return served;
  }
  return whole(body);
}

/// A drive, a server and what the ledger would know, which outlive each process.
struct World : collect::DownloadListener {
  VirtualClock clock;
  VirtualStop stop{clock};
  VirtualGateway gateway;
  FakeDrive drive;
  DownloadSettings settings;
  Video known;  ///< of task 0
  std::vector<std::string> failures;
  std::vector<Duration> pauses;
  std::vector<std::string> fresh_links;
  std::size_t asked_for_links = 0;
  Downloads* downloads = nullptr;
  std::string disk_fault;
  std::string base_url = "https://gateway.invalid";

  World() {
    known.url = "https://videos.invalid/a.mp4";
    known.status = VideoStatus::completed;
    settings.host = "here";
  }

  void fetched(std::size_t, const Video& file) override {
    known = file;
    fetches_before_an_end = std::min(fetches_before_an_end, gateway.fetched.size());
  }
  void part_begun(std::size_t, const Video& part) override {
    known.etag = part.etag;
    known.bytes = part.bytes;
  }
  void not_fetched(std::size_t, const std::string& why) override { failures.push_back(why); }
  void must_wait(std::size_t, Duration pause) override { pauses.push_back(pause); }
  void needs_link(std::size_t task) override {
    ++asked_for_links;
    if (fresh_links.empty()) return downloads->give_up(task, "there is no other");
    const std::string link = fresh_links.front();
    fresh_links.erase(fresh_links.begin());
    known.url = link;
    downloads->renew(task, link, {});
  }

  /// Returns whether the process lived to its end.
  bool run(std::size_t dies_at = 0, std::size_t files = 1) {
    Lifetime life(dies_at == 0 ? std::size_t(-1) : dies_at);
    GatewayWire wire(gateway, clock, stop, life);
    FakeFolder folder(drive, life);
    VirtualWorker worker(clock, sealing_takes, sealing, &life);
    api::Endpoint endpoint;
    endpoint.base_url = base_url;
    endpoint.key = Secret("sk-0123456789abcdef");
    try {
      Downloads all(settings, endpoint, folder, wire, clock, worker);
      downloads = &all;
      all.listen(*this);
      for (std::size_t task = 0; task < files; ++task)
        all.add(task, "task-" + std::to_string(task), "harbor" + std::string(task, 'x'), known, {});
      while (!all.is_over()) {
        const Moment next = std::min(all.turn(clock.now()), worker.ends());
        if (all.is_over()) break;
        wire.wait(next == Moment::max() ? Duration(1h) : std::max(Duration(0), next - clock.now()));
      }
      disk_fault = all.disk_fault().english;
      steps = life.steps();
      most_at_once = wire.most_fetches;
      return true;
    } catch (const Killed&) {
      return false;
    }
  }

  VirtualWorker::Runs sealing = VirtualWorker::Runs::at_its_begin;
  Duration sealing_takes{};
  std::size_t fetches_before_an_end = std::size_t(-1);
  std::size_t steps = 0;
  std::size_t most_at_once = 0;
};

/// One process that fetches task 0 of a world, moved on step by step.
struct Process {
  Lifetime life;
  GatewayWire wire;
  FakeFolder folder;
  VirtualWorker worker;
  Downloads all;

  Process(World& world, Duration sealing_takes)
      : wire(world.gateway, world.clock, world.stop, life),
        folder(world.drive, life),
        worker(world.clock, sealing_takes, VirtualWorker::Runs::before_its_end),
        all(world.settings, {}, folder, wire, world.clock, worker) {
    all.listen(world);
    all.add(0, "task-0", "harbor", world.known, {});
    all.turn(world.clock.now());
    wire.wait(1s);
  }
};

}  // namespace

TEST_CASE("A video is fetched, and its file is whole, named and summed") {
  World world;
  const std::string video = small_mp4("a");
  world.gateway.serve = [&](const http::Fetch& fetch) { return serve_range(fetch, video); };
  REQUIRE(world.run());
  CHECK(world.drive.content_of("harbor.mp4") == video);
  CHECK(world.drive.names.size() == 1);
  CHECK(world.known.path == "/videos/harbor.mp4");
  CHECK(world.known.host == "here");
  CHECK(world.known.bytes == static_cast<std::int64_t>(video.size()));
  CHECK(world.known.sha256 == sum_of(video));
  CHECK(world.failures.empty());
}

TEST_CASE(
    "A process that dies at any operation leaves a whole file or none, and one more fetch ends "
    "it") {
  const std::string video = small_mp4("a", 1000);
  const auto serve = [&](const http::Fetch& fetch) { return serve_range(fetch, video); };
  using Runs = VirtualWorker::Runs;
  for (const auto& [sealing, loses_power] :
       {std::pair(Runs::at_its_begin, false), std::pair(Runs::before_its_end, false),
        std::pair(Runs::at_its_begin, true)}) {
    World model;
    model.gateway.serve = serve;
    model.sealing = sealing;
    model.sealing_takes = 8ms;
    REQUIRE(model.run());
    for (std::size_t death = 1; death <= model.steps; ++death) {
      INFO("died at " << death << ", power lost: " << loses_power);
      World world;
      world.gateway.serve = serve;
      world.sealing = sealing;
      world.sealing_takes = 8ms;
      REQUIRE_FALSE(world.run(death));
      if (loses_power) world.drive.lose_power();
      if (const auto there = world.drive.content_of("harbor.mp4")) CHECK(*there == video);
      if (world.known.path.empty()) REQUIRE(world.run());
      CHECK(world.drive.content_of("harbor.mp4") == video);
      CHECK(world.known.sha256 == sum_of(video));
      CHECK(world.drive.names.size() == 1);
      CHECK(world.gateway.fetched.size() <= 2);
    }
  }
}

TEST_CASE("A part is continued where it ended, and only if the file is the same") {
  const std::string video = small_mp4("a", 2000);
  World world;
  std::size_t requests = 0;
  world.gateway.serve = [&](const http::Fetch& fetch) {
    Served served = serve_range(fetch, video);
    if (++requests == 1) served.cut = 500;
    return served;
  };
  REQUIRE(world.run());
  CHECK(world.drive.content_of("harbor.mp4") == video);
  REQUIRE(world.gateway.fetched.size() == 2);
  bool has_range = false;
  for (const std::string& header : world.gateway.fetched[1].headers)
    has_range = has_range || header == "Range: bytes=500-";
  CHECK(has_range);

  World other;
  const std::string newer = small_mp4("b", 2000);
  requests = 0;
  other.gateway.serve = [&](const http::Fetch& fetch) {
    Served served = ++requests == 1 ? whole(video) : whole(newer);
    static_cast<void>(fetch);
    if (requests == 1) served.cut = 500;
    return served;
  };
  REQUIRE(other.run());
  CHECK(other.drive.content_of("harbor.mp4") == newer);
}

TEST_CASE("The key goes to the gateway's own origin, and never along with a redirect to another") {
  const std::string video = small_mp4("a");
  World world;
  world.known.url = "https://gateway.invalid/v1/videos/a/content";
  world.gateway.serve = [&](const http::Fetch& fetch) {
    if (fetch.url.find("gateway.invalid") == std::string::npos) return whole(video);
    Served served;
    served.status = 302;
    served.headers = {{"location", "https://cdn.invalid/a.mp4"}};
    return served;
  };
  REQUIRE(world.run());
  REQUIRE(world.gateway.fetched.size() == 2);
  CHECK(world.gateway.fetched[0].bearer.reveal() == "sk-0123456789abcdef");
  CHECK(world.gateway.fetched[1].url == "https://cdn.invalid/a.mp4");
  CHECK(world.gateway.fetched[1].bearer.empty());
  CHECK_FALSE(world.gateway.fetched[1].private_addresses);
}

TEST_CASE("Redirects are followed five times, and never from https to http") {
  World world;
  world.gateway.serve = [&](const http::Fetch& fetch) {
    Served served;
    served.status = 307;
    served.headers = {{"location", fetch.url + "x"}};
    return served;
  };
  REQUIRE(world.run());
  REQUIRE(world.failures.size() == 1);
  CHECK(world.failures[0] == "it was sent on more than 5 times");
  CHECK(world.gateway.fetched.size() == Downloads::most_tries * 6);

  World nowhere;
  nowhere.gateway.serve = [&](const http::Fetch&) {
    Served served;
    served.status = 302;
    return served;
  };
  REQUIRE(nowhere.run());
  CHECK(nowhere.failures.at(0) == "the server sends it on and does not say where");

  World plain;
  plain.gateway.serve = [&](const http::Fetch&) {
    Served served;
    served.status = 302;
    served.headers = {{"location", "http://videos.invalid/a.mp4"}};
    return served;
  };
  REQUIRE(plain.run());
  CHECK(plain.failures.at(0) == "the server sends it on from https to http");
}

TEST_CASE("A link that has ended is replaced once by a fresh one") {
  const std::string video = small_mp4("a");
  for (const int status : {403, 404, 410}) {
    World world;
    world.fresh_links = {"https://videos.invalid/fresh.mp4"};
    world.gateway.serve = [&](const http::Fetch& fetch) {
      if (fetch.url.find("fresh") != std::string::npos) return serve_range(fetch, video);
      Served served;
      served.status = status;
      return served;
    };
    REQUIRE(world.run());
    CHECK(world.drive.content_of("harbor.mp4") == video);
    CHECK(world.asked_for_links == 1);
  }
  World gone;
  gone.gateway.serve = [&](const http::Fetch&) {
    Served served;
    served.status = 404;
    return served;
  };
  REQUIRE(gone.run());
  CHECK(gone.asked_for_links == 1);
  REQUIRE(gone.failures.size() == 1);
  CHECK(gone.failures[0].find("404") != std::string::npos);
}

TEST_CASE("What is no video is a failed try, and five of them end it") {
  World world;
  world.gateway.serve = [&](const http::Fetch&) {
    return whole("<!DOCTYPE html><html><title>Sign in</title></html>");
  };
  REQUIRE(world.run());
  CHECK(world.gateway.fetched.size() == Downloads::most_tries);
  REQUIRE(world.failures.size() == 1);
  CHECK(world.failures[0].find("web page") != std::string::npos);
  CHECK(world.drive.names.empty());
}

TEST_CASE("A page without an end is left after its first bytes") {
  World world;
  world.gateway.serve = [&](const http::Fetch&) {
    Served served;
    served.body = "<html>" + std::string(1'000'000, 'a');
    return served;
  };
  REQUIRE(world.run());
  CHECK(world.drive.room > 1'000'000'000 - 5 * 10'000);
}

TEST_CASE("A cut without a length does not pass for the whole") {
  const std::string video = small_mp4("a", 2000);
  World world;
  world.gateway.serve = [&](const http::Fetch&) {
    Served served;
    served.body = video.substr(0, 1000);
    return served;
  };
  REQUIRE(world.run());
  CHECK(world.failures.size() == 1);
  CHECK_FALSE(world.drive.content_of("harbor.mp4"));
}

TEST_CASE("A server that cuts at the same place is named as the cause") {
  const std::string video = small_mp4("a", 2000);
  World world;
  world.gateway.serve = [&](const http::Fetch&) {
    Served served = whole(video);
    served.headers.pop_back();  // nothing to continue by
    served.cut = 700;
    served.takes = 60s;
    return served;
  };
  REQUIRE(world.run());
  REQUIRE(world.failures.size() == 1);
  CHECK(world.failures[0] == "the server cuts after 700 bytes (the connection was cut)");
}

TEST_CASE("A file that is not ours is never replaced") {
  const std::string video = small_mp4("a");
  World world;
  world.drive.put("harbor.mp4", "holiday pictures");
  world.gateway.serve = [&](const http::Fetch& fetch) { return serve_range(fetch, video); };
  REQUIRE(world.run());
  CHECK(world.drive.content_of("harbor.mp4") == "holiday pictures");
  REQUIRE(world.failures.size() == 1);
  CHECK(world.failures[0].find("is there already") != std::string::npos);
}

TEST_CASE("A name that is taken is noticed before the video is fetched") {
  const std::string video = small_mp4("a");
  World world;
  world.drive.put("harbor.mp4", "holiday pictures");
  world.drive.put("harbor.mov", "of something else");
  world.gateway.serve = [&](const http::Fetch& fetch) {
    Served served = serve_range(fetch, video);
    served.headers.emplace_back("content-type", "video/mp4");
    return served;
  };
  const std::uint64_t room = world.drive.room;
  REQUIRE(world.run());
  CHECK(world.gateway.fetched.size() == 1);
  CHECK(world.drive.room == room);

  // Of the same size: only its bytes tell, and what was fetched is kept for the next run.
  World twin;
  std::string other = video;
  other.back() = 'y';
  twin.drive.put("harbor.mp4", other);
  twin.gateway.serve = world.gateway.serve;
  REQUIRE(twin.run());
  CHECK(twin.failures.size() == 1);
  CHECK(twin.drive.content_of("harbor.mp4") == other);
  CHECK(twin.gateway.fetched.size() == 1);
  twin.drive.names.erase("harbor.mp4");
  REQUIRE(twin.run());
  CHECK(twin.drive.content_of("harbor.mp4") == video);
}

TEST_CASE("A part whose name belongs to a folder fails alone") {
  const std::string video = small_mp4("a");
  World world;
  world.drive.folders = {collect::part_name("harbor", "task-0")};
  world.gateway.serve = [&](const http::Fetch& fetch) { return serve_range(fetch, video); };
  REQUIRE(world.run(0, 2));
  REQUIRE(world.failures.size() == 1);
  CHECK(world.failures[0].find("is no regular file") != std::string::npos);
  CHECK(world.drive.content_of("harborx.mp4") == video);
}

TEST_CASE("A page instead of a video says nothing about the names of others") {
  const std::string video = small_mp4("a");
  World world;
  world.drive.put("harbor.mov", "another video");
  std::size_t requests = 0;
  world.gateway.serve = [&](const http::Fetch& fetch) {
    if (++requests == 1) return whole("<html><title>Busy</title></html>");
    return serve_range(fetch, video);
  };
  REQUIRE(world.run());
  CHECK(world.drive.content_of("harbor.mp4") == video);
  CHECK(world.drive.content_of("harbor.mov") == "another video");
}

TEST_CASE("A key that a body quotes is told to nobody") {
  World world;
  world.gateway.serve = [&](const http::Fetch&) {
    return whole(R"({"error":"bad token Bearer sk-0123456789abcdef"})");
  };
  REQUIRE(world.run());
  REQUIRE(world.failures.size() == 1);
  CHECK(world.failures[0].find("0123456789") == std::string::npos);
  CHECK(world.failures[0].find("[key]") != std::string::npos);
}

TEST_CASE("A part that another program replaces does not get the name") {
  const std::string video = small_mp4("a");
  World world;
  world.gateway.serve = [&](const http::Fetch& fetch) { return serve_range(fetch, video); };
  Process process(world, 8ms);
  REQUIRE(process.worker.is_busy());
  world.drive.put(collect::part_name("harbor", "task-0"), "half of it");
  world.clock.advance_to(process.worker.ends());
  process.all.turn(world.clock.now());
  CHECK_FALSE(world.drive.content_of("harbor.mp4"));
  CHECK(world.known.path.empty());
}

TEST_CASE("The sum is that of the file, however its bytes arrived") {
  const std::string video = small_mp4("a", 300);
  World world;
  const std::string other(video.size(), 'x');
  std::size_t requests = 0;
  world.fresh_links = {"data:video/mp4," + [&] {
    std::string text;
    for (const char c : video)
      text += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    return text;
  }()};
  world.gateway.serve = [&](const http::Fetch&) {
    Served served = whole(other + other);
    if (++requests == 1) served.cut = other.size();
    if (requests > 1) served.status = 404;
    return served;
  };
  REQUIRE(world.run());
  CHECK(world.drive.content_of("harbor.mp4") == video);
  CHECK(world.known.sha256 == sum_of(video));
}

TEST_CASE("A part of a file has no more bytes than it announced") {
  const std::string video = small_mp4("a", 2000);
  World world;
  std::size_t requests = 0;
  world.gateway.serve = [&](const http::Fetch& fetch) {
    Served served = serve_range(fetch, video);
    if (++requests == 1) served.cut = 500;
    if (requests != 2) return served;
    served.headers = {{"content-range", fmt::format("bytes 500-599/{}", video.size())},
                      {"etag", served.headers[1].second}};  // chunked, and longer than that
    return served;
  };
  REQUIRE(world.run());
  CHECK(world.drive.content_of("harbor.mp4") == video);
  CHECK(requests == 3);
}

TEST_CASE("A pause that the server of a video asks for is kept, and told if it is long") {
  const std::string video = small_mp4("a");
  World world;
  std::size_t requests = 0;
  world.gateway.serve = [&](const http::Fetch& fetch) {
    if (++requests > 1) return serve_range(fetch, video);
    Served busy;
    busy.status = 429;
    busy.headers = {{"retry-after", "600"}};
    return busy;
  };
  const Moment began = world.clock.now();
  REQUIRE(world.run());
  CHECK(world.drive.content_of("harbor.mp4") == video);
  CHECK(world.clock.now() - began >= 600s);
  CHECK(world.pauses == std::vector<Duration>{600s});
}

TEST_CASE("The line is not idle while a file is summed and synced") {
  const std::string video = small_mp4("a");
  World world;
  world.settings.jobs = 1;
  world.sealing_takes = 1h;
  world.gateway.serve = [&](const http::Fetch& fetch) { return serve_range(fetch, video); };
  REQUIRE(world.run(0, 3));
  CHECK(world.drive.names.size() == 3);
  CHECK(world.fetches_before_an_end == 2);  // but never further ahead than it has jobs
}

TEST_CASE("A file that is being synced when the user stops gets its name") {
  const std::string video = small_mp4("a");
  World world;
  world.gateway.serve = [&](const http::Fetch& fetch) { return serve_range(fetch, video); };
  Process process(world, 1h);
  REQUIRE(process.worker.is_busy());
  process.all.stop();
  CHECK(world.drive.content_of("harbor.mp4") == video);
  CHECK(world.known.path == "/videos/harbor.mp4");
}

TEST_CASE("A turn that ends the last file asks for no sleep") {
  const std::string video = small_mp4("a");
  World world;
  world.gateway.serve = [&](const http::Fetch& fetch) { return serve_range(fetch, video); };
  Process process(world, 8ms);
  CHECK(process.all.turn(world.clock.now()) == Moment::max());
  world.clock.advance_to(process.worker.ends());
  CHECK(process.all.turn(world.clock.now()) == world.clock.now());
  CHECK(process.all.is_over());
}

TEST_CASE("A disk that cannot sync ends the downloads, and no file gets its name") {
  const std::string video = small_mp4("a");
  World world;
  world.drive.syncs = false;
  world.gateway.serve = [&](const http::Fetch& fetch) { return serve_range(fetch, video); };
  REQUIRE(world.run(0, 2));
  CHECK(world.disk_fault.find("Input/output error") != std::string::npos);
  CHECK(world.failures.size() == 2);
  CHECK(world.known.path.empty());
  CHECK_FALSE(world.drive.content_of("harbor.mp4"));
}

TEST_CASE("A full disk ends all downloads and leaves the parts") {
  const std::string video = small_mp4("a", 2000);
  World announced;
  announced.drive.room = 1000;
  announced.gateway.serve = [&](const http::Fetch& fetch) { return serve_range(fetch, video); };
  REQUIRE(announced.run());
  CHECK(announced.disk_fault.find("has room for 1000 bytes") != std::string::npos);
  CHECK(announced.drive.room == 1000);  // nothing was begun in vain

  World surprised;
  surprised.drive.room = 1000;
  surprised.gateway.serve = [&](const http::Fetch&) {
    Served served;
    served.body = video;
    return served;
  };
  REQUIRE(surprised.run(0, 3));
  CHECK(surprised.disk_fault.find("No space left") != std::string::npos);
  CHECK(surprised.failures.size() == 3);
}

TEST_CASE("A file may not be larger than --max-file, announced or not") {
  const std::string video = small_mp4("a", 2000);
  for (const bool announced : {true, false}) {
    World world;
    world.settings.max_bytes = 1000;
    world.gateway.serve = [&](const http::Fetch&) {
      Served served = whole(video);
      if (!announced) served.headers.clear();
      return served;
    };
    REQUIRE(world.run());
    REQUIRE(world.failures.size() == 1);
    CHECK(world.failures[0].find("--max-file") != std::string::npos);
    CHECK(world.gateway.fetched.size() == 1);  // another try would find the same
  }
}

TEST_CASE("No more files are fetched at once than there are jobs") {
  const std::string video = small_mp4("a");
  World world;
  world.settings.jobs = 3;
  world.gateway.serve = [&](const http::Fetch& fetch) { return serve_range(fetch, video); };
  REQUIRE(world.run(0, 10));
  CHECK(world.most_at_once == 3);
  CHECK(world.drive.names.size() == 10);
}

TEST_CASE("A data: link is the file itself") {
  World world;
  world.known.url = "data:video/mp4;base64,AAAA";
  REQUIRE(world.run());
  REQUIRE(world.failures.size() == 1);  // three zero bytes are no video
  CHECK(world.gateway.fetched.empty());
}

TEST_CASE("The end of a link is read from the link") {
  using collect::end_of_link;
  const auto noon = parse_date("2025-10-12T15:04:21.000Z");
  CHECK(end_of_link("https://a.invalid/v.mp4?st=x&se=2025-10-12T15%3A04%3A21Z&sig=b") == noon);
  CHECK(end_of_link("https://a.invalid/v.mp4?Expires=1760281461&Signature=b") == noon);
  CHECK(end_of_link("https://a.invalid/v.mp4?X-Amz-Date=20251012T140421Z&X-Amz-Expires=3600") ==
        noon);
  for (const char* other :
       {"https://a.invalid/v.mp4", "https://a.invalid/?se=tomorrow",
        "https://a.invalid/?Expires=-5", "https://a.invalid/?Expires=99999999999999",
        "https://a.invalid/?X-Amz-Date=20251012T140421Z", "https://a.invalid/?base=1&see=2"})
    CHECK_FALSE(end_of_link(other));
}

TEST_CASE(
    "A video that is done after the disk was full is told as not fetched, and nothing waits") {
  World world;
  world.drive.room = 10;
  const std::string video = small_mp4("a", 2000);
  world.gateway.serve = [&](const http::Fetch& fetch) { return serve_range(fetch, video); };
  Lifetime life;
  GatewayWire wire(world.gateway, world.clock, world.stop, life);
  FakeFolder folder(world.drive, life);
  api::Endpoint endpoint;
  endpoint.base_url = "https://gateway.invalid";
  VirtualWorker worker;
  Downloads all(world.settings, endpoint, folder, wire, world.clock, worker);
  all.listen(world);
  all.add(0, "task-0", "harbor", world.known, {});
  all.turn(world.clock.now());
  wire.wait(1h);
  REQUIRE_FALSE(all.disk_fault().empty());
  all.add(1, "task-1", "tram", world.known, {});
  CHECK(all.is_over());
  CHECK(world.failures.size() == 2);
}

TEST_CASE("A gateway that is not public may lead to its own host, and a public one to no other") {
  const std::string video = small_mp4("a");
  const std::vector<std::pair<std::string, bool>> gateways = {{"http://10.1.2.3:8080", true},
                                                              {"http://127.0.0.1:9", true},
                                                              {"https://gateway.invalid", false}};
  for (const auto& [base, is_private] : gateways) {
    World world;
    world.base_url = base;
    world.known.url = "http://10.1.2.3:8081/a.mp4";
    world.gateway.serve = [&](const http::Fetch& fetch) { return serve_range(fetch, video); };
    REQUIRE(world.run());
    CHECK(world.gateway.fetched.at(0).private_addresses == is_private);
  }
}

}  // namespace shotlist::tests::downloads_test
