#include "benchmarks/pace/others.h"

#include <algorithm>
#include <cmath>

#include "submit/pacer.h"

namespace shotlist::tests {
namespace {

using namespace std::chrono_literals;

class OnlyWaiting final : public Pacing {
 public:
  explicit OnlyWaiting(const Trial& trial) : limiter_(trial.pace, trial.burst) {}

  Moment next() const override { return std::max(limiter_.next(), hold_.until()); }

  submit::Permit take(Moment now) override {
    limiter_.take(now);
    submit::Permit pass;
    pass.at = now;
    return pass;
  }

  bool settled(const Outcome& outcome, const api::RateAdvice&, const submit::Permit& pass,
               Moment now, double chance) override {
    return hold_.settled(outcome, pass.at, now, chance);
  }

 private:
  submit::RateLimiter limiter_;
  submit::Backoff hold_;
};

// A rate that starts at 20 a second and doubles until the first refusal; the rest differs.
class Window : public Pacing {
 public:
  explicit Window(const Trial& trial) : limiter_(trial.pace, trial.burst) {}

  Moment next() const override {
    return std::max({limiter_.next(), last_ + interval(), hold_.until()});
  }

  submit::Permit take(Moment now) override {
    submit::Permit pass;
    pass.at = now;
    pass.paced = now - (last_ + interval()) < interval();
    limiter_.take(now);
    last_ = std::max(last_ + interval(), now - std::max<Duration>(10ms - interval(), 0ms));
    return pass;
  }

  bool settled(const Outcome& outcome, const api::RateAdvice&, const submit::Permit& pass,
               Moment now, double chance) override {
    const int before = hold_.refusals();
    const bool holds =
        hold_.settled(outcome, pass.at, now, chance, std::clamp<Duration>(interval(), 1ms, 1s));
    if (hold_.refusals() > before) {
      searching_ = false;
      refused(now);
    } else if (outcome.verdict == Verdict::accepted && pass.paced) {
      if (!searching_) {
        accepted(now);
      } else if (pass.at >= doubled_) {
        rate_ *= 2;
        doubled_ = now;
      }
    }
    return holds;
  }

 protected:
  double rate_ = 20;  // a second

 private:
  virtual void refused(Moment now) = 0;
  virtual void accepted(Moment now) = 0;

  Duration interval() const { return Duration(std::llround(1e9 / rate_)); }

  submit::RateLimiter limiter_;
  submit::Backoff hold_;
  bool searching_ = true;
  Moment last_;
  Moment doubled_ = Moment::min();
};

class Textbook final : public Window {
 public:
  using Window::Window;

 private:
  void refused(Moment) override { rate_ = std::max(rate_ / 2, 0.01); }
  void accepted(Moment) override { rate_ += 0.5; }
};

class Cubic final : public Window {
 public:
  using Window::Window;

 private:
  void refused(Moment now) override {
    top_ = rate_ < top_ ? rate_ * 0.85 : rate_;  // lower than the last time: leave room
    rate_ = std::max(rate_ * 0.7, 0.01);
    since_ = now;
  }

  // The curve reaches the top after five seconds, whatever the rate.
  void accepted(Moment now) override {
    const double left = std::chrono::duration<double>(now - since_).count() / 5 - 1;
    rate_ = std::max(rate_, top_ * (1 + 0.3 * left * left * left));
  }

  double top_ = 0;
  Moment since_;
};

}  // namespace

std::unique_ptr<Pacing> only_waiting(const Trial& trial) {
  return std::make_unique<OnlyWaiting>(trial);
}
std::unique_ptr<Pacing> textbook(const Trial& trial) {
  return std::make_unique<Textbook>(trial);
}
std::unique_ptr<Pacing> cubic(const Trial& trial) {
  return std::make_unique<Cubic>(trial);
}

}  // namespace shotlist::tests
