#include "submit/cutoff_watch.h"

#include <algorithm>

namespace shotlist::submit {
namespace {

using namespace std::chrono_literals;

// No timeout is set shorter than this; what is lost sooner was lost to a crash.
constexpr Duration shortest_cutoff = 3s;

// The proxy's timeout starts slightly after ours, when it has received the request.
bool same_time(Duration a, Duration b) {
  return std::chrono::abs(a - b) <= std::max<Duration>(250ms, std::max(a, b) / 50);
}

}  // namespace

void CutoffWatch::settled(const Outcome& outcome, Moment now) {
  if (outcome.verdict == Verdict::accepted) accepted_.push_back(now);
  if (outcome.verdict != Verdict::unknown) return;
  const bool ours = outcome.error_class == ErrorClass::timeout;
  if (!ours && outcome.latency < shortest_cutoff) return;

  lost_.push_back({outcome.latency, now - outcome.latency});
  std::size_t lost = 0;
  for (auto loss = lost_.rbegin(); loss != lost_.rend(); ++loss) {
    if (!same_time(loss->after, outcome.latency)) continue;
    ++lost;
    if (lost >= handful && accepted_since(loss->sent) <= lost) cutoff_ = {outcome.latency, ours};
  }
}

std::size_t CutoffWatch::accepted_since(Moment moment) const {
  const auto first = std::upper_bound(accepted_.begin(), accepted_.end(), moment);
  return static_cast<std::size_t>(accepted_.end() - first);
}

}  // namespace shotlist::submit
