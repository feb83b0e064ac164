#pragma once
// How servers limit their callers, in a virtual world.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <set>

#include "api/rate_headers.h"
#include "base/time.h"

namespace shotlist::tests {

/// A server's limit. A copy can be asked what would be.
class Limit {
 public:
  virtual ~Limit() = default;

  /// Whether a request that arrives at `now`, later than those before, is let in. It is worked on
  /// for `work` then.
  virtual bool admits(Moment now, Duration work) = 0;

  /// What the server says in its headers about the rest of its time.
  virtual api::RateAdvice advice(Moment) const { return {}; }

  /// Whatever goes by chance goes otherwise with another seed.
  virtual void deal(std::uint64_t) {}

  virtual std::unique_ptr<Limit> copy() const = 0;
};

/// When `limit` would let in one more request that comes at `now` or after.
Moment opening_of(const Limit& limit, Moment now, Duration work);

/// None at all.
std::unique_ptr<Limit> open_door();

/// Nobody is let in.
std::unique_ptr<Limit> closed_door();

/// A bucket of `size` tokens that fills evenly with `rate` a second.
std::unique_ptr<Limit> token_bucket(double rate, std::int64_t size);

/// nginx's `limit_req rate=...r/s burst=... nodelay`.
std::unique_ptr<Limit> nginx(double rate, std::int64_t burst);

/// `count` in each `length` of the calendar, of which `into` has passed when a run begins.
std::unique_ptr<Limit> fixed_window(std::int64_t count, Duration length, Duration into);

/// `count` in any `length`.
std::unique_ptr<Limit> sliding_window(std::size_t count, Duration length);

/// `count` at a time.
std::unique_ptr<Limit> crowd(std::size_t count);

/// That share is refused by chance, whatever the pace.
std::unique_ptr<Limit> moody(double share);

/// `before`, and from `at` on `after`.
std::unique_ptr<Limit> changing(std::unique_ptr<Limit> before, Moment at,
                                std::unique_ptr<Limit> after);

/// When runs begin here.
constexpr Moment beginning_of_run = Moment(std::chrono::hours(1));

}  // namespace shotlist::tests
