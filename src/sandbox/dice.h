#pragma once
// Decides at random, but repeatably, which request gets which fault.

#include <cstdint>
#include <optional>
#include <random>

#include "sandbox/fault.h"

namespace shotlist::sandbox {

/// Draws from a seeded sequence: the same seed and faults give the same draws in the same order, on
/// every machine. Not thread-safe.
class Dice {
 public:
  /// Throws Error (usage) if the probabilities add up to more than 1.
  Dice(Faults faults, std::uint64_t seed);

  /// The fault of the next request; none if it is treated normally.
  std::optional<Fault> draw();

 private:
  Faults faults_;
  std::mt19937_64 engine_;
};

}  // namespace shotlist::sandbox
