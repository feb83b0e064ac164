#pragma once
// How fast rows have been settled lately.

#include <cstddef>
#include <deque>
#include <optional>

#include "base/time.h"

namespace shotlist::show {

/// Counts what happened in a sliding window of the last minute, or over the last few events where
/// they are rarer. Holds a bounded amount of memory at any speed.
class Speed {
 public:
  /// One more at `now`, which never goes back.
  void add(Moment now);

  /// Per minute; nothing before two of them were some time apart. It falls while nothing happens.
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
