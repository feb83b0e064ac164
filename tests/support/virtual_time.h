#pragma once
// Time, chance and a user who presses Ctrl-C, all in the hands of a test.

#include <algorithm>
#include <cstdint>
#include <functional>
#include <vector>

#include "base/time.h"
#include "system/clock.h"
#include "system/random.h"
#include "system/stop_signal.h"

namespace shotlist::tests {

/// Stands still unless it is moved. Its calendar may be wrong, and differently so at every look.
class VirtualClock final : public system::Clock {
 public:
  Moment now() override { return now_; }
  Date date() override {
    const Date right =
        began_ + std::chrono::duration_cast<std::chrono::milliseconds>(now_.time_since_epoch());
    return calendar_error ? right + calendar_error() : right;
  }

  void advance(Duration by) { now_ += by; }
  void advance_to(Moment to) { now_ = std::max(now_, to); }

  /// Asked at every look at the date for how far it is off; where there is none, it is right.
  std::function<std::chrono::milliseconds()> calendar_error;

 private:
  Moment now_ = Moment(std::chrono::hours(1));
  Date began_ = Date(std::chrono::milliseconds(1'772'355'600'000));
};

/// SplitMix64: the same numbers for the same seed everywhere.
class VirtualRandom final : public system::Random {
 public:
  explicit VirtualRandom(std::uint64_t seed) : state_(seed) {}

  std::uint64_t bits() override {
    std::uint64_t mixed = state_ += 0x9e3779b97f4a7c15U;
    mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
    return mixed ^ (mixed >> 31U);
  }

  /// Even over 0 to `end` - 1.
  std::size_t below(std::size_t end) { return static_cast<std::size_t>(bits() % end); }

 private:
  std::uint64_t state_;
};

/// A user who asks to stop at moments known in advance.
class VirtualStop final : public system::StopSignal {
 public:
  explicit VirtualStop(VirtualClock& clock) : clock_(clock) {}

  int count() override {
    return static_cast<int>(std::count_if(moments.begin(), moments.end(),
                                          [&](Moment at) { return at <= clock_.now(); }));
  }
  ExitCode exit_code() const override {
    const bool asked =
        std::any_of(moments.begin(), moments.end(), [&](Moment at) { return at <= clock_.now(); });
    return asked ? ExitCode::interrupted : ExitCode::ok;
  }

  /// The next time the user will ask; the last of all moments where there is none.
  Moment next() const {
    Moment soonest = Moment::max();
    for (const Moment at : moments) {
      if (at > clock_.now()) soonest = std::min(soonest, at);
    }
    return soonest;
  }

  std::vector<Moment> moments;

 private:
  VirtualClock& clock_;
};

}  // namespace shotlist::tests
