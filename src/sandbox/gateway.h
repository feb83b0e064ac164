#pragma once
// The sandbox's decisions: what a gateway would answer to a request, without a socket.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

#include "sandbox/answer.h"
#include "sandbox/call.h"
#include "sandbox/chance.h"
#include "sandbox/dice.h"
#include "sandbox/options.h"
#include "sandbox/rate_gate.h"
#include "sandbox/request_check.h"
#include "sandbox/task.h"
#include "sandbox/task_ids.h"
#include "sandbox/till.h"
#include "sandbox/video.h"

namespace shotlist::sandbox {

/// Sent with every answer of the gateway.
inline constexpr const char* request_id_header = "X-Oneapi-Request-Id";

/// Serves `POST /v1/video/create`, `GET /v1/video/query?id=`, the links to videos, and
/// `GET /sandbox/till`. With the key, it also serves videos at `/v1/videos/ID/content` and
/// `/v1/files/video?id=`.
///
/// Each group of faults has dice of its own, so faults of one group never move those of another.
/// They are drawn once for each request to create and each query, whatever its outcome, for each
/// charged task, and for each request that a video can be sent to. Prompts that contain
/// `sandbox:refuse` or `sandbox:moderate` always get that fault; `sandbox:NAME` asks for any fault
/// of the other groups, before the dice: for good if it is one of tasks, else once. Thread-safe.
class Gateway {
 public:
  /// Throws Error (usage) if the probabilities of one group of faults add up to more than 1.
  explicit Gateway(const SandboxOptions& options);

  Answer answer(const Call& call, CallTime now);
  Till till() const;

 private:
  Answer route(const Call& call, CallTime now);
  Answer create(const Call& call, CallTime now);
  Task& add(Task task);
  Task& charge(const RequestCheck& request, const Fingerprint& body, CallTime now);
  std::optional<Answer> too_many_unfinished(Moment now);
  Answer query(const Call& call, CallTime now);
  Answer video(const Call& call, std::string_view task_id, Route route, CallTime now);
  std::optional<std::string_view> token_in(const std::string& authorization) const;
  void note_keys(const Call& call, Visits& visits) const;

  const std::string token_;
  const std::optional<Shape> shape_;
  const Duration finish_;
  const std::optional<std::size_t> unfinished_;
  std::atomic<std::uint64_t> calls_{0};
  mutable std::mutex mutex_;  ///< guards everything below
  Dice create_dice_;
  Dice query_dice_;
  Dice task_dice_;
  Dice file_dice_;
  Chance times_;   ///< how long tasks take
  Chance places_;  ///< where files are cut
  RateGate gate_;
  TaskIds task_ids_;
  Till till_;
  std::size_t turned_away_ = 0;              ///< for too many unfinished tasks
  std::set<std::string, std::less<>> keys_;  ///< that clients have shown
  std::unordered_map<std::string, Task> tasks_;
};

}  // namespace shotlist::sandbox
