#pragma once
// Finds how many requests a server takes at a time, if that is what it limits.

#include <cstddef>
#include <limits>
#include <optional>

#include "base/time.h"

namespace shotlist::submit {

/// A refusal means too many at a time if nothing was accepted recently with more in flight: a
/// server that counts requests per second refuses them however many are in flight. The limit then
/// becomes one less, but never below three. After a hundred accepted requests that reached it, it
/// grows by one, then by two, four and so on.
class ConcurrencyLimit {
 public:
  /// The number of requests that may be in flight.
  std::size_t most() const { return most_; }

  /// A request left as the last of `in_flight`.
  void left(std::size_t in_flight) { reached_ = reached_ || in_flight >= most_; }

  /// A request that had left as the last of `in_flight` was accepted.
  void accepted(std::size_t in_flight);

  /// Such a request, which left at `sent`, was refused. Returns true if the number in flight is the
  /// cause: the limit is then lower, once for all requests that left before.
  bool refused(std::size_t in_flight, Moment sent, Moment now);

  /// The number the server takes at a time, once it has refused often enough to tell.
  std::optional<std::size_t> learned() const;

  /// The accepted requests per second at that limit, once known: if all answers take the same time,
  /// the two kinds of limit look alike.
  std::optional<double> rate() const;

 private:
  static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();

  std::size_t most_ = none;
  std::size_t step_ = 1;
  bool reached_ = false;
  std::optional<Moment> lowered_;  ///< when last lowered
  int times_ = 0;
  double taken_ = 0;  ///< accepted since then
  std::optional<double> rate_;

  int answers_ = 0;         ///< among the latest hundred
  std::size_t latest_ = 0;  ///< the most in flight among the latest hundred
  std::size_t before_ = 0;  ///< of the hundred before
};

}  // namespace shotlist::submit
