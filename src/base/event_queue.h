#pragma once
// Waiting for many descriptors at once, independent of the mechanism.

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace shotlist::inline base {

/// One place to wait for the sockets of a transport and anything else that may end its wait. The
/// cost of a wait does not grow with the number of descriptors. Throws Error (disk) if the system
/// refuses.
class EventQueue {
 public:
  struct Event {
    int descriptor = -1;
    bool readable = false;
    bool writable = false;
    bool failed = false;  ///< broken, or closed by the other side
  };

  /// What is waiting to be read from a connection.
  struct Waiting {
    bool ended = false;              ///< the other side closed or broke it, and sent nothing more
    std::array<char, 8> start = {};  ///< the first bytes
    std::size_t size = 0;            ///< how many there are; 0 if nothing is waiting

    std::string_view bytes() const { return {start.data(), size}; }
  };

  virtual ~EventQueue() = default;

  /// Waits for exactly these events on `descriptor` from now on.
  virtual void watch(int descriptor, bool readable, bool writable) = 0;

  /// Stops watching. Does nothing if the descriptor is not watched or is closed already.
  virtual void forget(int descriptor) = 0;

  /// Closes a descriptor and stops watching it.
  virtual void close(int descriptor) = 0;

  /// Peeks: consumes nothing and does not wait.
  virtual Waiting waiting_on(int connection) = 0;

  /// Drops what has arrived on a connection and shuts it down both ways; its owner must still close
  /// it.
  virtual void hang_up(int connection) = 0;

  /// The local port of a TCP connection; 0 if it has none yet.
  virtual int local_port(int connection) = 0;

  /// Returns events as soon as there are any; none once `at_most` has passed or something else
  /// ended the wait. Valid until the next wait.
  virtual const std::vector<Event>& wait(Duration at_most) = 0;
};

}  // namespace shotlist::inline base
