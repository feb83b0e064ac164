#include "http/socket_watch.h"

namespace shotlist::http {

void SocketWatch::opened(int socket) {
  at(socket) = Socket();
  at(socket).is_connection = true;
}

void SocketWatch::close(int socket) {
  events_.close(socket);
  Socket& known = at(socket);
  if (known.rule != nullptr) known.rule->closed(socket);
  known = Socket();
}

void SocketWatch::want(int socket, bool readable, bool writable) {
  Socket& known = at(socket);
  known.wanted = {readable, writable};
  const bool idle = known.wanted == Interest{};
  if (!idle || !known.is_connection) apply(socket, known);
}

bool SocketWatch::notice(int socket) {
  Socket& known = at(socket);
  if (known.wanted != Interest{}) return true;
  apply(socket, known);
  if (known.user != nullptr) is_quiet(socket);
  return false;
}

std::optional<int> SocketWatch::find(int local_port) {
  std::optional<int> found;
  for (std::size_t number = 0; number < sockets_.size(); ++number) {
    Socket& known = sockets_[number];
    if (!known.is_connection) continue;
    const int socket = static_cast<int>(number);
    if (known.local_port == 0) known.local_port = events_.local_port(socket);
    if (known.local_port != local_port) continue;
    if (found) return std::nullopt;
    found = socket;
  }
  return found;
}

void SocketWatch::use(int connection, const void* user, ReuseRule& rule, bool is_tls) {
  Socket& known = at(connection);
  known.user = user;
  known.rule = &rule;
  known.is_tls = is_tls;
}

bool SocketWatch::is_kept(int connection, const void* user) const {
  const Socket& known = get(connection);
  return known.is_connection && known.user == user;
}

bool SocketWatch::is_quiet(int connection) {
  const Socket& known = get(connection);
  if (known.wanted != Interest{}) return false;  // what arrives is an answer
  const EventQueue::Waiting waiting = events_.waiting_on(connection);
  if (waiting.size == 0 && !waiting.ended) return true;
  const bool is_goodbye = waiting.size == 0 || (known.is_tls && is_tls_goodbye(waiting.bytes()));
  if (is_goodbye) {
    known.rule->closed(connection);
  } else {
    known.rule->spoke();
  }
  events_.hang_up(connection);
  return false;
}

SocketWatch::Socket& SocketWatch::at(int socket) {
  const auto number = static_cast<std::size_t>(socket);
  if (number >= sockets_.size()) sockets_.resize(number + 1);
  return sockets_[number];
}

void SocketWatch::apply(int socket, Socket& known) {
  // A socket that is not a connection may have been closed unseen, and its number reused by now.
  if (known.is_connection && known.wanted == known.watched) return;
  if (known.wanted == Interest{}) {
    events_.forget(socket);
  } else {
    events_.watch(socket, known.wanted.readable, known.wanted.writable);
  }
  known.watched = known.wanted;
}

}  // namespace shotlist::http
