#pragma once
// The sockets libcurl waits for, and those it does not wait for at the moment.

#include <cstddef>
#include <optional>
#include <vector>

#include "base/event_queue.h"
#include "http/reuse_rule.h"

namespace shotlist::http {

/// libcurl stops waiting for a socket after each answer and starts again with the next request on
/// it, which would be two system calls for nothing. So a connection stays watched while it is idle.
/// That takes knowing when it is closed, since its number may be given to another socket.
///
/// A connection to which something happens while it is idle is not used again: what was sent
/// before a request is no answer to it. It is hung up, which libcurl notices, and the rule of its
/// server is told.
class SocketWatch {
 public:
  /// `events` is borrowed.
  explicit SocketWatch(EventQueue& events) : events_(events) {}

  /// Is about to become a connection; its end will be told.
  void opened(int socket);

  /// Closes a connection.
  void close(int socket);

  /// libcurl waits for this, and for nothing else, of a socket; of a connection or another.
  void want(int socket, bool readable, bool writable);

  /// Whether libcurl has to know that something happened to a socket. Where it does not, the socket
  /// is not watched any longer, and a connection is not used any longer.
  bool notice(int socket);

  /// The connection with this port of ours; none where two have it (to different servers).
  std::optional<int> find(int local_port);

  bool was_used(int connection) const { return get(connection).user != nullptr; }
  EventQueue::Waiting waiting_on(int connection) const { return events_.waiting_on(connection); }
  void hang_up(int connection) const { events_.hang_up(connection); }

  /// A request of `user` leaves on a connection to the server of `rule`, which is borrowed.
  void use(int connection, const void* user, ReuseRule& rule, bool is_tls);

  /// Whether a connection is open, and `user` was the last to send on it.
  bool is_kept(int connection, const void* user) const;

  /// Whether nothing has happened to a connection that was used and is idle. Where something has,
  /// it is not used any longer.
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
    int local_port = 0;  ///< 0 where it is not known yet
    Interest wanted;
    Interest watched;
    const void* user = nullptr;  ///< nobody yet; the rule is set with it
    ReuseRule* rule = nullptr;
  };

  Socket& at(int socket);
  const Socket& get(int socket) const { return sockets_[static_cast<std::size_t>(socket)]; }
  void apply(int socket, Socket& known);

  EventQueue& events_;
  std::vector<Socket> sockets_;  ///< by number; the system gives the lowest that are free
};

}  // namespace shotlist::http
