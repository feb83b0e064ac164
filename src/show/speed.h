#pragma once
// How fast rows have been settled recently.

#include <cstddef>
#include <deque>
#include <optional>

#include "base/time.h"

namespace shotlist::show {

/// Counts events in a sliding window of the last minute, or over the last few events if they are
/// rarer. Memory is bounded at any speed.
class Speed {
 public:
  /// Adds an event at `now`, which must not go back.
  void add(Moment now);

  /// Per minute; none until two events are some time apart. It falls while nothing happens.
  std::optional<double> per_minute(Moment now) const;

 private:
  struct Bucket {
    Moment at;
    std::size_t count;
  };

  std::deque<Bucket> buckets_;
  std::size_t count_ = 0;
};

/// How long `rows` take at `per_minute`.
Duration time_for(std::size_t rows, double per_minute);

}  // namespace shotlist::show
