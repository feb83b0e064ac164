#include "submit/pacer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "submit/retry_policy.h"

namespace shotlist::submit {
namespace {

using namespace std::chrono_literals;

// A burst that outlasts any run: a larger value would overflow.
constexpr Duration longest_tolerance = std::chrono::hours(24 * 365);

// Includes a refusal wrapped in a success status, of which only the refusal is certain.
bool says_not_now(const Outcome& outcome) {
  if (outcome.verdict == Verdict::busy) return true;
  return outcome.verdict == Verdict::refused && (outcome.error_class == ErrorClass::rate_limited ||
                                                 outcome.error_class == ErrorClass::overloaded);
}

// Below this, one less would be a large share: a lower rate is gentler.
constexpr std::size_t smallest_limit = 4;

constexpr int refusals_to_learn = 3;

constexpr std::size_t most_before_an_answer = 10;

// At the user's rate, so many refusals in a row may be chance.
constexpr int waves_by_chance = 3;

// Then a refused row lets so many others go first, and at that rate that is no long wait.
constexpr double others_first = 5;
constexpr Duration longest_row_wait = 1s;

// If more than this part is refused, it is not chance.
constexpr double most_by_chance = 0.5;

// An answer's weight in the share of those that were refused.
constexpr double weight_of_an_answer = 0.1;

// Do not wait for a timeout.
constexpr Duration longest_scouting = 10s;

// A header may refer to a daily quota: check again after a while.
constexpr Duration longest_announced = 5min;

// While the rate is unknown, waiting one interval would only repeat the refused request.
constexpr Duration shortest_hold_in_search = 20ms;

double per_second(const Rate& rate) {
  return static_cast<double>(rate.count) / std::chrono::duration<double>(rate.per).count();
}

// Whatever the answer: a server that counts requests counted this one.
bool let_in(const Outcome& outcome) {
  return outcome.verdict == Verdict::accepted || outcome.verdict == Verdict::refused;
}

bool about_pace(const Outcome& outcome) {
  if (outcome.verdict != Verdict::busy) return false;
  return outcome.error_class == ErrorClass::rate_limited ||
         outcome.error_class == ErrorClass::overloaded;
}

// Rounded down, keeping at least two digits if possible: a manifest has whole numbers.
Rate whole(double rate) {
  for (const auto& per : {Duration(1s), Duration(1min)}) {
    const double count = rate * std::chrono::duration<double>(per).count();
    if (count >= 10) return {static_cast<std::int64_t>(count), per};
  }
  return {std::max<std::int64_t>(1, static_cast<std::int64_t>(rate * 3600)), 1h};
}

}  // namespace

RateLimiter::RateLimiter(const Pace& pace, std::int64_t burst) {
  if (!pace.rate) return;
  const auto& [count, per] = *pace.rate;
  interval_ = (per + Duration(count - 1)) / count;  // rounded up: never faster than the rate
  tolerance_ = interval_ * std::min(burst - 1, longest_tolerance / interval_);
}

void RateLimiter::take(Moment now) {
  due_ = std::max(due_, now) + interval_;
}

bool Backoff::settled(const Outcome& outcome, Moment sent, Moment now, double chance,
                      Duration shortest) {
  if (outcome.http_status != 0) {
    unreached_ = 0;
    answered_ = true;
  }
  const bool let_in = outcome.verdict == Verdict::accepted ||
                      (outcome.verdict == Verdict::refused && !says_not_now(outcome));
  if (let_in && (by_departure_ || sent >= began_))
    std::erase_if(refusals_, [sent](Moment known) { return known <= sent; });
  if (!speaks_for_everybody(outcome)) return false;
  const bool is_unsent = outcome.verdict == Verdict::unsent;
  if (sent >= began_) {
    if (is_unsent) {
      ++unreached_;
    } else {
      refusals_.push_back(now);
    }
    began_ = now;
  }
  const int waves = std::max(is_unsent ? unreached_ : refusals(), 1);
  const Moment until = now + hold_for(outcome, waves, chance, shortest);
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

Wait::Reason reason_of(ErrorClass why) {
  switch (why) {
    case ErrorClass::connect:
      return Wait::Reason::unreachable;
    case ErrorClass::overloaded:
      return Wait::Reason::overloaded;
    case ErrorClass::too_many_running:
      return Wait::Reason::too_many_running;
    default:
      return Wait::Reason::rate_limited;
  }
}

Pacer::Pacer(const Pace& pace, std::int64_t burst)
    : most_(pace.rate ? std::optional(per_second(*pace.rate)) : std::nullopt),
      limiter_(pace, burst),
      hold_(pace.rate.has_value()),
      finder_(most_) {}

Moment Pacer::next() const {
  const bool first_ones = finder_.searching() && !answered_;
  const std::size_t most = first_ones ? most_before_an_answer : concurrency_.most();
  if (in_flight_ >= most) return Moment::max();
  return std::max({limiter_.next(), finder_.next(), held_until(), scout_lost_});
}

// The line is held for an unknown time.
bool Pacer::scouting() const {
  const int usual = most_ && !finder_.learning() ? waves_by_chance : 1;
  return waves_ > usual || (waves_ > 0 && finder_.searching());
}

Moment Pacer::held_until() const {
  return number_ < last_announced_ ? hold_.until() : std::max(hold_.until(), renewed_);
}

std::optional<Wait> Pacer::wait(Moment now) const {
  const Moment until = next();
  const bool awaits_scout = scout_lost_ > now && scout_lost_ >= until;
  if (until <= now || until == Moment::max() || awaits_scout) return std::nullopt;
  Wait wait{until, Wait::Reason::paced, {}, {}};
  if (hold_.until() >= until) {
    wait.reason = reason_of(hold_.why());
    if (hold_.asked()) wait.server_asked = to_text(*hold_.asked());
  } else if (held_until() >= until) {
    wait.reason = Wait::Reason::announced;
  } else if (limiter_.next() < until) {
    wait.reason = Wait::Reason::rate_limited;  // the pace that was found
  }
  return wait;
}

Permit Pacer::take(Moment now) {
  Permit permit;
  permit.at = now;
  permit.unannounced = number_ >= last_announced_;
  permit.number = ++number_;
  permit.in_flight = ++in_flight_;
  limiter_.take(now);
  permit.rate = finder_.rate();
  permit.paced = finder_.take(now);
  concurrency_.left(in_flight_);
  if (scouting()) {
    scout_ = number_;
    scout_lost_ = now + longest_scouting;
  }
  return permit;
}

bool Pacer::settled(const Outcome& outcome, const api::RateAdvice& advice, const Permit& permit,
                    Moment now, double chance) {
  --in_flight_;
  answered_ = true;
  if (permit.number == scout_ || outcome.verdict == Verdict::accepted) scout_lost_ = Moment();
  follow(advice, outcome, permit, now);
  refused_lately_ += weight_of_an_answer * ((about_pace(outcome) ? 1 : 0) - refused_lately_);

  if (is_about_concurrency(outcome, permit, now)) return false;
  const int before = hold_.refusals();
  const bool holds = hold_.settled(outcome, permit.at, now, chance, shortest_hold());
  if (about_pace(outcome)) finder_.count_refusal(permit.rate, now);
  if (about_pace(outcome) && hold_.refusals() > before) {
    ++waves_;
    finder_.refused(permit.rate, now);
  }
  if (let_in(outcome)) {
    concurrency_.accepted(permit.in_flight);
    const int left = std::min(waves_, hold_.refusals());
    finder_.accepted(permit.at, permit.paced, std::exchange(waves_, left) - left, now);
  }
  return holds;
}

// If too many were in flight, the next request waits for an answer, and nothing waits for a time.
bool Pacer::is_about_concurrency(const Outcome& outcome, const Permit& permit, Moment now) {
  const bool first = waves_ == 0 && !finder_.searching();
  return about_pace(outcome) && !outcome.retry_after && first && !most_ &&
         concurrency_.refused(permit.in_flight, permit.at, now);
}

// One interval, which is when the next request would have left.
Duration Pacer::shortest_hold() const {
  const Duration least = finder_.searching() ? shortest_hold_in_search : 1ms;
  if (finder_.is_proven()) return least;  // the refusal was chance
  return std::clamp<Duration>(finder_.interval(), least, 1s);
}

Duration Pacer::shortest_row_wait() const {
  const bool by_chance = waves_ <= waves_by_chance && refused_lately_ <= most_by_chance;
  if (!most_ || !by_chance) return longest_row_wait;
  return std::min(longest_row_wait, Duration(std::llround(1e9 * others_first / *most_)));
}

// Requests that left after this one count too, though the server did not know of them yet.
void Pacer::follow(const api::RateAdvice& advice, const Outcome& outcome, const Permit& permit,
                   Moment now) {
  const bool refused = about_pace(outcome);
  if (announced_wrong_ || !advice.reset || (!advice.remaining && !refused)) return;
  const auto remaining =
      static_cast<std::uint64_t>(std::max<std::int64_t>(advice.remaining.value_or(0), 0));
  if (remaining == 0 && permit.unannounced && outcome.verdict == Verdict::accepted) {
    announced_wrong_ = true;  // the header refers to something else
    last_announced_ = std::numeric_limits<std::uint64_t>::max();
    return;
  }
  last_announced_ = std::max(number_, permit.number + remaining);
  renewed_ = now + std::min(*advice.reset, longest_announced);
  announced_rate_ = advice.limit;
}

std::optional<Rate> Pacer::slowed_to() const {
  if (!most_ || !finder_.learning()) return std::nullopt;
  return whole(finder_.rate());
}

Allowance Pacer::learned() const {
  Allowance learned{learned_rate(), concurrency_.learned()};
  if (most_ && learned.rate && per_second(*learned.rate) >= *most_) learned.rate.reset();
  return learned;
}

std::optional<Rate> Pacer::learned_rate() const {
  if (announced_rate_ && !announced_wrong_) return announced_rate_;
  const auto by_itself = finder_.learned();
  const auto learned = by_itself ? by_itself : concurrency_.rate();
  return learned ? std::optional(whole(*learned * 0.98)) : std::nullopt;
}

}  // namespace shotlist::submit
