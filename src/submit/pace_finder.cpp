#include "submit/pace_finder.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "submit/allowance.h"

namespace shotlist::submit {
namespace {

using namespace std::chrono_literals;

constexpr double first_rate = 20;
constexpr double kept_after_refusal = 0.9;
constexpr double kept_in_search = 0.5;
constexpr double answers_to_climb = 100;

// A server that was down for minutes was down; its limit is not close to zero.
constexpr double slowest_measured = 0.05;
constexpr double slowest = 1.0 / 3600;

// The loop does not wake up for each of a thousand requests per second: what became due meanwhile
// may leave.
constexpr Duration longest_backlog = 10ms;

// A refusal below this share of the last refused rate is early.
constexpr double early = 0.95;

// The user's rate is too high if this many of this many requests in a row are refused, starting
// with the first refused one.
constexpr double sample_size = 24;
constexpr double refused_of_sample = 4;

// After this many refusals in a row, the server was closed for a while, as by a window.
constexpr int closed = 8;

// The rate accepted in a sample is right to within about a tenth.
constexpr double sure_to_be_allowed = 0.9;
constexpr double least_of_allowed = 0.85;

// After this many refusals in a row, a test at a rate that is surely allowed is over: the server
// allows less than it did.
constexpr int ends_test = 3;

// A full test without as much as this part of the refusals shows that the rate was the cause.
constexpr double part_by_chance = 1.0 / 8;

// Once the rate climbs again, a real limit refuses now and then, but not half as often as before.
constexpr double refused_all_the_same = 2;
constexpr double part_all_the_same = 1.0 / 2;

// The number of requests until such a server is tested again; doubles each time.
constexpr double first_rest = 50;

// A wait after a refusal must be followed by this many times its length without one.
constexpr double worth_of_a_wait = 20;

double seconds(Duration duration) {
  return std::chrono::duration<double>(duration).count();
}

}  // namespace

PaceFinder::PaceFinder(std::optional<double> most)
    : most_(most.value_or(std::numeric_limits<double>::infinity())),
      phase_(most ? Phase::as_told : Phase::searching),
      rate_(most.value_or(first_rate)),
      next_rest_(first_rest) {}

Duration PaceFinder::interval() const {
  if (!learning()) return Duration::zero();
  return Duration(std::llround(1e9 / rate_));
}

Moment PaceFinder::next() const {
  return last_ && learning() ? *last_ + interval() : Moment::min();
}

bool PaceFinder::take(Moment now) {
  if (!measured_from_) measured_from_ = now;
  const bool paced = learning() && (!last_ || now - next() < interval());
  const Duration backlog = learning() ? longest_backlog - interval() : Duration::zero();
  last_ = std::max(next(), now - std::max(backlog, Duration::zero()));
  return paced;
}

void PaceFinder::refused(double rate, Moment now) {
  refused_last_ = now;
  if (phase_ == Phase::as_told) return;
  if (testing_) {
    if (rate >= proven_ || ++refused_in_test_ < ends_test) return;
    testing_ = false;
  }
  if (refused_) return;
  refused_ = true;
  ++times_lowered_;
  refused_first_ = now;
  const double before = std::exchange(refused_rate_, std::min(rate, rate_));
  refused_early_ = refused_rate_ < early * before;
  refused_in_search_ = phase_ == Phase::searching;
  rate_ =
      std::max(refused_rate_ * (refused_in_search_ ? kept_in_search : kept_after_refusal), slowest);
  phase_ = Phase::learned;
}

void PaceFinder::accepted(Moment sent, bool paced, int waves, Moment now) {
  ++accepted_;
  if (phase_ == Phase::as_told) return accepted_as_told(waves, now);
  if (testing_ && sent < sample_->since) return;
  refused_in_test_ = 0;
  if (is_by_chance(waves, now)) return return_to_told(now);
  if (testing_) return;
  if (refused_) {
    if (waves > 0) resume(waves, now);
    return;
  }
  if (!paced) return;
  if (phase_ == Phase::learned) climb(now);
  if (phase_ == Phase::searching && sent >= doubled_) {
    rate_ *= 2;
    doubled_ = now;
    measured_from_ = now;
  }
}

void PaceFinder::count_refusal(double rate, Moment now) {
  if (phase_ == Phase::as_told) {
    rest_ -= 1;
    if (!sample_) sample_ = Sample{now};
    ++sample_->refused;
  } else if (sample_ && rate < proven_) {
    ++sample_->refused;
  }
}

// One refusal says nothing about the rate, so they are counted first.
void PaceFinder::accepted_as_told(int waves, Moment now) {
  rest_ -= 1;
  if (!sample_) return;
  sample_->accept(waves);
  if (sample_->all() < sample_size) return;
  const Sample sample = *std::exchange(sample_, std::nullopt);
  const bool is_news = rest_ <= 0 || sample.share() > 2 * share_refused_;
  if (sample.refused < refused_of_sample || !is_news) return;
  share_refused_ = sample.share();
  proven_ = sample.accepted / std::max(seconds(now - sample.since), 1e-9);
  const bool is_closed = sample.longest >= closed;
  if (!is_closed) {
    measured_from_ = sample.since;
    accepted_ = sample.accepted;
  }
  phase_ = Phase::learned;
  ++times_lowered_;
  refused_rate_ = rate_;
  refused_first_ = sample.since;
  refused_early_ = false;
  resume(sample.longest, now);
  if (!is_closed) rate_ = std::min(rate_, sure_to_be_allowed * proven_);
  sample_ = Sample{now};
  testing_ = !is_closed;
}

// A server that counts requests refuses none below the rate it accepted before. The fewer were
// refused at the user's rate, the less it costs to be wrong, and the less is enough to return.
bool PaceFinder::is_by_chance(int waves, Moment now) {
  if (!sample_) return false;
  sample_->accept(waves);
  const double refused = sample_->refused;
  const double share = sample_->share();
  const bool is_full = sample_->all() >= sample_size;
  const bool is_soon = refused * share >= share_refused_ * share_refused_;
  const bool is_at_end = is_full && share >= part_by_chance * share_refused_;
  const bool is_later =
      refused >= refused_all_the_same && share >= part_all_the_same * share_refused_;
  if (testing_ ? is_soon || is_at_end : is_later) return true;
  if (is_full) {
    sample_ = Sample{now};
    testing_ = false;
  }
  return false;
}

void PaceFinder::return_to_told(Moment now) {
  sample_.reset();
  testing_ = false;
  refused_ = false;
  phase_ = Phase::as_told;
  rate_ = most_;
  rest_ = next_rest_;
  next_rest_ *= 2;
  measured_from_ = now;
  accepted_ = 0;
}

void PaceFinder::resume(int waves, Moment now) {
  if (refused_in_search_ && waves <= 2 && accepted_ < enough_accepted && resumed_searches_ < 2) {
    resume_search(now);
    return;
  }
  const double allowed = measured(now);
  const bool by_chance = accepted_ < enough_accepted && waves < 4;
  const double least = by_chance ? rate_ / 2 : slowest_measured;
  rate_ = std::min(rate_, std::max(allowed, least));
  if (sample_ && waves < closed) rate_ = std::max(rate_, least_of_allowed * proven_);

  judge_refusal(waves);
  const double answers = std::ldexp(answers_to_climb, -std::max(0, in_vain_ - usual_in_vain));

  const bool lost = rate_ < refused_rate_ / 2;
  const bool waited_out = waves >= 3 && accepted_ >= enough_accepted;
  if (lost && waited_out && (refused_in_search_ || was_lost_)) {
    climb_to(1.5 * rate_, answers_to_climb * waves);  // the server counts per minute or so
  } else if (lost) {
    climb_to(std::sqrt(rate_ * refused_rate_), answers / 4);
  } else if (in_vain_ > usual_in_vain) {
    climb_to(refused_rate_, answers);
  } else {
    const double wait = seconds(now - refused_first_);
    climb_to(refused_rate_, std::max(answers_to_climb * waves, worth_of_a_wait * wait * rate_));
  }
  if (accepted_ >= enough_accepted) allowed_ = std::min(allowed, refused_rate_);
  was_lost_ = lost;
  refused_ = false;
  refused_in_search_ = false;
  ++times_;
  measured_from_ = now;
  measured_rate_ = rate_;
  accepted_ = 0;
}

// It would have been accepted at some moment between the last refusal and now.
double PaceFinder::measured(Moment now) const {
  const Duration took = now - measured_from_.value_or(now) - (now - refused_last_) / 2;
  return accepted_ / std::max(seconds(took), 1e-9);
}

// A refusal among the first few may be bad luck.
void PaceFinder::resume_search(Moment now) {
  ++resumed_searches_;
  phase_ = Phase::searching;
  refused_ = false;
  refused_in_search_ = false;
  doubled_ = now;
  measured_from_ = now;
}

// A server that counts requests refuses fewer at a lower rate. One that refuses by chance does not,
// and the rate would sink to nothing.
void PaceFinder::judge_refusal(int waves) {
  if (waves > 2) {
    in_vain_ = 0;  // the server was closed for a while, as by a window
  } else {
    in_vain_ = std::clamp(in_vain_ + (refused_early_ ? 1 : -2), 0, most_in_vain);
  }
}

void PaceFinder::climb_to(double rate, double answers) {
  step_ = (rate - rate_) / answers;
  steps_ = 0;
  steps_to_double_ = answers;
}

void PaceFinder::climb(Moment now) {
  rate_ += step_;
  if (++steps_ >= steps_to_double_) {
    step_ *= 2;
    steps_ = 0;
  }
  if (rate_ > 2 * measured_rate_) {
    measured_from_ = now;
    measured_rate_ = rate_;
  }
  if (rate_ < most_) return;
  rate_ = most_;
  phase_ = Phase::as_told;
  sample_.reset();
}

std::optional<double> PaceFinder::learned() const {
  const bool holds =
      phase_ == Phase::learned && times_ >= 3 && in_vain_ < usual_in_vain && rate_ < 2 * allowed_;
  return holds ? std::optional(allowed_) : std::nullopt;
}

}  // namespace shotlist::submit
