#pragma once
// The sockets libcurl waits for, and those it is not waiting for at the moment.

#include <cstddef>
#include <optional>
#include <vector>

#include "base/event_queue.h"
#include "http/reuse_rule.h"

namespace shotlist::http {

/// libcurl stops waiting for a socket after each answer and starts again with the next request on
/// it, which would cost two needless system calls. So a connection stays watched while it is idle.
/// This requires knowing when it is closed, since its number may be given to another socket.
///
/// A connection on which anything happens while it is idle is not used again: what was sent before
/// a request cannot be its answer. It is shut down, which libcurl notices, and the rule of its
/// server is updated.
class SocketWatch {
 public:
  /// `events` is borrowed.
  explicit SocketWatch(EventQueue& events) : events_(events) {}

  /// `socket` is about to become a connection; `close` is called at its end.
  void opened(int socket);

  /// Closes a connection.
  void close(int socket);

  /// libcurl waits for exactly this on a socket, whether it is a connection or not.
  void want(int socket, bool readable, bool writable);

  /// Whether libcurl must know that something happened on a socket. If not, the socket is no longer
  /// watched, and a connection is no longer used.
  bool notice(int socket);

  /// The connection with this local port; none if two have it (to different servers).
  std::optional<int> find(int local_port);

  bool was_used(int connection) const { return get(connection).user != nullptr; }
  EventQueue::Waiting waiting_on(int connection) const { return events_.waiting_on(connection); }
  void hang_up(int connection) const { events_.hang_up(connection); }

  /// Records that `user` sends a request on a connection to the server of `rule`, which is
  /// borrowed.
  void use(int connection, const void* user, ReuseRule& rule, bool is_tls);

  /// Whether a connection is open, and `user` was the last to send on it.
  bool is_kept(int connection, const void* user) const;

  /// Whether nothing has happened on a connection that was used and is idle. If something has, the
  /// connection is no longer used.
  bool is_quiet(int connection);

 private:
  struct Interest {
    bool readable = false;
    bool writable = false;
    friend bool operator==(const Interest&, const Interest&) = default;
  };
  struct Socket {
    bool is_connection = false;
    bool is_tls = false;
    Interest wanted;
    Interest watched;
    const void* user = nullptr;  ///< null before its first use; the rule is set with it
    ReuseRule* rule = nullptr;
  };

  Socket& at(int socket);
  const Socket& get(int socket) const { return sockets_[static_cast<std::size_t>(socket)]; }
  void apply(int socket, Socket& known);

  static constexpr int no_connection = -1;
  static constexpr int not_known_yet = 0;

  EventQueue& events_;
  // By number; the system assigns the lowest free ones.
  std::vector<Socket> sockets_;
  std::vector<int> ports_;  ///< local ones: searched for each request
};

}  // namespace shotlist::http
