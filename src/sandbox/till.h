#pragma once
// What the sandbox has charged for: the truth that a run's results are checked against.

#include <cstddef>
#include <string>
#include <vector>

#include "base/digest.h"

namespace shotlist::sandbox {

/// One payment. A body that appears twice in a till was paid for twice.
struct Charge {
  std::string task_id;
  Fingerprint body;  ///< of the bytes sent

  friend bool operator==(const Charge&, const Charge&) = default;
};

struct Till {
  std::size_t requests = 0;     ///< to create a video, charged or not
  std::vector<Charge> charges;  ///< in the order they were made
};

/// The answer to `GET /sandbox/till`:
/// `{"charged":N,"requests":M,"charges":[{"task_id","body_digest"}]}`.
std::string to_json(const Till& till);

}  // namespace shotlist::sandbox
