#pragma once
// Randomness.

#include <cstdint>

namespace shotlist::system {

class Random {
 public:
  virtual ~Random() = default;
  virtual std::uint64_t bits() = 0;  ///< 64 independent bits

  /// Uniform over [0, 1).
  double unit() { return static_cast<double>(bits() >> 11U) * 0x1.0p-53; }
};

}  // namespace shotlist::system
