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
  const auto& [share, names, more] = crash.survival;
  const std::string bytes =
      fmt::format("{} of its bytes{}", share, more == 0 ? "" : fmt::format(" and {} more", more));
  if (!crash.power_lost) return "killed in a write that left " + bytes;
  return fmt::format("power lost, {} that were not synced and {} such name kept", bytes,
                     names ? "every" : "no");
}

const std::vector<Crash>& crashes() {
  static const std::vector<Crash> all = {
      {true, {0, false}},       {false, {1, true}},    {true, {0.5, false}},
      {false, {0, true, 30}},   {true, {1, true}},     {true, {0, true, 9}},
      {false, {1, true, -1}},   {true, {1, true, -1}}, {false, {0.5, true}},
      {true, {0.5, true, 200}},
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
  if (!crash.power_lost) misfortune.last_append = crash.survival;
  RunReport report = run(misfortune);
  if (report.killed && crash.power_lost) house.disk.lose_power(crash.survival);
  return report;
}

}  // namespace shotlist::tests
