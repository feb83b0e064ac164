// The loop beside a ledger that commits while it goes on. Crashes and full disks: tests/promises.

#include <string>
#include <utility>

#include "support/catch2.h"
#include "support/virtual_run.h"

namespace shotlist::tests::background_commit_test {
namespace {

using namespace std::chrono_literals;

/// A house whose commits take a second, and nothing else keeps a request waiting.
struct SlowHouse : VirtualHouse {
  SlowHouse(std::size_t rows, std::int64_t jobs, ScriptedServer::Script script)
      : VirtualHouse(sample_requests(rows), std::move(script)) {
    settings.jobs = jobs;
    settings.pace.rate = Rate{1000, 1s};
    settings.burst = 100;
    commit_takes = 1s;
  }

  Duration since_it_began() { return clock.now() - began; }

  Moment began = clock.now();
};

TEST_CASE("an answer on its way to the disk keeps nobody from being sent") {
  SlowHouse house(4, 2, always({accepts(3s)}));
  const RunReport report = house.run();
  CHECK(report.end.code == ExitCode::ok);
  CHECK(house.counts().submitted == 4);
  CHECK(house.since_it_began() == 2 * (1s + 3s) + 1s);
  for (const submit::Tally& tally : report.tallies)
    CHECK(tally.in_flight <= 2);
}

TEST_CASE("where answers take their time no intent waits for a place on the wire") {
  SlowHouse house(40, 4, always({accepts(20s)}));
  house.stops = {house.began + 30s};
  house.run();
  CHECK(house.counts() == Counts{8, 0, 0, 0, 0, 32});
  for (int row = 1; row <= 40; ++row)  // none that was written down and never left
    CHECK(house.standing("row-" + std::to_string(row)).verdict != Verdict::unsent);
}

// Whoever looks for a task in the provider's console looks at that time.
TEST_CASE("an attempt says when it left, however long it was kept waiting") {
  SlowHouse house(6, 2, [asked = 0](const std::string&, std::size_t) mutable {
    return ++asked == 1 ? rate_limited(30) : accepts(2s);
  });
  house.run();
  CHECK(house.counts().submitted == 6);
  for (const auto& arrival : house.server.arrivals()) {
    for (const Request& request : house.requests.rows) {
      if (request.body != arrival.body) continue;
      const ledger::Attempt attempt = house.standing(request.id);
      CAPTURE(request.id, attempt.attempt);
      if (attempt.attempt == 1)
        CHECK(attempt.sent_at ==
              house.clock.date() - rounded_to_ms(house.clock.now() - arrival.at));
    }
  }
}

TEST_CASE("a row that a limit kept back on its way to the disk is left for the next run") {
  SlowHouse house(3, 2, [](const std::string& body, std::size_t) {
    if (body.find("prompt 2") == std::string::npos) return accepts(1s);
    Behaviour behaviour = refuses();
    behaviour.latency = 1500ms;
    return behaviour;
  });
  house.settings.stop_after = CountOrShare{1};
  CHECK(house.run().end.code == ExitCode::stopped);
  CHECK(house.counts().not_sent == 1);
}

TEST_CASE("answers are heard under a rate that is faster than the disk") {
  for (const Duration commit : {1ms, 15ms}) {
    CAPTURE(commit.count());
    Behaviour lost = bad_gateway_charged();
    lost.latency = 2ms;
    VirtualHouse house(sample_requests(200), always({lost}));
    house.settings.jobs = 64;
    house.settings.pace = {Rate{100, 1s}};
    house.settings.stop_after = CountOrShare{3};
    house.commit_takes = commit;
    CHECK(house.run().end.code == ExitCode::stopped);
    CHECK(house.server.arrivals().size() <= 7);
  }
}

// A commit ends by itself, so it may end between any two lines of the loop. Whoever sleeps after
// that must have believed what it made durable.
TEST_CASE("no answer sleeps because its commit ended between two looks at it") {
  for (const std::int64_t rows : {1, 2, 5}) {
    for (const std::int64_t jobs : {1, 4}) {
      for (int ticks = 0; ticks <= 12; ++ticks) {
        CAPTURE(rows, jobs, ticks);
        SlowHouse house(static_cast<std::size_t>(rows), jobs, always({accepts(100ms)}));
        house.commit_takes = 1ms * ticks;
        house.on_commit_asked = [&] { house.clock.advance(1ms); };
        CHECK(house.run().end.code == ExitCode::ok);
        CHECK(house.since_it_began() < 5s);
      }
    }
  }
}

TEST_CASE("all that is written while a commit is under way shares the next one") {
  SlowHouse house(20, 20, always({accepts(100ms)}));
  house.run();
  CHECK(house.counts().submitted == 20);
  CHECK(house.since_it_began() <= 6s);
}

TEST_CASE("whoever stops while intents are on their way to the disk has nothing sent") {
  for (const bool twice : {false, true}) {
    SlowHouse house(5, 3, always({accepts(3s)}));
    house.stops = {house.began + 500ms};
    if (twice) house.stops.push_back(house.began + 600ms);
    const RunReport report = house.run();
    CHECK(report.end.code == ExitCode::interrupted);
    CHECK(house.server.arrivals().empty());
    CHECK(house.counts() == Counts{0, 0, 0, 0, 0, 5});
    CHECK(report.tallies.back().counts == house.counts());
    CHECK(house.standing("row-1").error == "not sent: the run ended before it was its turn");

    house.stops.clear();
    CHECK(house.run().end.code == ExitCode::ok);
    CHECK(house.counts().submitted == 5);
    CHECK(house.server.arrivals().size() == 5);
  }
}

TEST_CASE("a refusal of the key keeps back what is on its way to the disk") {
  SlowHouse house(5, 2, [](const std::string& body, std::size_t) {
    if (body.find("prompt 1") != std::string::npos) return accepts(1s);
    if (body.find("prompt 2") == std::string::npos) return accepts(1s);
    Behaviour behaviour = bad_key();
    behaviour.latency = 1500ms;
    return behaviour;
  });
  const RunReport report = house.run();
  CHECK(report.end.code == ExitCode::refused);
  CHECK(house.server.arrivals().size() == 2);
  CHECK(house.standing("row-3").status == Status::not_sent);
  CHECK(house.counts() == Counts{1, 1, 0, 0, 0, 3});
}

TEST_CASE("a row in doubt that was to be sent again and never left is sent on that word, once") {
  SlowHouse house(1, 1, always({silent_charged(), accepts()}));
  house.run();
  REQUIRE(house.counts().in_doubt == 1);
  house.consent.in_doubt = true;
  house.stops = {house.clock.now() + 500ms};
  house.run();
  CHECK(house.server.arrivals().size() == 1);
  CHECK(house.match("row-1").tries.front().status == Status::in_doubt);
  CHECK(house.standing("row-1").status == Status::failed);
  house.consent.in_doubt = false;
  house.stops.clear();
  house.run();
  CHECK(house.server.arrivals().size() == 2);
  CHECK(house.counts().submitted == 1);
  CHECK(house.run().sent.empty());
}

}  // namespace
}  // namespace shotlist::tests::background_commit_test
