#pragma once
// The options of a sandbox.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/quantity.h"
#include "base/time.h"
#include "sandbox/fault.h"
#include "sandbox/shape.h"

namespace shotlist::sandbox {

/// A task of an earlier rehearsal, which has ended.
struct EarlierTask {
  std::string id;
  std::string model;
  std::string prompt;
};

struct SandboxOptions {
  int port = 0;       ///< 0: any free port
  std::string token;  ///< the bearer token it accepts; empty: any non-empty token
  Faults faults;
  Pace limit;                        ///< its own rate limit: 429 beyond it
  Duration latency{};                ///< before each answer
  std::vector<EarlierTask> earlier;  ///< it knows them, though it charged nobody for them
  std::uint64_t seed = 1;            ///< of its dice: the same seed and order give the same faults
  std::optional<Shape> shape;        ///< of the answers about tasks; none: as the model's gateway
  Duration finish = std::chrono::seconds(2);  ///< how long a task takes, give or take a quarter
  std::optional<std::size_t> unfinished;      ///< tasks that may run at once: 429 beyond it
};

}  // namespace shotlist::sandbox
