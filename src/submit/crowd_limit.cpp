#include "submit/crowd_limit.h"

#include <algorithm>
#include <utility>

namespace shotlist {

void CrowdLimit::accepted(std::size_t in_flight) {
  latest_ = std::max(latest_, in_flight);
  if (++answers_ < 100) return;
  answers_ = 0;
  before_ = std::exchange(latest_, 0);
  if (!std::exchange(reached_, false)) return;
  most_ += step_;
  step_ *= 2;
}

bool CrowdLimit::refused(std::size_t in_flight, Moment sent, Moment now) {
  if (sent < lowered_) return true;
  if (in_flight < 2 || in_flight < std::max(latest_, before_)) return false;
  most_ = in_flight - 1;
  lowered_ = now;
  step_ = 1;
  answers_ = 0;
  ++times_;
  return true;
}

std::optional<std::size_t> CrowdLimit::learned() const {
  return times_ >= 3 ? std::optional(most_) : std::nullopt;
}

}  // namespace shotlist
