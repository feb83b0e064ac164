// The promises about money where the ledger commits beside the loop: what is written may be durable
// at any moment between, and answers and intents are on their way to the disk together.

#include <algorithm>
#include <cstddef>
#include <string>

#include <fmt/format.h>

#include "promises/world.h"
#include "support/catch2.h"
#include "support/patience.h"

namespace shotlist::tests::background_commit_test {
namespace {

using namespace std::chrono_literals;

// Shorter than any answer, as long as many, and longer than most.
const Duration commit_times[] = {4ms, 1s, 6s};

struct SlowWorld : WitnessedWorld {
  SlowWorld(const Story& story, std::size_t rows, std::int64_t jobs, Duration commit_takes)
      : WitnessedWorld(story, rows, jobs) {
    house.commit_takes = commit_takes;
  }
};

// The work of a commit is done as it begins, or just before its end is noticed.
VirtualWorker::Runs runs_of(std::size_t world) {
  return world % 2 == 0 ? VirtualWorker::Runs::at_its_begin : VirtualWorker::Runs::before_its_end;
}

// Catch2's assertions cost more than a world: it hears only of what is broken.
template <typename Where>
void must_hold(WitnessedWorld& world, const Where& where) {
  const std::string broken = world.witness.broken_promise();
  if (!broken.empty()) FAIL_CHECK(where() << ": " << broken);
}

TEST_CASE("beside a slow disk a run that nobody disturbs tries every row") {
  for (const Story& story : stories()) {
    for (const std::int64_t jobs : {1, 3}) {
      for (const Duration takes : commit_times) {
        INFO(story.name << ", jobs " << jobs << ", commits take " << base::to_text(takes));
        SlowWorld world(story, 5, jobs, takes);
        const RunReport report = world.run();
        CHECK_FALSE(report.error);
        CHECK(report.most_in_flight <= static_cast<std::size_t>(jobs));
        must_hold(world, [&] { return story.name; });
        if (report.end.code == ExitCode::ok) CHECK(world.house.counts().not_sent == 0);
      }
    }
  }
}

TEST_CASE("beside a slow disk, killed at any operation, no request is charged twice") {
  std::size_t worlds = 0;
  for (const Story& story : stories()) {
    for (const Duration takes : commit_times) {
      const std::size_t steps = SlowWorld(story, 4, 3, takes).run().steps;
      const std::size_t stride = one_of();
      for (std::size_t step = 1 + worlds % stride; step <= steps; step += stride) {
        const std::size_t turn = step / one_of();
        const Crash& crash = crashes()[(3 * turn + worlds / steps) % crashes().size()];
        const auto where = [&] {
          return fmt::format("{}, commits take {}, killed at {} ({})", story.name,
                             base::to_text(takes), step, to_text(crash));
        };
        SlowWorld world(story, 4, 3, takes);
        world.house.commit_runs = runs_of(turn / 2);
        if (!world.run_until(step, crash).killed) FAIL_CHECK(where() << ": still alive");
        must_hold(world, where);
        if (world.run().error) FAIL_CHECK(where() << ": the second run failed");
        must_hold(world, where);
        ++worlds;
      }
    }
  }
  CHECK(worlds * one_of() > 2000);
}

TEST_CASE("a crash leaves no more rows in doubt than twice the jobs, however slow the disk is") {
  constexpr std::size_t rows = 150;
  constexpr std::size_t jobs = 8;
  const Story quick{"all accepted at once", {{accepts(5ms)}}};
  std::size_t most = 0;
  const std::size_t steps = SlowWorld(quick, rows, jobs, 40ms).run().steps;
  const std::size_t stride = 20 * one_of();
  for (std::size_t step = 1; step <= steps; step += stride) {
    SlowWorld world(quick, rows, jobs, 40ms);
    world.house.commit_runs = runs_of(step / stride);
    world.run_until(step, crashes()[step % crashes().size()]);
    std::size_t in_doubt = 0;
    for (std::size_t row = 1; row <= rows; ++row) {
      const ledger::Attempt last = world.house.standing("row-" + std::to_string(row));
      if (last.number != 0 && !last.verdict) ++in_doubt;
    }
    most = std::max(most, in_doubt);
    CAPTURE(step, steps);
    CHECK(in_doubt <= 2 * jobs);
  }
  CHECK(most > jobs);  // intents are written ahead
}

TEST_CASE("a commit that fails beside the loop ends the run, and every answer is kept or shown") {
  std::size_t worlds = 0;
  for (const Story& story : stories()) {
    for (const Duration takes : commit_times) {
      const std::size_t operations = SlowWorld(story, 4, 3, takes).run().operations;
      const std::size_t stride = 3 * one_of();
      for (std::size_t operation = 1 + worlds % stride; operation <= operations;
           operation += stride) {
        const auto where = [&] {
          return fmt::format("{}, commits take {}, the disk fails at {}", story.name,
                             base::to_text(takes), operation);
        };
        SlowWorld world(story, 4, 3, takes);
        world.house.commit_runs = runs_of(worlds++);
        Misfortune misfortune;
        misfortune.disk_fails_at = operation;
        if (world.run(misfortune).error != ExitCode::disk) FAIL_CHECK(where() << ": no error");
        must_hold(world, where);
        if (world.run().error) FAIL_CHECK(where() << ": the second run failed");
        must_hold(world, where);
      }
    }
  }
}

TEST_CASE("whoever stops a run beside a slow disk leaves nothing in doubt that never left") {
  std::size_t worlds = 0;
  for (const Story& story : stories()) {
    for (const Duration takes : commit_times) {
      for (const Duration at : {0ms, 2ms, 500ms, 1500ms, 4000ms, 9000ms}) {
        for (const Duration again : {1ms, 3000ms}) {
          if (worlds++ % one_of() != 0) continue;
          const auto where = [&] {
            return fmt::format("{}, commits take {}, stopped after {} and {}", story.name,
                               base::to_text(takes), base::to_text(at), base::to_text(again));
          };
          SlowWorld world(story, 5, 3, takes);
          world.house.stops = {world.house.clock.now() + at, world.house.clock.now() + at + again};
          const RunReport report = world.run();
          must_hold(world, where);
          const std::size_t doubts = world.house.counts().in_doubt;
          std::size_t unclear = report.tallies.back().in_flight;
          for (const auto& settled : report.settled)
            unclear += settled.outcome.verdict == Verdict::unknown ? 1 : 0;
          if (doubts > unclear) FAIL_CHECK(where() << ": " << doubts << " rows are in doubt");
          world.house.stops.clear();
          if (world.run().error) FAIL_CHECK(where() << ": the second run failed");
          must_hold(world, where);
        }
      }
    }
  }
}

}  // namespace
}  // namespace shotlist::tests::background_commit_test
