#pragma once
// Makes task ids that look like the provider's but cannot be mistaken for them.

#include <cstdint>
#include <random>
#include <string>
#include <string_view>

#include "base/time.h"

namespace shotlist::sandbox {

/// Ids such as `sora-2:task_sandbox_01k9009g8ef1esae6388chgcpx`: after the mark, a ULID in lower
/// case, whose first ten digits are the time. All are unique. Not thread-safe.
class TaskIds {
 public:
  explicit TaskIds(std::uint64_t seed) : engine_(seed) {}

  std::string next(Date now);

 private:
  std::mt19937_64 engine_;
  std::uint64_t made_ = 0;
};

/// Whether a sandbox made this id: nothing was bought under it.
bool is_rehearsed(std::string_view task_id);

}  // namespace shotlist::sandbox
