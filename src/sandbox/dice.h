#pragma once
// Decides by chance which request meets which fault, in a way that can be repeated.

#include <cstdint>
#include <optional>
#include <random>

#include "sandbox/fault.h"

namespace shotlist::sandbox {

/// Draws from a seeded sequence: the same seed and faults give the same draws in the same order, on
/// every machine. Not safe for threads.
class Dice {
 public:
  /// Throws Error (usage) where the probabilities add up to more than 1.
  Dice(Faults faults, std::uint64_t seed);

  /// The fault of the next request; nothing where it is to be treated well.
  std::optional<Fault> draw();

 private:
  Faults faults_;
  std::mt19937_64 engine_;
};

}  // namespace shotlist::sandbox
