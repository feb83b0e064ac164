#include "submit/retry_policy.h"

#include <algorithm>
#include <cmath>

namespace shotlist::submit {
namespace {

using namespace std::chrono_literals;

// A model whose channels are down comes back in minutes or not at all.
constexpr int slow_start = 5;  // failures skipped: the first wait is 16 to 32 s

// A task takes minutes, and no other is let in before it ends.
constexpr Duration shortest_wait_for_task = 30s;
constexpr Duration longest_wait_for_task = 2min;

// A restarting server is back within a minute, which the usual tries of a row must cover.
constexpr int outage_start = 2;  // failures skipped: the first wait is 2 to 4 s

}  // namespace

Duration backoff(int failures, double chance, Duration shortest, Duration longest) {
  const int doublings = std::clamp(failures - 1, 0, 16);
  const Duration full = std::min(Duration(shortest * (1LL << doublings)), longest);
  return full - Duration(std::llround(static_cast<double>(full.count()) / 2 * chance));
}

Duration hold_for(const Outcome& outcome, int failures, double chance, Duration shortest) {
  if (outcome.retry_after && *outcome.retry_after > Duration::zero()) {
    return *outcome.retry_after;
  }
  if (outcome.error_class == ErrorClass::too_many_running) {
    return backoff(failures, chance, shortest_wait_for_task, longest_wait_for_task);
  }
  if (outcome.verdict == Verdict::unsent) return backoff(failures + outage_start, chance);
  return backoff(failures, chance, shortest);
}

Duration model_hold(const Outcome& outcome, int refusals, double chance) {
  return outcome.retry_after.value_or(backoff(slow_start + refusals, chance));
}

std::optional<Duration> row_wait(const Outcome& outcome, bool is_line_held, int tries, int allowed,
                                 double chance, Duration shortest) {
  if (outcome.verdict != Verdict::unsent && outcome.verdict != Verdict::busy) return std::nullopt;
  if (tries >= allowed) return std::nullopt;
  if (outcome.error_class == ErrorClass::no_channel) return Duration::zero();
  const bool told_when = outcome.verdict == Verdict::unsent || outcome.retry_after;
  if (!is_line_held) return backoff(tries, chance);
  return told_when || tries < 3 ? Duration::zero() : backoff(tries - 2, chance, shortest);
}

}  // namespace shotlist::submit
