// Runs that must notice what is wrong for every row: a server that is away, and answers that are
// lost on the way.

#include <algorithm>
#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <utility>

#include "base/text.h"
#include "submit/exit_code.h"
#include "support/catch2.h"
#include "support/virtual_run.h"

namespace shotlist::tests::stopping_test {
namespace {

using namespace std::chrono_literals;

constexpr Duration for_ever = 1000h;

/// A house with a server that behaves by how long the house stands, and by how many requests it
/// saw.
class House {
 public:
  using Script = std::function<Behaviour(Duration passed, std::size_t nth)>;

  House(std::size_t rows, std::int64_t jobs, Script script)
      : virtually(sample_requests(rows),
                  [this, script = std::move(script)](const std::string&, std::size_t) {
                    return script(passed(), seen_++);
                  }),
        began_(virtually.clock.now()) {
    virtually.settings.jobs = jobs;
  }

  RunReport run() { return virtually.run(); }
  Duration passed() { return virtually.clock.now() - began_; }
  std::size_t asked() { return virtually.server.arrivals().size(); }

  VirtualHouse virtually;

 private:
  Moment began_;
  std::size_t seen_ = 0;
};

House::Script away(Duration from, Duration to, Duration connecting = 1s) {
  return [=](Duration passed, std::size_t) {
    if (passed < from || passed >= to) return accepts();
    Behaviour behaviour = unreachable();
    behaviour.latency = connecting;
    return behaviour;
  };
}

TEST_CASE("an outage ends the run after the tries of a few rows, and says so") {
  for (const std::size_t rows : {1U, 3U, 900U}) {
    for (const std::int64_t jobs : {1, 4, 64}) {
      for (const Duration connecting : {Duration(1ms), Duration(10s)}) {
        CAPTURE(rows, jobs, connecting.count());
        House house(rows, jobs, away(0s, for_ever, connecting));
        const RunReport report = house.run();
        const auto probed = std::min(rows, static_cast<std::size_t>(jobs));
        CHECK(report.end.code == ExitCode::refused);
        CHECK(report.end.cause == ErrorClass::connect);
        CHECK(report.stopping == std::vector<std::string>{"the server cannot be reached"});
        CHECK(submit::exit_code_of(report.end, house.virtually.counts()) == ExitCode::refused);
        CHECK(house.asked() <= 5 * probed);
        const Counts counts = house.virtually.counts();
        CHECK(counts.failed >= 1);
        CHECK(counts.failed <= probed);
        CHECK(counts.failed + counts.not_sent == rows);
        CHECK(house.passed() < 2min);
      }
    }
  }
}

TEST_CASE("after an outage the next run sends everything") {
  House house(9, 2, away(0s, 10min));
  house.run();
  CHECK(house.virtually.counts().submitted == 0);
  house.virtually.clock.advance(10min);
  CHECK(house.run().end.code == ExitCode::ok);
  CHECK(house.virtually.counts().submitted == 9);
}

TEST_CASE("an outage under a rate ends the run after the tries of a few rows") {
  House house(900, 4, away(0s, for_ever, 10s));
  house.virtually.settings.pace = {Rate{1, 1s}};
  CHECK(house.run().end.cause == ErrorClass::connect);
  CHECK(house.asked() <= 20);
  CHECK(house.virtually.counts().failed <= 4);
}

TEST_CASE("a server that comes back in time costs nobody a row") {
  for (const std::int64_t jobs : {1, 4, 64}) {
    for (const Duration from : {0s, 7s}) {
      for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        CAPTURE(jobs, from.count(), seed);
        House house(50, jobs, away(from, from + 20s));
        house.virtually.seed = seed;
        const RunReport report = house.run();
        CHECK(report.end.code == ExitCode::ok);
        CHECK(house.virtually.counts().submitted == 50);
        std::set<std::string> retried;
        for (const auto& settled : report.settled) {
          if (settled.again) retried.insert(settled.id);
        }
        CHECK(retried.size() <= static_cast<std::size_t>(jobs) + 1);  // the first waits alone
      }
    }
  }
}

TEST_CASE("an outage in the middle of a run keeps what was bought and ends it") {
  House house(900, 4,
              [](Duration, std::size_t nth) { return nth < 200 ? accepts() : unreachable(); });
  const RunReport report = house.run();
  CHECK(report.end.cause == ErrorClass::connect);
  const Counts counts = house.virtually.counts();
  CHECK(counts.submitted == 200);
  CHECK(counts.failed >= 1);
  CHECK(counts.failed <= 8);
  CHECK(counts.failed + counts.not_sent == 700);
}

TEST_CASE("connections that fail now and then end nothing, and hardly slow the others") {
  for (const std::int64_t jobs : {1, 4}) {
    for (const std::int64_t attempts : {1, 5}) {
      CAPTURE(jobs, attempts);
      House house(200, jobs, [](Duration, std::size_t nth) {
        return nth % 7 == 1 ? unreachable() : accepts();
      });
      house.virtually.settings.attempts = attempts;
      const RunReport report = house.run();
      CHECK(report.end.code == ExitCode::ok);
      CHECK(house.passed() < 210s / jobs + 30s);
      CHECK(house.virtually.counts().not_sent == 0);
      if (attempts == 5) CHECK(house.virtually.counts().submitted == 200);
    }
  }
}

TEST_CASE("nothing is said of a wait that keeps nobody waiting") {
  House unreached(1, 1, away(0s, for_ever));
  CHECK(unreached.run().waits.size() == 4);
  House busy(1, 1, [](Duration, std::size_t) { return overloaded(); });
  CHECK(busy.run().waits.size() == 4);
}

TEST_CASE("answers that are lost after the same time end the run after a handful") {
  const struct {
    const char* what;
    Behaviour behaviour;
  } cases[] = {{"our own timeout", silent_charged(60s)},
               {"a gateway's", bad_gateway_charged()},
               {"a proxy that hangs up", dropped_charged()},
               {"a proxy that shows a page", no_id_charged()}};
  for (const auto& test : cases) {
    for (const std::int64_t jobs : {1, 8, 64}) {
      INFO(test.what << ", jobs " << jobs);
      House house(900, jobs, [&](Duration, std::size_t nth) {
        Behaviour behaviour = test.behaviour;
        behaviour.latency = 60s + 37ms * static_cast<int>(nth % 10);
        return behaviour;
      });
      const RunReport report = house.run();
      CHECK(report.end.code == ExitCode::stopped);
      CHECK(report.end.cause == ErrorClass::timeout);
      CHECK(contains_ignoring_case(report.end.why.english, "60s"));
      CHECK(contains_ignoring_case(report.end.why.english, "--timeout"));
      CHECK(report.stopping == std::vector<std::string>{report.end.why.english});
      CHECK(submit::exit_code_of(report.end, house.virtually.counts()) == ExitCode::in_doubt);
      CHECK(house.asked() < 5 + static_cast<std::size_t>(jobs));
    }
  }
}

TEST_CASE("two timeouts on the way, mixed, are noticed all the same") {
  House house(900, 1, [](Duration, std::size_t nth) {
    Behaviour behaviour = bad_gateway_charged();
    behaviour.latency = nth % 2 == 0 ? 30s : 60s;
    return behaviour;
  });
  CHECK(house.run().end.cause == ErrorClass::timeout);
  CHECK(house.asked() == 9);
}

TEST_CASE("answers that are lost while most arrive do not end the run") {
  for (const std::int64_t jobs : {1, 8}) {
    CAPTURE(jobs);
    House house(300, jobs, [](Duration, std::size_t nth) {
      return nth % 5 == 4 ? silent_charged(60s) : accepts(20s);
    });
    CHECK(house.run().end.code == ExitCode::ok);
    CHECK(house.virtually.counts() == Counts{240, 0, 0, 60, 0, 0});
  }
}

TEST_CASE("a cutoff is named though the last row was the last of the handful") {
  House house(5, 1, [](Duration, std::size_t) { return silent_charged(60s); });
  const RunReport report = house.run();
  CHECK(report.end.cause == ErrorClass::timeout);
  CHECK(submit::exit_code_of(report.end, house.virtually.counts()) == ExitCode::in_doubt);
}

TEST_CASE("a gateway that loses every answer at once leaves a few rows in doubt, not all of them") {
  for (const std::int64_t jobs : {1, 8}) {
    CAPTURE(jobs);
    House house(900, jobs, [](Duration, std::size_t) { return bad_gateway_charged(); });
    const RunReport report = house.run();
    const Counts counts = house.virtually.counts();
    CHECK(counts.in_doubt >= submit::StopRule::most_lost_in_a_row);
    CHECK(counts.in_doubt < submit::StopRule::most_lost_in_a_row + static_cast<std::size_t>(jobs));
    CHECK(counts.not_sent == 900 - counts.in_doubt);
    CHECK(submit::exit_code_of(report.end, counts) == ExitCode::in_doubt);
  }
}

}  // namespace
}  // namespace shotlist::tests::stopping_test
