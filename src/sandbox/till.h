#pragma once
// What the sandbox has charged for and handed out: the truth that a run's results are checked
// against.

#include <cstddef>
#include <cstdint>
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

/// A key that came with a request for a video. To the gateway's own host it may; anywhere else it
/// has leaked.
struct KeySeen {
  std::string host;    ///< the request's `Host`
  std::string header;  ///< the name of the header that held it

  friend bool operator==(const KeySeen&, const KeySeen&) = default;
};

/// What was asked about one task.
struct Visits {
  std::string task_id;
  std::size_t looks = 0;      ///< queries with a right key
  std::size_t fetches = 0;    ///< requests for its video, each hop of a redirect too
  std::uint64_t bytes = 0;    ///< of its video, handed out
  std::vector<KeySeen> keys;  ///< each once
};

struct Till {
  std::size_t requests = 0;     ///< to create a video, charged or not
  std::vector<Charge> charges;  ///< in the order they were made
  std::size_t looks = 0;        ///< queries, also for tasks that do not exist
  std::vector<Visits> visits;   ///< of earlier tasks, then of each charge
};

/// The answer to `GET /sandbox/till`:
/// `{"charged":N,"requests":M,"charges":[{"task_id","body_digest"}],"looks":L,"fetches":F,
/// "bytes":B,"visits":[{"task_id","looks","fetches","bytes","keys":[{"host","header"}]}]}`.
std::string to_json(const Till& till);

}  // namespace shotlist::sandbox
