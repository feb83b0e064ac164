#include "support/limits.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "support/virtual_time.h"

namespace shotlist::tests {
namespace {

using namespace std::chrono_literals;

template <class Kind>
class Copied : public Limit {
 public:
  std::unique_ptr<Limit> copy() const override {
    return std::make_unique<Kind>(static_cast<const Kind&>(*this));
  }
};

class Door final : public Copied<Door> {
 public:
  explicit Door(bool open) : open_(open) {}
  bool admits(Moment, Duration) override { return open_; }

 private:
  bool open_;
};

class TokenBucket final : public Copied<TokenBucket> {
 public:
  TokenBucket(double rate, std::int64_t size) : interval_(std::llround(1e9 / rate)), size_(size) {}

  bool admits(Moment now, Duration) override {
    const Moment full_after = std::max(full_again_, now) + interval_;
    if (full_after - now > interval_ * size_) return false;
    full_again_ = full_after;
    return true;
  }

 private:
  Duration interval_;
  std::int64_t size_;
  Moment full_again_;
};

// A leaky bucket in thousandths of a request, on a clock of whole milliseconds. A request that is
// refused leaves no trace.
class Nginx final : public Copied<Nginx> {
 public:
  Nginx(double rate, std::int64_t burst)
      : drain_per_s_(std::llround(rate * 1000)), most_(burst * 1000) {}

  bool admits(Moment now, Duration) override {
    const std::int64_t now_ms = now.time_since_epoch() / 1ms;
    const std::int64_t drained = drain_per_s_ * (now_ms - last_ms_.value_or(now_ms)) / 1000;
    const std::int64_t level = last_ms_ ? std::max<std::int64_t>(0, level_ - drained + 1000) : 0;
    if (level > most_) return false;
    level_ = level;
    last_ms_ = now_ms;
    return true;
  }

 private:
  std::int64_t drain_per_s_;
  std::int64_t most_;
  std::int64_t level_ = 0;
  std::optional<std::int64_t> last_ms_;
};

class FixedWindow final : public Copied<FixedWindow> {
 public:
  FixedWindow(std::int64_t count, Duration length, Duration into)
      : count_(count), length_(length), first_(beginning_of_run - into) {}

  bool admits(Moment now, Duration) override {
    const std::int64_t window = (now - first_) / length_;
    if (std::exchange(window_, window) != window) used_ = 0;
    if (used_ == count_) return false;
    ++used_;
    return true;
  }

  api::RateAdvice advice(Moment now) const override {
    api::RateAdvice advice;
    advice.remaining = count_ - used_;
    advice.reset = std::chrono::ceil<std::chrono::seconds>(length_ - (now - first_) % length_);
    return advice;
  }

 private:
  std::int64_t count_;
  Duration length_;
  Moment first_;
  std::int64_t window_ = -1;
  std::int64_t used_ = 0;
};

class SlidingWindow final : public Copied<SlidingWindow> {
 public:
  SlidingWindow(std::size_t count, Duration length) : count_(count), length_(length) {}

  bool admits(Moment now, Duration) override {
    while (!lately_.empty() && lately_.front() + length_ <= now)
      lately_.pop_front();
    if (lately_.size() == count_) return false;
    lately_.push_back(now);
    return true;
  }

 private:
  std::size_t count_;
  Duration length_;
  std::deque<Moment> lately_;
};

class Crowd final : public Copied<Crowd> {
 public:
  explicit Crowd(std::size_t count) : count_(count) {}

  bool admits(Moment now, Duration work) override {
    while (!done_.empty() && *done_.begin() <= now)
      done_.erase(done_.begin());
    if (done_.size() == count_) return false;
    done_.insert(now + work);
    return true;
  }

 private:
  std::size_t count_;
  std::multiset<Moment> done_;
};

class Moody final : public Copied<Moody> {
 public:
  explicit Moody(double share) : share_(share) {}
  bool admits(Moment now, Duration) override {
    return VirtualRandom(static_cast<std::uint64_t>(now.time_since_epoch().count()) + seed_)
               .unit() >= share_;
  }
  void deal(std::uint64_t seed) override { seed_ = seed; }

 private:
  double share_;
  std::uint64_t seed_ = 0;
};

class Changing final : public Limit {
 public:
  Changing(std::unique_ptr<Limit> before, Moment at, std::unique_ptr<Limit> after)
      : before_(std::move(before)), at_(at), after_(std::move(after)) {}

  bool admits(Moment now, Duration work) override {
    return (now < at_ ? before_ : after_)->admits(now, work);
  }
  std::unique_ptr<Limit> copy() const override {
    return std::make_unique<Changing>(before_->copy(), at_, after_->copy());
  }

 private:
  std::unique_ptr<Limit> before_;
  Moment at_;
  std::unique_ptr<Limit> after_;
};

}  // namespace

Moment opening_of(const Limit& limit, Moment now, Duration work) {
  const auto open = [&](Duration wait) { return limit.copy()->admits(now + wait, work); };
  if (open(0s)) return now;
  Duration enough = 1ms;
  while (!open(enough))
    enough *= 2;
  Duration too_short = enough / 2;
  while (enough - too_short > 100us) {
    const Duration middle = (enough + too_short) / 2;
    (open(middle) ? enough : too_short) = middle;
  }
  return now + enough;
}

std::unique_ptr<Limit> open_door() {
  return std::make_unique<Door>(true);
}
std::unique_ptr<Limit> closed_door() {
  return std::make_unique<Door>(false);
}
std::unique_ptr<Limit> token_bucket(double rate, std::int64_t size) {
  return std::make_unique<TokenBucket>(rate, size);
}
std::unique_ptr<Limit> nginx(double rate, std::int64_t burst) {
  return std::make_unique<Nginx>(rate, burst);
}
std::unique_ptr<Limit> fixed_window(std::int64_t count, Duration length, Duration into) {
  return std::make_unique<FixedWindow>(count, length, into);
}
std::unique_ptr<Limit> sliding_window(std::size_t count, Duration length) {
  return std::make_unique<SlidingWindow>(count, length);
}
std::unique_ptr<Limit> crowd(std::size_t count) {
  return std::make_unique<Crowd>(count);
}
std::unique_ptr<Limit> moody(double share) {
  return std::make_unique<Moody>(share);
}
std::unique_ptr<Limit> changing(std::unique_ptr<Limit> before, Moment at,
                                std::unique_ptr<Limit> after) {
  return std::make_unique<Changing>(std::move(before), at, std::move(after));
}

}  // namespace shotlist::tests
