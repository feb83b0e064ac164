#pragma once
// The sandbox's decisions: what a gateway would answer to a request, without a socket.

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

#include "base/time.h"
#include "sandbox/answer.h"
#include "sandbox/dice.h"
#include "sandbox/options.h"
#include "sandbox/rate_gate.h"
#include "sandbox/task_ids.h"
#include "sandbox/till.h"

namespace shotlist::sandbox {

/// Sent with every answer of the gateway.
inline constexpr const char* request_id_header = "X-Oneapi-Request-Id";

/// The parts of an HTTP request that decide its answer. Absent headers are empty.
struct Call {
  std::string method;
  std::string path;     ///< without the query
  std::string task_id;  ///< the query's `id`, unescaped
  std::string authorization;
  std::string content_type;
  std::string body;
};

/// The time of a call on both clocks.
struct CallTime {
  Moment moment;
  Date date;
};

/// Serves `POST /v1/video/create`, `GET /v1/video/query?id=` and `GET /sandbox/till`. A request to
/// create draws from the dice exactly once, whatever its outcome. Prompts that contain
/// `sandbox:refuse` or `sandbox:moderate` always get that fault. Thread-safe.
class Gateway {
 public:
  /// Throws Error (usage) if the faults' probabilities add up to more than 1.
  explicit Gateway(const SandboxOptions& options);

  Answer answer(const Call& call, CallTime now);
  Till till() const;

 private:
  Answer route(const Call& call, CallTime now);
  Answer create(const Call& call, CallTime now);
  Answer query(const Call& call, CallTime now);
  bool knows_token(const std::string& authorization) const;

  const std::string token_;
  std::atomic<std::uint64_t> calls_{0};
  mutable std::mutex mutex_;  ///< guards everything below
  Dice dice_;
  RateGate gate_;
  TaskIds task_ids_;
  Till till_;
  std::unordered_map<std::string, int> polls_;  ///< by task id
};

}  // namespace shotlist::sandbox
