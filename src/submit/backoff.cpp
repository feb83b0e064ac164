#include "submit/backoff.h"

#include <algorithm>
#include <utility>

#include "submit/retry_policy.h"

namespace shotlist::submit {
namespace {

// Includes a refusal wrapped in a success status, of which only the refusal is certain.
bool says_not_now(const Outcome& outcome) {
  if (outcome.verdict == Verdict::busy) return true;
  return outcome.verdict == Verdict::refused && (outcome.error_class == ErrorClass::rate_limited ||
                                                 outcome.error_class == ErrorClass::overloaded);
}

}  // namespace

bool Backoff::settled(const Outcome& outcome, Moment sent, Moment now, double chance,
                      Duration shortest) {
  if (outcome.http_status != 0) {
    unreached_ = 0;
    answered_ = true;
  }
  const bool let_in = outcome.verdict == Verdict::accepted ||
                      (outcome.verdict == Verdict::refused && !says_not_now(outcome));
  if (let_in && sent >= began_) refusals_ = 0;
  if (!speaks_for_everybody(outcome)) return false;
  int& waves = outcome.verdict == Verdict::unsent ? unreached_ : refusals_;
  if (sent >= began_) {
    ++waves;
    began_ = now;
  }
  const Moment until = now + hold_for(outcome, std::max(waves, 1), chance, shortest);
  if (until < until_) return true;
  until_ = until;
  why_ = outcome.error_class;
  asked_ = outcome.asked_to_wait;
  return true;
}

bool Backoff::speaks_for_everybody(const Outcome& outcome) {
  if (outcome.verdict == Verdict::unsent) return !std::exchange(answered_, false);
  return says_not_now(outcome) && outcome.error_class != ErrorClass::no_channel;
}

}  // namespace shotlist::submit
