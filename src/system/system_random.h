#pragma once
// Random numbers from a generator seeded by the operating system.

#include <random>

#include "system/random.h"

namespace shotlist::system {

class SystemRandom final : public Random {
 public:
  SystemRandom();
  std::uint64_t bits() override { return generator_(); }

 private:
  std::mt19937_64 generator_;
};

}  // namespace shotlist::system
