#include "sandbox/rate_gate.h"

#include <algorithm>

namespace shotlist::sandbox {

bool RateGate::admits(Moment now) {
  if (!limit_.rate) return true;
  const Duration interval = limit_.rate->interval();
  const Moment full_after = std::max(full_again_, now) + interval;
  if (full_after - now > interval * limit_.rate->count) return false;
  full_again_ = full_after;
  return true;
}

}  // namespace shotlist::sandbox
