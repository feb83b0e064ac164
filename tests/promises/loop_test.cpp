// The promises about money, in every world a crash or a full disk can make: the loop on virtual
// time, its process killed at every operation on the disk and the wire.

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "promises/world.h"
#include "support/catch2.h"
#include "support/patience.h"

namespace shotlist::tests::loop_test {
namespace {

// Catch2's assertions and messages cost more than a world: it hears only of what is broken.
template <typename Where>
void must_hold(WitnessedWorld& world, const Where& where) {
  const std::string broken = world.witness.broken_promise();
  if (!broken.empty()) FAIL_CHECK(where() << ": " << broken);
}

// Nobody disturbs the last of several processes.
template <typename Where>
void must_end_well(WitnessedWorld& world, const Where& where) {
  if (world.run().error) FAIL_CHECK(where() << ": the last run failed");
  must_hold(world, where);
}

std::size_t steps_of(const Story& story, std::size_t rows, std::int64_t jobs) {
  return WitnessedWorld(story, rows, jobs).run().steps;
}

TEST_CASE("a run that nobody disturbs tries every row and tells the truth about it") {
  for (const Story& story : stories()) {
    for (const std::int64_t jobs : {1, 3}) {
      INFO(story.name << ", jobs " << jobs);
      WitnessedWorld world(story, 5, jobs);
      const RunReport report = world.run();
      CHECK_FALSE(report.killed);
      CHECK_FALSE(report.error);
      must_hold(world, [&] { return story.name; });
      if (report.end.code == ExitCode::ok) CHECK(world.house.counts().not_sent == 0);
    }
  }
}

// A commit is a few dozen operations, so there are too many worlds to try them all: each operation
// has some of the crashes, in turn, and those of each story begin at another one.
TEST_CASE("killed at any operation, no request is charged twice and no id is lost") {
  const std::vector<std::pair<std::size_t, std::int64_t>> sizes = {{1, 1}, {4, 1}, {3, 3}};
  std::size_t worlds = 0;
  for (const Story& story : stories()) {
    for (const auto& [rows, jobs] : sizes) {
      const std::size_t steps = steps_of(story, rows, jobs);
      for (std::size_t step = 1 + worlds % one_of(); step <= steps; step += one_of()) {
        const std::size_t turn = step / one_of();
        const Crash& crash = crashes()[(7 * turn + worlds / steps) % crashes().size()];
        const auto where = [&, rows = rows, jobs = jobs] {
          return fmt::format("{}, {} rows, {} jobs, killed at {} ({})", story.name, rows, jobs,
                             step, to_text(crash));
        };
        WitnessedWorld world(story, rows, jobs);
        if (!world.run_until(step, crash).killed) FAIL_CHECK(where() << ": still alive");
        must_hold(world, where);
        must_end_well(world, where);
        ++worlds;
      }
    }
  }
  CHECK(worlds * one_of() > 2000);
}

TEST_CASE("killed at any operation of two runs, the third still keeps every promise") {
  std::size_t worlds = 0;
  // True where both processes could be killed; false where one had ended before.
  const auto try_world = [&](const Story& story, std::size_t first, std::size_t second) {
    const Crash& crash = crashes()[worlds % crashes().size()];
    const auto where = [&] {
      return fmt::format("{}, killed at {} and {} ({})", story.name, first, second, to_text(crash));
    };
    WitnessedWorld world(story, 2, 2);
    if (!world.run_until(first, crash).killed) return false;
    must_hold(world, where);
    const bool killed = world.run_until(second, crash).killed;
    must_hold(world, where);
    must_end_well(world, where);
    ++worlds;
    return killed;
  };
  for (const Story& story : stories()) {
    const std::size_t steps = steps_of(story, 2, 2);
    for (std::size_t first = 1 + worlds % 4; first <= steps; first += 4 * one_of()) {
      for (std::size_t second = 1 + worlds % 4; try_world(story, first, second);)
        second += 4;
    }
  }
  CHECK(worlds * one_of() > 900);
}

TEST_CASE("killed in three runs one after another, the fourth still keeps every promise") {
  std::size_t worlds = 0;
  const auto try_world = [&](const Story& story, std::size_t rows,
                             const std::vector<std::size_t>& steps) {
    const auto crash = [&, world = worlds](std::size_t run) {
      const std::size_t stride[] = {1, 3, 7};
      return crashes()[(world * stride[run] + world / 10 + run) % crashes().size()];
    };
    const auto where = [&] {
      return fmt::format("{}, {} rows, killed at {} ({}), {} ({}), {} ({})", story.name, rows,
                         steps[0], to_text(crash(0)), steps[1], to_text(crash(1)), steps[2],
                         to_text(crash(2)));
    };
    WitnessedWorld world(story, rows, 2);
    bool killed = true;
    for (std::size_t run = 0; run < steps.size() && killed; ++run) {
      killed = world.run_until(steps[run], crash(run)).killed;
      must_hold(world, where);
    }
    must_end_well(world, where);
    ++worlds;
    return killed;
  };
  for (const Story& story : stories()) {
    for (const std::size_t rows : {1U, 2U}) {
      const std::size_t steps = steps_of(story, rows, 2);
      for (std::size_t first = 1 + worlds % 8; first <= steps; first += 8 * rows * one_of()) {
        for (std::size_t second = 1 + worlds % 10; second <= steps; second += 10 * rows) {
          std::size_t third = 1 + worlds % 7;
          while (try_world(story, rows, {first, second, third}))
            third += 7 * rows;
        }
      }
    }
  }
  CHECK(worlds * one_of() > 800);
}

TEST_CASE("a disk that fails at any operation ends the run, and every answer is kept or shown") {
  std::size_t worlds = 0;
  for (const Story& story : stories()) {
    for (const std::int64_t jobs : {1, 3}) {
      const std::size_t operations = WitnessedWorld(story, 5, jobs).run().operations;
      const std::size_t stride = one_of();
      for (std::size_t operation = 1 + worlds % stride; operation <= operations;
           operation += stride) {
        Misfortune misfortune;
        misfortune.disk_fails_at = operation;
        misfortune.disk_fails_for_good = worlds % 2 == 0;
        misfortune.fault = worlds % 4 < 3 ? DyingVfs::Fault::full : DyingVfs::Fault::read_only;
        const auto where = [&, jobs = jobs] {
          return fmt::format("{}, {} jobs, the disk fails at {}{}", story.name, jobs, operation,
                             misfortune.disk_fails_for_good ? " for good" : "");
        };
        WitnessedWorld world(story, 5, jobs);
        const RunReport report = world.run(misfortune);
        if (report.error != ExitCode::disk) FAIL_CHECK(where() << ": the run went on");
        must_hold(world, where);
        world.house.disk.lose_power({0});
        must_hold(world, where);
        must_end_well(world, where);
        ++worlds;
      }
    }
  }
  CHECK(worlds * one_of() > 900);
}

}  // namespace
}  // namespace shotlist::tests::loop_test
