#include "submit/lead_time.h"

#include <algorithm>

namespace shotlist::submit {
namespace {

// A disk that stalls for longer costs pace, but leaves no rows in doubt.
constexpr Duration longest_sync = std::chrono::milliseconds(20);

// Waiting awake takes the processor from others.
constexpr Duration longest_waking = std::chrono::microseconds(500);

// The slowest time fades by a sixteenth with each faster one.
void remember(Duration& slowest, Duration took, Duration longest) {
  const Duration remembered = slowest - slowest / 16;
  slowest = std::min(longest, std::max(took, remembered));
}

}  // namespace

void LeadTime::synced(Duration took) {
  remember(for_sync_, took, longest_sync);
}

void LeadTime::woke(Duration late) {
  remember(for_waking_, late, longest_waking);
}

}  // namespace shotlist::submit
