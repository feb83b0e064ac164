// The promises about money, in every world a crash or a full disk can make: the loop on virtual
// time, its process killed at every operation on the disk and the wire.

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "support/catch2.h"
#include "support/virtual_run.h"

namespace shotlist {
namespace {

using namespace std::chrono_literals;

/// What the server does with the rows; row number r, its nth arrival.
struct Story {
  const char* name;
  std::vector<std::vector<Behaviour>> rows;  ///< repeated where there are more rows
};

std::vector<Story> stories() {
  return {
      {"all accepted at once", {{accepts()}}},
      {"answers overtake each other", {{accepts(3s)}, {accepts(1s)}, {accepts(2s)}}},
      {"busy, then accepted", {{rate_limited(), accepts()}}},
      {"busy with Retry-After among accepted",
       {{accepts()}, {rate_limited(7), overloaded(), accepts()}, {accepts(5s)}}},
      {"unreachable, then accepted", {{unreachable(), unreachable(), accepts()}}},
      {"unreachable for ever", {{unreachable()}, {accepts()}}},
      {"dropped after the charge", {{dropped_charged()}, {accepts()}}},
      {"dropped before the charge", {{dropped_before_charge(), accepts()}}},
      {"a gateway fails after the charge", {{accepts()}, {bad_gateway_charged()}}},
      {"silence", {{silent_charged(), accepts()}, {accepts()}, {accepts()}}},
      {"a page instead of an id", {{no_id_charged()}, {rate_limited(), no_id_charged()}}},
      {"refused among accepted", {{refuses()}, {accepts()}, {moderates()}}},
      {"the gateway's own failure", {{gateway_error()}, {accepts()}}},
      {"the key dies", {{accepts()}, {bad_key(), accepts()}, {accepts(9s)}}},
      {"no channel", {{no_channel(), accepts()}, {no_channel()}}},
      {"a bit of everything",
       {{overloaded(), dropped_charged()},
        {unreachable(), rate_limited(3), accepts()},
        {gateway_error(), accepts()},
        {accepts(20s)}}},
  };
}

/// What a crash does to the disk.
struct Crash {
  bool power_lost = true;  ///< else only the process died: the disk's cache lives on
  Survival survival;
};

const std::vector<Crash>& crashes() {
  static const std::vector<Crash> all = {
      {true, {0, false}}, {true, {0.5, false}}, {true, {1, true}}, {false, {}}};
  return all;
}

/// A house in which one story takes place, and a witness of everything its processes are told.
class World {
 public:
  World(const Story& story, std::size_t rows, std::int64_t jobs)
      : house(sample_requests(rows), script(story, rows)) {
    house.settings.jobs = jobs;
    house.settings.attempts = 3;
  }

  /// A process that dies at `step`; 0 is one that nobody kills.
  RunReport run_until(std::size_t step, const Crash& crash) {
    Misfortune misfortune;
    if (step != 0) misfortune.dies_at_step = step;
    return run(misfortune, crash);
  }

  RunReport run(const Misfortune& misfortune = {}, const Crash& crash = {}) {
    RunReport report = house.run(misfortune);
    witness(report);
    if (report.killed && crash.power_lost) house.disk.lose_power(crash.survival);
    if (report.killed || report.error) ++crashes_;
    return report;
  }

  /// Everything that must hold once a run has come to its end. An empty text: it does.
  std::string broken_promise() {
    const Ledger ledger = house.ledger();
    if (!adds_up_) return "the counts do not add up to the rows";
    std::size_t unexplained = 0;
    for (const Request& request : house.requests.rows) {
      const Standing* known = ledger.find(request.id);
      const Standing standing = known == nullptr ? Standing() : *known;
      const auto& tasks = house.server.charged(request.body);
      const std::string row = request.id + ", which is " + std::string(to_text(standing.status));
      if (tasks.size() > 1) return row + ", was charged " + std::to_string(tasks.size()) + " times";
      if (standing.status == Status::submitted && tasks.empty()) return row + ", was never charged";
      if (standing.status == Status::submitted && standing.task_id != tasks.front())
        return row + ", has another id than the server gave";
      const bool honest =
          standing.status == Status::submitted || standing.status == Status::in_doubt;
      if (!tasks.empty() && !honest) return row + ", was charged";
      if (const auto told = believed_.find(request.id); told != believed_.end()) {
        if (standing.status != Status::submitted || standing.task_id != told->second)
          return row + ", was submitted before";
      }
      if (standing.status != Status::in_doubt || unknown_.count(request.id) != 0) continue;
      ++unexplained;
      if (settled_.count({request.id, standing.attempts}) != 0)
        return row + ", had its answer believed";
    }
    if (unexplained > crashes_ * static_cast<std::size_t>(house.settings.jobs))
      return std::to_string(unexplained) + " rows are in doubt that were not open at a crash";
    return {};
  }

 private:
  static ScriptedServer::Script script(const Story& story, std::size_t rows) {
    std::map<std::string, std::vector<Behaviour>> lives;
    const Requests requests = sample_requests(rows);
    for (std::size_t row = 0; row < rows; ++row)
      lives[requests.rows[row].body] = story.rows[row % story.rows.size()];
    return [lives](const std::string& body, std::size_t nth) {
      const auto& life = lives.at(body);
      return life[std::min(nth, life.size() - 1)];
    };
  }

  void witness(const RunReport& report) {
    for (const auto& settled : report.settled) {
      settled_.insert({settled.id, settled.attempt});
      if (settled.outcome.verdict == Verdict::unknown) unknown_.insert(settled.id);
      if (settled.outcome.verdict == Verdict::accepted)
        believed_[settled.id] = settled.outcome.task_id;
    }
    for (const Tally& tally : report.tallies)
      adds_up_ = adds_up_ && tally.counts.total() == house.requests.rows.size();
  }

  std::map<std::string, std::string> believed_;    ///< task ids that were acted on
  std::set<std::pair<std::string, int>> settled_;  ///< attempts whose end was acted on
  std::set<std::string> unknown_;                  ///< rows with an answer that tells nothing
  std::size_t crashes_ = 0;                        ///< of processes or disks
  bool adds_up_ = true;                            ///< every tally so far

 public:
  VirtualHouse house;
};

// Catch2's assertions and messages cost more than a world: it hears only of what is broken.
template <typename Where>
void must_hold(World& world, const Where& where) {
  const std::string broken = world.broken_promise();
  if (!broken.empty()) FAIL_CHECK(where() << ": " << broken);
}

std::string to_text(const Crash& crash) {
  if (!crash.power_lost) return "process killed";
  return fmt::format("power lost, {} of the unsynced bytes and {} unsynced names kept",
                     crash.survival.share, crash.survival.names ? "all" : "no");
}

TEST_CASE("a run that nobody disturbs tries every row and tells the truth about it") {
  for (const Story& story : stories()) {
    for (const std::int64_t jobs : {1, 3}) {
      INFO(story.name << ", jobs " << jobs);
      World world(story, 5, jobs);
      const RunReport report = world.run();
      CHECK_FALSE(report.killed);
      CHECK_FALSE(report.error);
      must_hold(world, [&] { return story.name; });
      if (report.end.code == ExitCode::ok) CHECK(world.house.counts().not_sent == 0);
    }
  }
}

TEST_CASE("killed at any operation, no request is charged twice and no id is lost") {
  const std::vector<std::pair<std::size_t, std::int64_t>> sizes = {{1, 1}, {4, 1}, {3, 3}, {5, 3}};
  std::size_t worlds = 0;
  for (const Story& story : stories()) {
    for (const auto& [rows, jobs] : sizes) {
      const std::size_t steps = World(story, rows, jobs).run().steps;
      for (std::size_t step = 1; step <= steps; ++step) {
        for (const Crash& crash : crashes()) {
          const auto where = [&, rows = rows, jobs = jobs] {
            return fmt::format("{}, {} rows, {} jobs, killed at {} ({})", story.name, rows, jobs,
                               step, to_text(crash));
          };
          World world(story, rows, jobs);
          if (!world.run_until(step, crash).killed) FAIL_CHECK(where() << ": still alive");
          must_hold(world, where);
          if (world.run().error) FAIL_CHECK(where() << ": the next run failed");
          must_hold(world, where);
          ++worlds;
        }
      }
    }
  }
  CHECK(worlds > 5000);
}

TEST_CASE("killed at any operation of two runs, the third still keeps every promise") {
  const std::vector<Crash> twice = {{true, {0, false}}, {true, {0.5, false}}, {false, {}}};
  std::size_t worlds = 0;
  // True where both processes could be killed; false where one had ended before.
  const auto try_world = [&](const Story& story, const Crash& crash, std::size_t first,
                             std::size_t second) {
    const auto where = [&] {
      return fmt::format("{}, killed at {} and {} ({})", story.name, first, second, to_text(crash));
    };
    World world(story, 2, 2);
    if (!world.run_until(first, crash).killed) return false;
    const bool killed = world.run_until(second, crash).killed;
    must_hold(world, where);
    if (world.run().error) FAIL_CHECK(where() << ": the last run failed");
    must_hold(world, where);
    ++worlds;
    return killed;
  };
  for (const Story& story : stories()) {
    const std::size_t steps = World(story, 2, 2).run().steps;
    for (const Crash& crash : twice) {
      for (std::size_t first = 1; first <= steps; ++first) {
        for (std::size_t second = 1; try_world(story, crash, first, second);)
          ++second;
      }
    }
  }
  CHECK(worlds > 5000);
}

TEST_CASE("a disk that fails at any operation ends the run, and every answer is kept or shown") {
  for (const Story& story : stories()) {
    for (const std::int64_t jobs : {1, 3}) {
      const std::size_t operations = World(story, 5, jobs).run().operations;
      for (std::size_t operation = 1; operation <= operations; ++operation) {
        for (const bool for_good : {false, true}) {
          const auto where = [&, jobs = jobs] {
            return fmt::format("{}, {} jobs, the disk fails at {}{}", story.name, jobs, operation,
                               for_good ? " for good" : "");
          };
          World world(story, 5, jobs);
          const auto& arrivals = world.house.server.arrivals();
          std::size_t sent_before = 0;
          world.house.disk.on_failure = [&] { sent_before = arrivals.size(); };
          const RunReport report = world.run({std::nullopt, operation, for_good});

          if (report.error != ExitCode::disk) FAIL_CHECK(where() << ": the run went on");
          if (arrivals.size() != sent_before) FAIL_CHECK(where() << ": sent without a journal");
          std::set<std::string> safe;
          for (const auto& [id, outcome] : report.unrecorded)
            safe.insert(outcome.task_id);
          for (const Request& request : world.house.requests.rows)
            safe.insert(world.house.standing(request.id).task_id);
          for (const std::string& task : world.house.server.told()) {
            if (safe.count(task) == 0) FAIL_CHECK(where() << ": " << task << " is lost");
          }
          world.house.disk.lose_power({0, false});
          must_hold(world, where);
          world.run();
          must_hold(world, where);
        }
      }
    }
  }
}

}  // namespace
}  // namespace shotlist
