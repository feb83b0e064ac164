#pragma once
// The sockets of the rehearsal server, which can misbehave: hang up, or wait in silence.
//
// cpp-httplib's own listener cannot close a connection without a byte, leaves idle connections open
// for seconds after its end, queues only five clients, and shares a port that is taken. So the
// sandbox manages its sockets itself, in this one unit, and uses cpp-httplib only for HTTP.

#include <array>
#include <cstddef>

#include "base/time.h"

namespace shotlist::sandbox {

/// Owns one accepted connection. Used by one thread; only `hang_up` may be called from any thread.
class Connection {
 public:
  explicit Connection(int descriptor);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Waits for bytes. Returns the number read, 0 at the end, or -1 if the connection broke.
  std::ptrdiff_t read(char* to, std::size_t size);

  /// Returns the number of bytes taken, or -1 if the connection is gone.
  std::ptrdiff_t write(const char* from, std::size_t size);

  /// Waits until the client leaves or `hang_up` is called.
  void wait_until_gone();

  /// The same, for at most `at_most`.
  void wait_until_gone(Duration at_most);

  /// Closes both directions and wakes every reader and waiter. No byte is written afterwards.
  void hang_up();

  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
  std::array<char, 4096> buffer_{};  ///< cpp-httplib reads headers byte by byte
  std::size_t next_ = 0;
  std::size_t filled_ = 0;
};

/// Owns a socket that listens on 127.0.0.1. Used by one thread; only `stop` may be called from any
/// thread.
class Listener {
 public:
  /// `port` 0 takes any free one. Throws Error (usage) if the port is taken.
  explicit Listener(int port);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  int port() const { return port_; }

  /// Waits for a client. Returns the descriptor of the connection, which the caller owns, or -1
  /// after `stop`.
  int accept();

  /// Makes `accept` return -1 from now on.
  void stop();

 private:
  int descriptor_;
  int port_ = 0;
};

}  // namespace shotlist::sandbox
