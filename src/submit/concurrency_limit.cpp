#include "submit/concurrency_limit.h"

#include <algorithm>
#include <utility>

#include "submit/allowance.h"

namespace shotlist::submit {
namespace {

// Below this, one less would be a large share: a lower rate is gentler.
constexpr std::size_t smallest_limit = 4;

constexpr int refusals_to_learn = 3;

}  // namespace

void ConcurrencyLimit::accepted(std::size_t in_flight) {
  ++taken_;
  latest_ = std::max(latest_, in_flight);
  if (++answers_ < 100) return;
  answers_ = 0;
  before_ = std::exchange(latest_, 0);
  if (!std::exchange(reached_, false)) return;
  most_ += step_;
  step_ *= 2;
}

bool ConcurrencyLimit::refused(std::size_t in_flight, Moment sent, Moment now) {
  if (lowered_ && sent < *lowered_) return true;
  if (in_flight < smallest_limit || in_flight < std::max(latest_, before_)) return false;
  const double took = std::chrono::duration<double>(now - lowered_.value_or(now)).count();
  if (taken_ >= enough_accepted && took > 0) rate_ = taken_ / took;
  taken_ = 0;
  most_ = in_flight - 1;
  lowered_ = now;
  step_ = 1;
  answers_ = 0;
  ++times_;
  return true;
}

std::optional<std::size_t> ConcurrencyLimit::learned() const {
  return times_ >= refusals_to_learn ? std::optional(most_) : std::nullopt;
}

std::optional<double> ConcurrencyLimit::rate() const {
  return times_ >= refusals_to_learn ? rate_ : std::nullopt;
}

}  // namespace shotlist::submit
