#include "promises/world.h"

#include <algorithm>
#include <map>
#include <string>

#include <fmt/format.h>

namespace shotlist::tests {
namespace {

using namespace std::chrono_literals;

ScriptedServer::Script script(const Story& story, std::size_t rows) {
  std::map<std::string, std::vector<Behaviour>> lives;
  const Requests requests = sample_requests(rows);
  for (std::size_t row = 0; row < rows; ++row)
    lives[requests.rows[row].body] = story.rows[row % story.rows.size()];
  return [lives](const std::string& body, std::size_t nth) {
    const auto& life = lives.at(body);
    return life[std::min(nth, life.size() - 1)];
  };
}

}  // namespace

const std::vector<Story>& stories() {
  static const std::vector<Story> all = {
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
  return all;
}

std::string to_text(const Crash& crash) {
  const Survival& last = crash.last_operation;
  const std::string done =
      fmt::format("{} of the last write done{}", last.share,
                  last.more == 0 ? "" : fmt::format(" and {} bytes more", last.more));
  if (!crash.power_lost) return done;
  return fmt::format("{}, power lost, {} of what was not synced left (seed {})", done,
                     crash.loss.chance, crash.loss.seed);
}

const std::vector<Crash>& crashes() {
  static const std::vector<Crash> all = {
      {true, {0, 1}, {1, true}},     {false, {}, {1, true}},      {true, {0.5, 2}, {1, true}},
      {false, {}, {0, true}},        {true, {1, 1}, {0.5, true}}, {true, {0.9, 3}, {1, true}},
      {false, {}, {0, true, 512}},   {true, {0.1, 4}, {0, true}}, {false, {}, {0.5, true}},
      {true, {0.5, 5}, {0.5, true}},
  };
  return all;
}

WitnessedWorld::WitnessedWorld(const Story& story, std::size_t rows, std::int64_t jobs)
    : house(sample_requests(rows), script(story, rows)), witness(house) {
  house.settings.jobs = jobs;
  house.settings.attempts = 3;
}

RunReport WitnessedWorld::run_until(std::size_t step, const Crash& crash) {
  Misfortune misfortune;
  misfortune.dies_at_step = step;
  misfortune.last_operation = crash.last_operation;
  RunReport report = run(misfortune);
  if (report.killed && crash.power_lost) house.disk.lose_power(crash.loss);
  return report;
}

}  // namespace shotlist::tests
