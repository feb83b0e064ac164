#include "submit/head_start.h"

#include <algorithm>

namespace shotlist {
namespace {

// A disk that stalls for longer costs pace, and not rows in doubt.
constexpr Duration longest = std::chrono::milliseconds(20);

}  // namespace

void HeadStart::synced(Duration took) {
  const Duration remembered = ahead_ - ahead_ / 16;
  ahead_ = std::min(longest, std::max(took, remembered));
}

}  // namespace shotlist
