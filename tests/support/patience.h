#pragma once
// How many of the worlds that it could try a test tries.

#include <algorithm>
#include <cstddef>
#include <cstdlib>

namespace shotlist::tests {

/// One of so many crash points is tried: each, or fewer where SHOTLIST_SIMULATION_SEEDS asks for
/// less than the usual thousand lives. Under sanitizers a world takes three times as long, and what
/// they look for is in the code that a crash reaches, not in the operation that it came at.
inline std::size_t one_of() {
  const char* const lives = std::getenv("SHOTLIST_SIMULATION_SEEDS");
  if (lives == nullptr) return 1;
  const std::size_t wanted = std::max<std::size_t>(std::strtoul(lives, nullptr, 10), 100);
  return std::max<std::size_t>(1000 / wanted, 1);
}

}  // namespace shotlist::tests
