// The promises about money, in as many lives of a manifest as somebody has patience for.
//
// SHOTLIST_SIMULATION_SEEDS says how many, SHOTLIST_SIMULATION_SEED which is the first. A life that
// breaks a promise is told with its seed, and lives again alone just as it did.

#include "promises/simulation.h"

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <limits>
#include <string>

#include "base/quantity.h"
#include "support/catch2.h"

namespace shotlist::tests::simulation_test {
namespace {

std::int64_t number_from(const char* variable, std::int64_t otherwise) {
  const char* text = std::getenv(variable);
  if (text == nullptr) return otherwise;
  const auto number = parse_integer(text, 0, std::numeric_limits<std::int64_t>::max());
  if (!number) FAIL(variable << " is no number: " << text);
  return *number;
}

TEST_CASE("whatever happens in the life of a manifest, nobody pays twice and nothing is lost") {
  const std::int64_t first = number_from("SHOTLIST_SIMULATION_SEED", 1);
  const std::int64_t lives = number_from("SHOTLIST_SIMULATION_SEEDS", 1000);
  Events events;
  std::int64_t broken_lives = 0;
  for (std::int64_t seed = first; seed - first < lives && broken_lives < 5; ++seed) {
    Simulation simulation(static_cast<std::uint64_t>(seed));
    const std::string broken = simulation.run();
    events += simulation.events();
    if (broken.empty()) continue;
    ++broken_lives;
    FAIL_CHECK("seed " << seed << ": " << broken << "\n"
                       << simulation.diary() << "to see it again: SHOTLIST_SIMULATION_SEED=" << seed
                       << " SHOTLIST_SIMULATION_SEEDS=1 promises_tests \"whatever happens*\"");
  }
  std::cout << "simulation: seeds " << first << " to " << first + lives - 1 << ": " << events.runs
            << " runs, " << events.killed << " killed, " << events.power_lost << " power losses, "
            << events.disk_failed << " full disks, " << events.interrupted << " interrupted, "
            << events.stopped << " stopped, " << events.sent << " requests, " << events.charged
            << " tasks told, " << events.resolved << " rows settled, " << events.consents
            << " consents, " << events.held << " rows held, " << events.kept << " kept, "
            << events.renamed << " renamed manifests, " << events.moved << " other servers\n";
  if (lives < 100) return;
  const std::size_t least = static_cast<std::size_t>(lives) / 10;
  CHECK(events.killed > least);
  CHECK(events.power_lost > least);
  CHECK(events.disk_failed > least);
  CHECK(events.interrupted > least);
  CHECK(events.stopped > 0);
  CHECK(events.resolved > least);
  CHECK(events.consents > least);
  CHECK(events.held > least);
  CHECK(events.kept > least);
  CHECK(events.renamed > least);
  CHECK(events.moved > least);
}

}  // namespace
}  // namespace shotlist::tests::simulation_test
