#include "http/socket_watch.h"

#include <algorithm>

namespace shotlist::http {

void SocketWatch::opened(int socket) {
  Socket& known = at(socket);
  known = Socket();
  known.is_connection = true;
  ports_[static_cast<std::size_t>(socket)] = not_known_yet;
}

void SocketWatch::close(int socket) {
  events_.close(socket);
  Socket& known = at(socket);
  if (known.rule != nullptr) known.rule->closed(socket);
  known = Socket();
  ports_[static_cast<std::size_t>(socket)] = no_connection;
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
  const auto next = [this](std::vector<int>::iterator from, int port) {
    return std::find(from, ports_.end(), port);
  };
  for (auto at = next(ports_.begin(), not_known_yet); at != ports_.end();
       at = next(at + 1, not_known_yet))
    *at = events_.local_port(static_cast<int>(at - ports_.begin()));
  const auto found = next(ports_.begin(), local_port);
  if (found == ports_.end() || next(found + 1, local_port) != ports_.end()) return std::nullopt;
  return static_cast<int>(found - ports_.begin());
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
  if (number >= sockets_.size()) {
    sockets_.resize(number + 1);
    ports_.resize(number + 1, no_connection);
  }
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
