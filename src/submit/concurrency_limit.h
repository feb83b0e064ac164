#pragma once
// Finds how many requests a server takes at a time, where that is what it limits.

#include <cstddef>
#include <limits>
#include <optional>

#include "base/time.h"

namespace shotlist::submit {

/// A refusal speaks of too many at a time where lately nothing was accepted with more in flight:
/// who counts requests a second refuses them whatever their company. From four on one less is tried
/// then, and one more after each hundred accepted requests that met the limit, then two more, four
/// and so on.
class ConcurrencyLimit {
 public:
  /// As many may be in flight.
  std::size_t most() const { return most_; }

  /// A request left, the last of `in_flight`.
  void left(std::size_t in_flight) { reached_ = reached_ || in_flight >= most_; }

  /// A request that had left as the last of `in_flight` was accepted.
  void accepted(std::size_t in_flight);

  /// Such a request, that had left at `sent`, was refused. True where it is because of the company:
  /// the limit is lower then, once for all that left before that was known.
  bool refused(std::size_t in_flight, Moment sent, Moment now);

  /// How many the server takes, once it has refused more often enough to tell.
  std::optional<std::size_t> learned() const;

  /// How many it took a second by that, once that is known: with answers that take the same time it
  /// cannot be told which of the two it limits.
  std::optional<double> rate() const;

 private:
  static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();

  std::size_t most_ = none;
  std::size_t step_ = 1;
  bool reached_ = false;
  std::optional<Moment> lowered_;  ///< the last time
  int times_ = 0;
  double taken_ = 0;  ///< since then
  std::optional<double> rate_;

  int answers_ = 0;         ///< of the latest hundred
  std::size_t latest_ = 0;  ///< the most in flight among the latest hundred
  std::size_t before_ = 0;  ///< of the hundred before
};

}  // namespace shotlist::submit
