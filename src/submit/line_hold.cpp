#include "submit/line_hold.h"

#include <algorithm>
#include <utility>

#include "submit/retry_policy.h"

namespace shotlist {

void LineHold::refused(const Outcome& outcome, Moment sent, Moment now, double chance) {
  const bool others_succeed = std::exchange(accepted_since_, false);
  if (outcome.error_class == ErrorClass::no_channel && others_succeed) return;
  if (sent >= began_) {
    ++refusals_;
    began_ = now;
  }
  until_ = std::max(until_, now + line_hold(outcome, std::max(refusals_, 1), chance));
}

}  // namespace shotlist
