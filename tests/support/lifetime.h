#pragma once
// The life of one virtual process, which ends at an operation the test chooses.

#include <cstddef>
#include <limits>

namespace shotlist::tests {

/// Thrown where the process dies. Derives from nothing, so that nobody catches it by accident.
struct Killed {};

/// Counts everything a process does to the world: operations on the disk and on the wire. The world
/// refuses all that comes after the end, which is what makes a `catch (...)` on the way out
/// harmless: the dead do nothing.
class Lifetime {
 public:
  Lifetime() = default;
  explicit Lifetime(std::size_t last_step) : last_step_(last_step) {}

  /// One more operation. True where it is the last: half of it may happen.
  bool step() {
    if (over_) throw Killed();
    over_ = ++steps_ == last_step_;
    return over_;
  }

  bool over() const { return over_; }
  std::size_t steps() const { return steps_; }

 private:
  std::size_t last_step_ = std::numeric_limits<std::size_t>::max();
  std::size_t steps_ = 0;
  bool over_ = false;
};

}  // namespace shotlist::tests
