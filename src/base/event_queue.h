#pragma once
// Waiting for many descriptors at once, without a word about how.

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace shotlist::inline base {

/// What can be waited for in one place: the sockets of a transport, and whatever else may end its
/// wait. The cost of a wait does not grow with what is watched. Everything throws Error (disk)
/// where the system refuses.
class EventQueue {
 public:
  struct Event {
    int descriptor = -1;
    bool readable = false;
    bool writable = false;
    bool failed = false;  ///< broken, or closed by the other side
  };

  /// What waits to be read from a connection.
  struct Waiting {
    bool ended = false;              ///< the other side closed or broke it, and sent nothing more
    std::array<char, 8> start = {};  ///< the first bytes
    std::size_t size = 0;            ///< how many of them there are; 0 where nothing waits

    std::string_view bytes() const { return {start.data(), size}; }
  };

  virtual ~EventQueue() = default;

  /// From now on waits for this of `descriptor`, and for nothing that was asked of it before.
  virtual void watch(int descriptor, bool readable, bool writable) = 0;

  /// Does nothing where it is not watched, or closed already.
  virtual void forget(int descriptor) = 0;

  /// Closes a descriptor, which forgets it.
  virtual void close(int descriptor) = 0;

  /// Looks, takes nothing and does not wait.
  virtual Waiting waiting_on(int connection) = 0;

  /// Drops what has arrived on a connection and ends it both ways; its owner has yet to close it.
  virtual void hang_up(int connection) = 0;

  /// Our port of a TCP connection; 0 where it has none yet.
  virtual int local_port(int connection) = 0;

  /// Returns what happened as soon as something did; nothing once `at_most` has passed, or
  /// something else ended the wait. Valid until the next wait.
  virtual const std::vector<Event>& wait(Duration at_most) = 0;
};

}  // namespace shotlist::inline base
