#pragma once
// Sockets of the rehearsal server, with what it needs to misbehave: hanging up and waiting in
// silence.
//
// cpp-httplib's own listener will not do. It cannot close a connection without a byte, leaves idle
// connections open for seconds after its end, queues only five callers, and shares a port that is
// taken. So the sandbox keeps its sockets itself, in this one unit, and lets cpp-httplib speak
// HTTP.

#include <array>
#include <cstddef>

#include "base/time.h"

namespace shotlist::sandbox {

/// Owns one accepted connection. Used by one thread; `hang_up` alone may be called from any.
class Connection {
 public:
  explicit Connection(int descriptor);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Waits for bytes: how many were read, 0 at the end, -1 where the connection broke.
  std::ptrdiff_t read(char* to, std::size_t size);

  /// How many bytes were taken, or -1 where the connection is gone.
  std::ptrdiff_t write(const char* from, std::size_t size);

  /// Waits until the client has left or someone hangs up.
  void wait_until_gone();

  /// As above, but `at_most` so long.
  void wait_until_gone(Duration at_most);

  /// Closes both directions and wakes every reader and waiter. No byte is written after it.
  void hang_up();

  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
  std::array<char, 4096> buffer_{};  ///< cpp-httplib reads headers byte by byte
  std::size_t next_ = 0;
  std::size_t filled_ = 0;
};

/// Owns a socket that listens on 127.0.0.1. Used by one thread; `stop` alone may be called from
/// any.
class Listener {
 public:
  /// `port` 0 takes any free one. Throws Error (usage) where the port is taken.
  explicit Listener(int port);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  int port() const { return port_; }

  /// Waits for a caller: the descriptor of the connection, which the caller of this function owns,
  /// or -1 after `stop`.
  int accept();

  /// Makes `accept` return -1, now and ever after.
  void stop();

 private:
  int descriptor_;
  int port_ = 0;
};

}  // namespace shotlist::sandbox
