#pragma once
// The options of a sandbox.

#include <cstdint>
#include <string>

#include "base/quantity.h"
#include "base/time.h"
#include "sandbox/fault.h"

namespace shotlist::sandbox {

struct SandboxOptions {
  int port = 0;       ///< 0: any free port
  std::string token;  ///< the bearer token it accepts; empty: any non-empty token
  Faults faults;
  Pace limit;              ///< its own rate limit: 429 beyond it
  Duration latency{};      ///< before each answer
  std::uint64_t seed = 1;  ///< of its dice: the same seed and order give the same faults
};

}  // namespace shotlist::sandbox
