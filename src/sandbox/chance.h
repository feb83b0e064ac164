#pragma once
// Random numbers that are the same on every machine.

#include <cstdint>
#include <random>

namespace shotlist::sandbox {

/// A seeded sequence. Not thread-safe.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : engine_(seed) {}

  /// From 0 to just below 1.
  double share() {
    // Not std::uniform_real_distribution: its numbers differ between standard libraries.
    return static_cast<double>(engine_() >> 11U) * 0x1.0p-53;
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace shotlist::sandbox
