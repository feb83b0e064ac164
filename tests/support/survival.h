#pragma once
// What a process that dies has done of its last operation, or a loss of power leaves.

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace shotlist::tests {

/// What a loss of power leaves of the changes that were never synced.
struct Survival {
  double share = 0;       ///< of the bytes of each file, from the oldest on; 1 is all of them
  bool names = false;     ///< names whose directory was not synced
  std::int64_t more = 0;  ///< bytes beyond that share; fewer where negative

  /// How many of `size` bytes are left.
  std::size_t of(std::size_t size) const {
    const auto whole = static_cast<std::int64_t>(size);
    const auto kept = static_cast<std::int64_t>(share * static_cast<double>(size)) + more;
    return static_cast<std::size_t>(std::clamp<std::int64_t>(kept, 0, whole));
  }
};

}  // namespace shotlist::tests
