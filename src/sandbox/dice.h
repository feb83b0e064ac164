#pragma once
// Decides at random, but repeatably, what gets which fault.

#include <cstdint>
#include <optional>

#include "sandbox/chance.h"
#include "sandbox/fault.h"

namespace shotlist::sandbox {

/// Draws from a seeded sequence: the same seed and faults give the same draws in the same order, on
/// every machine. Not thread-safe.
class Dice {
 public:
  /// Throws Error (usage) if the probabilities add up to more than 1.
  Dice(Faults faults, std::uint64_t seed);

  /// The fault of what comes next; none if it is treated normally.
  std::optional<Fault> draw();

 private:
  Faults faults_;
  Chance chance_;
};

}  // namespace shotlist::sandbox
