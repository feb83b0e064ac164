#pragma once
// The sandbox's mind: what a gateway would answer to a request, decided without a socket.

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

/// Stands on every answer of the gateway.
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

/// The time of a call on both time lines.
struct CallTime {
  Moment moment;
  Date date;
};

/// Serves `POST /v1/video/create`, `GET /v1/video/query?id=` and `GET /sandbox/till`. A request to
/// create draws exactly one time from the dice, whatever becomes of it. Prompts that contain
/// `sandbox:refuse` or `sandbox:moderate` always meet that fault. Safe for threads.
class Gateway {
 public:
  /// Throws Error (usage) where the faults' probabilities add up to more than 1.
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
