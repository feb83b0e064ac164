#pragma once
// Which sockets libcurl waits for, told to the event queue only where that changed.

#include <cstddef>
#include <vector>

#include "base/event_queue.h"

namespace shotlist::http {

/// libcurl stops waiting for a socket after each answer and starts again with the next request on
/// it, which would be two system calls for nothing. So a connection stays watched while it is idle,
/// until something happens to it. That takes knowing when it is closed, since its number may be
/// given to another socket.
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
  /// is not watched any longer.
  bool heed(int socket);

 private:
  struct Interest {
    bool readable = false;
    bool writable = false;
    friend bool operator==(const Interest&, const Interest&) = default;
  };
  struct Socket {
    bool is_connection = false;
    Interest wanted;
    Interest watched;
  };

  Socket& at(int socket);
  void apply(int socket, Socket& known);

  EventQueue& events_;
  std::vector<Socket> sockets_;  ///< by number; the system gives the lowest that are free
};

}  // namespace shotlist::http
