#include "benchmarks/pace/trial.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <map>
#include <optional>
#include <stdexcept>

#include "submit/retry_policy.h"
#include "submit/waiting_line.h"
#include "support/virtual_time.h"

namespace shotlist::tests {
namespace {

using namespace std::chrono_literals;

class Life {
 public:
  Life(const Trial& trial, const MakePacing& make, std::uint64_t seed)
      : trial_(trial), pacing_(make(trial)), limit_(trial.limit->copy()), chance_(seed) {
    for (std::size_t row = 0; row < trial.rows; ++row)
      line_.add(row);
    limit_->deal(seed);
    tries_.resize(trial.rows);
  }

  Finding run() {
    while (settled_ < trial_.rows) {
      while (on_the_way_.size() < trial_.jobs && next_start() <= now_)
        send(*line_.take(now_, pacing_->fresh_rows_first()));
      now_ = std::max(now_, next_event());
      while (!on_the_way_.empty() && on_the_way_.begin()->first <= now_)
        settle(on_the_way_.extract(on_the_way_.begin()).mapped());
    }
    finding_.took = now_ - beginning_of_run;
    return std::move(finding_);
  }

 private:
  struct Answer {
    std::size_t row = 0;
    submit::Permit pass;
    Outcome outcome;
    api::RateAdvice advice;
  };

  Moment next_start() const { return std::max(line_.next(), pacing_->next()); }

  Moment next_event() const {
    Moment next = on_the_way_.empty() ? Moment::max() : on_the_way_.begin()->first;
    if (on_the_way_.size() < trial_.jobs) next = std::min(next, next_start());
    if (next == Moment::max()) throw std::logic_error("the run stands still: " + trial_.name);
    return next;
  }

  Duration latency() {
    const double even = 1 - trial_.spread;
    const double share = even - trial_.spread * std::log(1 - chance_.unit());
    return Duration(std::llround(static_cast<double>(trial_.latency.count()) * share));
  }

  void send(std::size_t row) {
    Answer answer{row, pacing_->take(now_), {}, {}};
    const Duration takes = std::max(latency(), trial_.way);
    const Moment arrival = now_ + trial_.way / 2;
    const bool admitted = limit_->admits(arrival, takes - trial_.way);
    answer.outcome = admitted ? accepted() : refused(arrival);
    if (trial_.telling == Telling::headers) answer.advice = limit_->advice(arrival);
    finding_.departures.push_back(now_);
    ++finding_.tries;
    ++tries_[row];
    in_a_row_ = admitted ? 0 : in_a_row_ + 1;
    finding_.refused += admitted ? 0 : 1;
    finding_.most_in_a_row = std::max(finding_.most_in_a_row, in_a_row_);
    on_the_way_.emplace(now_ + (admitted ? takes : trial_.way), answer);
  }

  static Outcome accepted() {
    Outcome outcome;
    outcome.verdict = Verdict::accepted;
    outcome.http_status = 200;
    return outcome;
  }

  Outcome refused(Moment arrival) const {
    Outcome outcome;
    outcome.verdict = Verdict::busy;
    outcome.error_class = ErrorClass::rate_limited;
    outcome.http_status = 429;
    if (trial_.telling == Telling::retry_after) {
      const Moment opens = opening_of(*limit_, arrival, trial_.latency);
      outcome.retry_after = std::chrono::ceil<std::chrono::seconds>(opens - arrival);
    }
    return outcome;
  }

  void settle(const Answer& answer) {
    const Outcome& outcome = answer.outcome;
    const bool holds = pacing_->settled(outcome, answer.advice, answer.pass, now_, chance_.unit());
    const auto wait = submit::row_wait(outcome, holds, tries_[answer.row], trial_.attempts,
                                       chance_.unit(), pacing_->shortest_row_wait());
    if (wait) {
      line_.add_later(answer.row, now_ + *wait);
      return;
    }
    ++settled_;
    if (outcome.verdict == Verdict::accepted) finding_.last_accepted = now_;
    if (outcome.verdict != Verdict::accepted) ++finding_.failed;
  }

  const Trial& trial_;
  std::unique_ptr<Pacing> pacing_;
  std::unique_ptr<Limit> limit_;
  VirtualRandom chance_;
  Moment now_ = beginning_of_run;
  submit::WaitingLine line_;
  std::vector<int> tries_;
  std::multimap<Moment, Answer> on_the_way_;
  std::size_t in_a_row_ = 0;
  std::size_t settled_ = 0;
  Finding finding_;
};

class Ours final : public Pacing {
 public:
  explicit Ours(const Trial& trial) : pacer_(trial.pace, trial.burst) {}
  Moment next() const override { return pacer_.next(); }
  submit::Permit take(Moment now) override { return pacer_.take(now); }
  bool settled(const Outcome& outcome, const api::RateAdvice& advice, const submit::Permit& pass,
               Moment now, double chance) override {
    return pacer_.settled(outcome, advice, pass, now, chance);
  }
  bool fresh_rows_first() const override { return pacer_.fresh_rows_first(); }
  Duration shortest_row_wait() const override { return pacer_.shortest_row_wait(); }

 private:
  submit::Pacer pacer_;
};

}  // namespace

Finding live_through(const Trial& trial, const MakePacing& make, std::uint64_t seed) {
  return Life(trial, make, seed).run();
}

Duration ideal_time(const Trial& trial) {
  const std::unique_ptr<Limit> limit = trial.limit->copy();
  submit::RateLimiter own(trial.pace, trial.burst);
  const Duration there = trial.way / 2;
  const Duration work = trial.latency - trial.way;
  std::deque<Moment> in_flight;
  Moment at = beginning_of_run;
  for (std::size_t row = 0; row < trial.rows; ++row) {
    if (in_flight.size() == trial.jobs) {
      at = std::max(at, in_flight.front() + trial.latency);
      in_flight.pop_front();
    }
    at = opening_of(*limit, std::max(at, own.next()) + there, work) - there;
    limit->admits(at + there, work);
    own.take(at);
    in_flight.push_back(at);
  }
  return at + trial.latency - beginning_of_run;
}

std::unique_ptr<Pacing> our_pacing(const Trial& trial) {
  return std::make_unique<Ours>(trial);
}

}  // namespace shotlist::tests
