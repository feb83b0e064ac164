#include "http/socket_watch.h"

namespace shotlist::http {

void SocketWatch::opened(int socket) {
  at(socket) = Socket{true, {}, {}};
}

void SocketWatch::close(int socket) {
  events_.close(socket);
  at(socket) = Socket{};
}

void SocketWatch::want(int socket, bool readable, bool writable) {
  Socket& known = at(socket);
  known.wanted = {readable, writable};
  const bool idle = known.wanted == Interest{};
  if (!idle || !known.is_connection) apply(socket, known);
}

bool SocketWatch::heed(int socket) {
  Socket& known = at(socket);
  if (known.wanted != Interest{}) return true;
  apply(socket, known);
  return false;
}

SocketWatch::Socket& SocketWatch::at(int socket) {
  const auto number = static_cast<std::size_t>(socket);
  if (number >= sockets_.size()) sockets_.resize(number + 1);
  return sockets_[number];
}

void SocketWatch::apply(int socket, Socket& known) {
  // What is no connection may have been closed unseen, and be another by now.
  if (known.is_connection && known.wanted == known.watched) return;
  if (known.wanted == Interest{}) {
    events_.forget(socket);
  } else {
    events_.watch(socket, known.wanted.readable, known.wanted.writable);
  }
  known.watched = known.wanted;
}

}  // namespace shotlist::http
