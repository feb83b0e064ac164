#include "submit/line_hold.h"

#include <algorithm>
#include <utility>

#include "submit/retry_policy.h"

namespace shotlist::submit {

bool LineHold::settled(const Outcome& outcome, Moment sent, Moment now, double chance,
                       Duration shortest) {
  if (outcome.http_status != 0) {
    unreached_ = 0;
    answered_ = true;
  }
  const bool accepted = outcome.verdict == Verdict::accepted;
  if (accepted) accepted_ = true;
  if ((accepted || outcome.verdict == Verdict::refused) && sent >= began_) refusals_ = 0;
  if (!speaks_for_everybody(outcome)) return false;
  int& waves = outcome.verdict == Verdict::unsent ? unreached_ : refusals_;
  if (sent >= began_) {
    ++waves;
    began_ = now;
  }
  until_ = std::max(until_, now + line_hold(outcome, std::max(waves, 1), chance, shortest));
  return true;
}

bool LineHold::speaks_for_everybody(const Outcome& outcome) {
  if (outcome.verdict == Verdict::unsent) return !std::exchange(answered_, false);
  if (outcome.verdict != Verdict::busy) return false;
  const bool others_succeed = std::exchange(accepted_, false);
  return outcome.error_class != ErrorClass::no_channel || !others_succeed;
}

}  // namespace shotlist::submit
