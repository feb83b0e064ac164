// Prints how fast, and with how much waste, a run finds the pace of a server that does not tell it.
//
//     pace_table           everything, as in README.md
//     pace_table --tiny    whether it works
//     pace_table --chance  a thousand runs with refusals by chance; fails if more than ten of them
//                          take longer than 1.5 of the ideal at 15 of 100

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <iostream>
#include <memory>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "benchmarks/pace/others.h"
#include "benchmarks/pace/trial.h"

namespace shotlist::tests {
namespace {

using namespace std::chrono_literals;

struct Way {
  const char* name;
  MakePacing make;
};

const std::vector<Way> ways = {{"Pacer", our_pacing},
                               {"only waiting", only_waiting},
                               {"textbook AIMD", textbook},
                               {"CUBIC", cubic}};

std::string short_text(Duration duration) {
  return duration < 1s ? fmt::format("{} ms", duration / 1ms) : fmt::format("{} s", duration / 1s);
}

class Trials {
 public:
  Trial& add(std::string name, std::unique_ptr<Limit> limit) {
    Trial trial;
    trial.name = std::move(name);
    trial.limit = std::move(limit);
    all_.push_back(std::move(trial));
    return all_.back();
  }

  /// With 64 jobs.
  Trial& slow(std::string name, std::unique_ptr<Limit> limit, Duration latency, Duration way) {
    Trial& trial = add(name + ", 64 jobs", std::move(limit));
    trial.jobs = 64;
    trial.latency = latency;
    trial.way = way;
    return trial;
  }

  void everywhere(const std::string& name, const Limit& limit) {
    for (const Duration latency : {Duration(1ms), Duration(20ms), Duration(200ms), Duration(5s)}) {
      for (const std::size_t jobs : {1U, 8U, 64U}) {
        Trial& trial =
            add(fmt::format("{}; {}, {} jobs", name, short_text(latency), jobs), limit.copy());
        trial.latency = latency;
        trial.way = std::min<Duration>(latency, 200ms);
        trial.jobs = jobs;
      }
    }
  }

  const std::vector<Trial>& all() const { return all_; }

 private:
  std::vector<Trial> all_;
};

void add_moody(Trials& trials, double share, Duration latency) {
  Trial& trial = trials.add(fmt::format("`rate: 20/s`; {:.0f} of 100 by chance; {}, 60 rows",
                                        100 * share, short_text(latency)),
                            moody(share));
  trial.pace = {Rate{20, 1s}};
  trial.rows = 60;
  trial.latency = latency;
  trial.way = std::min<Duration>(latency, 20ms);
}

void add_known(Trials& trials) {
  const Pace fifty{Rate{50, 1s}};
  const Pace sixty{Rate{60, 1min}};
  trials.add("`rate: 50/s`; nginx 50/s", nginx(50, 1)).pace = fifty;
  trials.add("`rate: 50/s`; nginx 40/s", nginx(40, 1)).pace = fifty;
  trials.add("`rate: 60/min`; 50 in a minute", fixed_window(50, 1min, 24s)).pace = sixty;
  Trial& bursts = trials.add("`rate: 50/s`, `burst: 20`; nginx 40/s burst 20", nginx(40, 20));
  bursts.pace = fifty;
  bursts.burst = 20;
  const Pace twenty{Rate{20, 1s}};
  for (const double share : {0.15, 0.3}) {
    for (const Duration latency : {Duration(1ms), Duration(200ms)})
      add_moody(trials, share, latency);
  }
  trials.add("`rate: 20/s`; nginx 10/s", nginx(10, 1)).pace = twenty;
  trials.add("`rate: 20/s`; nginx 1/s", nginx(1, 1)).pace = twenty;
  trials.slow("`rate: 20/s`; nginx 10/s; 1 s", nginx(10, 1), 1s, 1s).pace = twenty;
  trials.slow("`rate: 20/s`; nginx 10/s; 1 s, refused at once", nginx(10, 1), 1s, 20ms).pace =
      twenty;
  trials
      .add("`rate: 20/s`; 15 of 100 by chance, after 20 s nginx 5/s",
           changing(moody(0.15), beginning_of_run + 20s, nginx(5, 1)))
      .pace = twenty;
}

void add_special(Trials& trials) {
  trials.add("nginx 50/s, burst 0", nginx(50, 0));
  trials.add("nginx 5/s, burst 20", nginx(5, 20));
  trials.add("nginx 1000/s, 20,000 rows", nginx(1000, 1)).rows = 20'000;
  trials.add("nginx 10/min, 200 rows", nginx(10.0 / 60, 1)).rows = 200;
  trials.add("bucket 50/s of 50", token_bucket(50, 50));
  trials.add("bucket 1/s of 60", token_bucket(1, 60));
  trials.add("bucket 50/s, Retry-After", token_bucket(50, 1)).telling = Telling::retry_after;
  trials.add("60 in a minute, Retry-After", fixed_window(60, 1min, 24s)).telling =
      Telling::retry_after;
  trials.add("60 in a minute, headers", fixed_window(60, 1min, 24s)).telling = Telling::headers;
  trials.add("60 in a minute, at its start", fixed_window(60, 1min, 0s));
  trials.add("50 in a second", fixed_window(50, 1s, 400ms));
  trials.add("1000 in an hour, 3,000 rows", fixed_window(1000, 1h, 24min)).rows = 3000;
  trials.add("60 in any minute", sliding_window(60, 1min));
  trials.add("50 in any second", sliding_window(50, 1s));
  for (const double spread : {0.0, 1.0}) {
    const char* how = spread > 0 ? ", uneven" : "";
    Trial& few = trials.slow(fmt::format("4 at a time; 200 ms{}", how), crowd(4), 200ms, 20ms);
    few.spread = spread;
    Trial& many = trials.slow(fmt::format("20 at a time; 5 s{}", how), crowd(20), 5s, 20ms);
    many.spread = spread;
  }
  trials.slow("nginx 50/s; 200 ms, uneven", nginx(50, 1), 200ms, 20ms).spread = 1;
  const Moment begins = beginning_of_run;
  trials
      .add("50/s, after 9 s 200/s, 2,000 rows", changing(nginx(50, 1), begins + 9s, nginx(200, 1)))
      .rows = 2000;
  Trial& raised = trials.add("50/s, after 9 s 200/s, 2,000 rows; 20 ms",
                             changing(nginx(50, 1), begins + 9s, nginx(200, 1)));
  raised.rows = 2000;
  raised.latency = raised.way = 20ms;
  trials.add("200/s, after 3 s 50/s", changing(nginx(200, 1), begins + 3s, nginx(50, 1)));
  trials.add("50/s, after 9 s 5/s", changing(nginx(50, 1), begins + 9s, nginx(5, 1)));
  trials
      .add(
          "50/s, nothing from 5 s to 5 min",
          changing(nginx(50, 1), begins + 5s, changing(closed_door(), begins + 5min, nginx(50, 1))))
      .rows = 2000;
  trials.add("one in 12 by chance; 1 ms, 300 rows", moody(1.0 / 12)).rows = 300;
  trials.slow("one in 12 by chance; 200 ms", moody(1.0 / 12), 200ms, 20ms);
  trials.slow("one in 50 by chance; 200 ms", moody(1.0 / 50), 200ms, 20ms);
  trials.slow("one in 50 by chance; 1 ms, 20,000 rows", moody(1.0 / 50), 1ms, 1ms).rows = 20'000;
  trials.slow("no limit; 1 ms, 50,000 rows", open_door(), 1ms, 1ms).rows = 50'000;
  trials.slow("no limit; 200 ms", open_door(), 200ms, 200ms);
  trials.slow("no limit; 5 s", open_door(), 5s, 200ms);
}

std::vector<Trial> trials_of(bool tiny) {
  Trials trials;
  if (tiny) {
    trials.add("nginx 50/s, 40 rows", nginx(50, 1)).rows = 40;
    trials.add("10 in a second, 40 rows", fixed_window(10, 1s, 0s)).rows = 40;
    return trials.all();
  }
  trials.everywhere("nginx 50/s", *nginx(50, 1));
  trials.everywhere("bucket 5/s of 10", *token_bucket(5, 10));
  trials.everywhere("60 in a minute", *fixed_window(60, 1min, 24s));
  add_special(trials);
  add_known(trials);
  return trials.all();
}

// Time over ideal, share of tries that were refused, the most of them in a row, rows that failed.
std::string cells(const Trial& trial, const Way& way, Duration ideal) {
  constexpr int lives = 5;
  double times = 0;
  double wasted = 0;
  std::size_t most_in_a_row = 0;
  std::size_t failed = 0;
  for (std::uint64_t seed = 1; seed <= lives; ++seed) {
    const Finding found = live_through(trial, way.make, seed);
    times += std::chrono::duration<double>(found.took) / ideal;
    wasted += 100.0 * static_cast<double>(found.refused) / static_cast<double>(found.tries);
    most_in_a_row = std::max(most_in_a_row, found.most_in_a_row);
    failed += found.failed;
  }
  return fmt::format(" {:.2f} | {:.1f}% | {} | {} |", times / lives, wasted / lives, most_in_a_row,
                     failed / lives);
}

// Each row is one trial of a thousand seeds. Returns whether the runs are as fast as README.md
// says.
bool show_chances() {
  constexpr std::size_t lives = 1000;
  constexpr double longest = 1.5;
  constexpr double wanted_share = 0.15;
  bool is_good = true;
  fmt::print(
      "| server | mean | median | 99 of 100 | most | over {} | failed rows |\n"
      "| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n",
      longest);
  for (const double share : {0.05, wanted_share, 0.3}) {
    for (const Duration latency : {Duration(1ms), Duration(20ms), Duration(200ms)}) {
      Trials trials;
      add_moody(trials, share, latency);
      const Trial& trial = trials.all().front();
      const Duration ideal = ideal_time(trial);
      std::vector<double> times;
      std::size_t failed = 0;
      for (std::uint64_t seed = 1; seed <= lives; ++seed) {
        const Finding found = live_through(trial, our_pacing, seed);
        times.push_back(std::chrono::duration<double>(found.took) / ideal);
        failed += found.failed;
      }
      std::sort(times.begin(), times.end());
      const double all = std::accumulate(times.begin(), times.end(), 0.0);
      const auto over = times.end() - std::upper_bound(times.begin(), times.end(), longest);
      fmt::print("| {} | {:.2f} | {:.2f} | {:.2f} | {:.2f} | {} | {} |\n", trial.name, all / lives,
                 times[lives / 2], times[lives * 99 / 100], times.back(), over, failed);
      if (share <= wanted_share && over > static_cast<std::ptrdiff_t>(lives / 100)) is_good = false;
    }
  }
  return is_good;
}

void show(const Way& way, const std::vector<Trial>& trials) {
  fmt::print(
      "## {}\n\n| server | ideal | time ÷ ideal | refused | in a row | failed rows |\n"
      "| --- | ---: | ---: | ---: | ---: | ---: |\n",
      way.name);
  for (const Trial& trial : trials) {
    const Duration ideal = ideal_time(trial);
    fmt::print("| {} | {:.1f} s |{}\n", trial.name, std::chrono::duration<double>(ideal).count(),
               cells(trial, way, ideal));
  }
  fmt::print("\n");
}

}  // namespace
}  // namespace shotlist::tests

int main(int argc, char** argv) {
  try {
    const std::string_view option = argc > 1 ? argv[1] : "";
    if (option == "--chance") return shotlist::tests::show_chances() ? 0 : 1;
    const bool tiny = option == "--tiny";
    const std::vector<shotlist::tests::Trial> trials = shotlist::tests::trials_of(tiny);
    for (const shotlist::tests::Way& way : shotlist::tests::ways)
      shotlist::tests::show(way, trials);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "pace_table: " << error.what() << "\n";
    return 1;
  }
}
