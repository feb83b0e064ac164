// Whole runs on virtual time against servers that limit them and do not say so beforehand.

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "support/catch2.h"
#include "support/limits.h"
#include "support/virtual_run.h"

namespace shotlist::tests::finding_pace_test {
namespace {

using namespace std::chrono_literals;

constexpr Duration latency = 20ms;

double seconds(Duration duration) {
  return std::chrono::duration<double>(duration).count();
}

/// A house with a server that has this limit.
class House {
 public:
  House(std::size_t rows, std::unique_ptr<Limit> limit, Behaviour refusal = rate_limited())
      : virtually(sample_requests(rows),
                  [this](const std::string&, std::size_t) { return answer(); }),
        limit_(std::move(limit)),
        refusal_(std::move(refusal)) {
    refusal_.latency = latency;
    virtually.settings.jobs = 8;
  }

  RunReport run() { return virtually.run(); }
  Duration passed() { return virtually.clock.now() - began_; }
  std::size_t refused() const { return refused_; }
  std::size_t asked() { return virtually.server.arrivals().size(); }
  double wasted() { return static_cast<double>(refused_) / static_cast<double>(asked()); }

  /// How many left in the first `length`.
  std::size_t asked_within(Duration length) {
    const auto& sent = virtually.server.arrivals();
    return static_cast<std::size_t>(std::count_if(
        sent.begin(), sent.end(), [&](const auto& each) { return each.at <= began_ + length; }));
  }

  VirtualHouse virtually;
  bool tells_the_rest = false;  ///< in the headers of each answer
  Duration takes = latency;     ///< what is let in

 private:
  Behaviour answer() {
    const bool let_in = limit_->admits(virtually.clock.now(), latency);
    Behaviour behaviour = let_in ? accepts(takes) : refusal_;
    const api::RateAdvice advice = limit_->advice(virtually.clock.now());
    if (tells_the_rest && advice.remaining && advice.reset) {
      auto& headers = behaviour.reply.headers;
      headers.emplace_back("x-ratelimit-remaining", std::to_string(*advice.remaining));
      headers.emplace_back("x-ratelimit-reset", std::to_string(*advice.reset / 1s));
    }
    refused_ += let_in ? 0 : 1;
    return behaviour;
  }

  std::unique_ptr<Limit> limit_;
  Behaviour refusal_;
  Moment began_ = virtually.clock.now();
  std::size_t refused_ = 0;
};

TEST_CASE("a limit that nobody tells is found, and little is wasted") {
  const struct {
    const char* what;
    std::unique_ptr<Limit> limit;
    double per_second;
  } cases[] = {{"nginx 50/s", nginx(50, 1), 50},
               {"nginx 20/s", nginx(20, 5), 20},
               {"bucket 5/s of 10", token_bucket(5, 10), 5},
               {"4 at a time", crowd(4), 4 / seconds(latency)}};
  for (const auto& test : cases) {
    INFO(test.what);
    House house(900, test.limit->copy());
    CHECK(house.run().end.code == ExitCode::ok);
    CHECK(house.virtually.counts().submitted == 900);
    CHECK(seconds(house.passed()) <= 900 / test.per_second * 1.15);
    CHECK(house.wasted() <= 0.05);
  }
}

TEST_CASE("a run starts gently, whatever its jobs") {
  House house(500, open_door());
  house.virtually.settings.jobs = 64;
  house.run();
  CHECK(house.asked_within(0ms) == 1);
  CHECK(house.asked_within(latency) == 1);
  CHECK(house.asked_within(100ms) <= 16);
  CHECK(house.passed() < 1s);  // and is soon out of the way
}

TEST_CASE("a limit that is raised is found again") {
  House house(2000, changing(nginx(50, 1), beginning_of_run + 9s, nginx(200, 1)));
  house.run();
  CHECK(house.virtually.counts().submitted == 2000);
  CHECK(seconds(house.passed()) < (9 + 1550 / 200.0) * 1.35);
  CHECK(house.wasted() <= 0.03);
}

TEST_CASE("a limit that is lowered is followed") {
  House house(900, changing(nginx(200, 1), beginning_of_run + 3s, nginx(50, 1)));
  house.run();
  CHECK(house.virtually.counts().submitted == 900);
  CHECK(house.wasted() <= 0.05);
}

TEST_CASE("nobody asks before the time that the server named is over, in seconds or as a date") {
  Behaviour in_seconds = rate_limited(7);
  Behaviour as_a_date = rate_limited();
  as_a_date.reply.headers.emplace_back("retry-after", "Sun, 01 Mar 2026 10:00:07 GMT");
  for (const Behaviour& refusal : {in_seconds, as_a_date}) {
    House house(40, changing(token_bucket(0.001, 5), beginning_of_run + 6s, open_door()), refusal);
    const Moment began = house.virtually.clock.now();
    house.run();
    CHECK(house.virtually.counts().submitted == 40);
    const auto& sent = house.virtually.server.arrivals();
    REQUIRE(sent.size() > 6);
    for (const auto& each : sent) {
      const Duration at = each.at - began;
      CHECK((at < 1s || at >= 6900ms));
    }
    CHECK(house.passed() < 9s);
  }
}

TEST_CASE("what the server says is left is not exceeded") {
  House house(30, fixed_window(10, 30s, 0s));
  house.tells_the_rest = true;
  house.run();
  CHECK(house.virtually.counts().submitted == 30);
  CHECK(house.refused() == 0);
}

TEST_CASE("a rate that the server does not keep up with is lowered, and never exceeded") {
  House house(900, nginx(40, 1));
  house.virtually.settings.pace = {Rate{50, 1s}};
  const RunReport report = house.run();
  CHECK(house.virtually.counts().submitted == 900);
  CHECK(house.wasted() <= 0.03);
  CHECK(seconds(house.passed()) <= 900 / 40.0 * 1.05);
  const auto& sent = house.virtually.server.arrivals();
  for (std::size_t i = 1; i < sent.size(); ++i)
    CHECK(sent[i].at - sent[i - 1].at >= 20ms);
  const auto learned = report.tallies.back().learned.rate;
  REQUIRE(learned);
  CHECK(learned->count >= 35);
  CHECK(learned->count <= 40);
}

TEST_CASE("the rate that was asked for is reached again after a refusal by mistake") {
  House house(600, changing(open_door(), beginning_of_run + 2s,
                            changing(closed_door(), beginning_of_run + 2s + 30ms, open_door())));
  house.virtually.settings.pace = {Rate{50, 1s}};
  const RunReport report = house.run();
  CHECK(seconds(house.passed()) < 600 / 50.0 * 1.05);
  CHECK((report.tallies.back().learned == submit::Allowance{}));
}

TEST_CASE("refusals by chance hardly slow a run whose rate was given") {
  double slowest = 0;
  double all = 0;
  constexpr int runs = 20;
  for (std::uint64_t seed = 1; seed <= runs; ++seed) {
    CAPTURE(seed);
    auto limit = moody(0.15);
    limit->deal(seed);
    House house(60, std::move(limit));
    house.virtually.settings.pace = {Rate{20, 1s}};
    const RunReport report = house.run();
    CHECK(house.virtually.counts().submitted == 60);
    for (const submit::Tally& tally : report.tallies) {
      if (tally.slowed_to) CHECK(tally.slowed_to->interval() < 3 * Duration(50ms));
    }
    const double ratio = seconds(house.passed()) / 3;
    slowest = std::max(slowest, ratio);
    all += ratio;
  }
  CHECK(all / runs < 1.3);
  CHECK(slowest < 1.6);
}

TEST_CASE("a rate that the server does not allow is lowered to what it allows, and that is told") {
  House house(300, nginx(5, 1));
  house.virtually.settings.pace = {Rate{20, 1s}};
  const RunReport report = house.run();
  CHECK(house.virtually.counts().submitted == 300);
  CHECK(seconds(house.passed()) < 300 / 5.0 * 1.1);
  CHECK(house.wasted() < 0.1);
  const auto slowed = report.tallies.back().slowed_to;
  REQUIRE(slowed);
  CHECK(slowed->interval() > 180ms);
  CHECK(slowed->interval() < 300ms);
}

TEST_CASE("a rate that the server does not allow is lowered though many are on their way") {
  House house(400, nginx(10, 1));
  house.virtually.settings.pace = {Rate{20, 1s}};
  house.virtually.settings.jobs = 60;
  house.takes = 1s;
  house.run();
  CHECK(house.virtually.counts().submitted == 400);
  CHECK(house.wasted() < 0.1);
}

TEST_CASE("rows do not fail because the line looks for its pace") {
  const struct {
    const char* what;
    std::unique_ptr<Limit> limit;
  } cases[] = {{"60 in a minute", fixed_window(60, 1min, 24s)},
               {"10 in any minute", sliding_window(10, 1min)},
               {"nginx 10/min", nginx(10.0 / 60, 1)},
               {"nothing for five minutes",
                changing(nginx(50, 1), beginning_of_run + 2s,
                         changing(closed_door(), beginning_of_run + 5min, nginx(50, 1)))},
               {"one in twelve by chance", moody(1.0 / 12)}};
  for (const auto& test : cases) {
    for (const std::int64_t jobs : {1, 8, 64}) {
      INFO(test.what << ", jobs " << jobs);
      House house(200, test.limit->copy());
      house.virtually.settings.jobs = jobs;
      house.run();
      CHECK(house.virtually.counts().submitted == 200);
    }
  }
}

TEST_CASE("what was learned is told, and nothing where there was nothing to learn") {
  House limited(900, nginx(50, 1));
  const auto learned = limited.run().tallies.back().learned.rate;
  REQUIRE(learned);
  CHECK(learned->per == 1s);
  CHECK(learned->count >= 45);
  CHECK(learned->count <= 50);

  House crowded(900, crowd(4));
  CHECK(crowded.run().tallies.back().learned.at_a_time == std::optional<std::size_t>(4));

  House unlimited(900, open_door());
  CHECK((unlimited.run().tallies.back().learned == submit::Allowance{}));
}

}  // namespace
}  // namespace shotlist::tests::finding_pace_test
