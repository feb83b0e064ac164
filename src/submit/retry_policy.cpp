#include "submit/retry_policy.h"

#include <algorithm>
#include <cmath>

namespace shotlist::submit {
namespace {

using namespace std::chrono_literals;

constexpr Duration longest_wait = 60s;

// A model whose channels are down comes back in minutes or not at all.
constexpr int most_tries_without_channel = 3;
constexpr int slow_start = 5;  // failures skipped: the first wait is 16 to 32 s

// A server that is restarted is back within a minute, which the usual tries of a row must last.
constexpr int outage_start = 2;  // failures skipped: the first wait is 2 to 4 s

}  // namespace

Duration backoff(int failures, double chance, Duration shortest) {
  const int doublings = std::clamp(failures - 1, 0, 16);
  const Duration full = std::min(Duration(shortest * (1LL << doublings)), longest_wait);
  return full - Duration(std::llround(static_cast<double>(full.count()) / 2 * chance));
}

Duration line_hold(const Outcome& outcome, int failures, double chance, Duration shortest) {
  if (outcome.retry_after && *outcome.retry_after > Duration::zero()) {
    return *outcome.retry_after;
  }
  if (outcome.error_class == ErrorClass::no_channel) return backoff(failures + slow_start, chance);
  if (outcome.verdict == Verdict::unsent) return backoff(failures + outage_start, chance);
  return backoff(failures, chance, shortest);
}

std::optional<Duration> row_wait(const Outcome& outcome, bool line_holds, int tries, int allowed,
                                 double chance) {
  const bool no_channel = outcome.error_class == ErrorClass::no_channel;
  if (outcome.verdict != Verdict::unsent && outcome.verdict != Verdict::busy) return std::nullopt;
  if (tries >= (no_channel ? std::min(allowed, most_tries_without_channel) : allowed)) {
    return std::nullopt;
  }
  // Others go first: their models may be fine.
  if (no_channel) return backoff(slow_start + tries, chance);
  const bool told_when = outcome.verdict == Verdict::unsent || outcome.retry_after;
  return line_holds && (told_when || tries < 3) ? Duration::zero() : backoff(tries, chance);
}

}  // namespace shotlist::submit
