#include "support/raw_server.h"

#include <cstdlib>
#include <deque>
#include <list>
#include <stdexcept>
#include <utility>

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/text.h"

namespace shotlist::tests {
namespace {

system::FileDescriptor bound_socket(int& port) {
  system::FileDescriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(socket.get(), generic, size) != 0 ||
      ::getsockname(socket.get(), generic, &size) != 0) {
    throw std::runtime_error("no loopback port for a test server");
  }
  port = ntohs(address.sin_port);
  return socket;
}

std::vector<std::string> values_of(const RawRequest& request, const std::string& name) {
  std::vector<std::string> values;
  for (const std::string_view line : split(request.head, '\n')) {
    const auto colon = line.find(':');
    if (colon != std::string_view::npos && lower_ascii(line.substr(0, colon)) == name) {
      values.emplace_back(trimmed(line.substr(colon + 1)));
    }
  }
  return values;
}

void send_all(int socket, const std::string& bytes) {
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t sent = ::send(socket, bytes.data() + done, bytes.size() - done, MSG_NOSIGNAL);
    if (sent <= 0) return;  // the client has left
    done += static_cast<std::size_t>(sent);
  }
}

}  // namespace

std::size_t RawRequest::count(const std::string& name) const {
  return values_of(*this, name).size();
}

std::string RawRequest::header(const std::string& name) const {
  const auto values = values_of(*this, name);
  return values.empty() ? std::string() : values.front();
}

std::string http_answer(int status, const std::string& body, const std::string& headers) {
  return "HTTP/1.1 " + std::to_string(status) +
         " Said So\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + headers + "\r\n" +
         body;
}

struct RawServer::Connection {
  int id = 0;
  system::FileDescriptor socket;
  std::string unread;
  int requests = 0;
  std::deque<RawAnswer> due;
};

RawServer::RawServer(Script script) : script_(std::move(script)), listener_(bound_socket(port_)) {
  int ends[2] = {};
  if (::listen(listener_.get(), SOMAXCONN) != 0 || ::pipe(ends) != 0) {
    throw std::runtime_error("the test server can not start");
  }
  stop_reader_ = system::FileDescriptor(ends[0]);
  stop_writer_ = system::FileDescriptor(ends[1]);
  thread_ = std::thread([this] { serve(); });
}

RawServer::~RawServer() {
  stop();
}

void RawServer::stop() {
  stop_writer_ = system::FileDescriptor();
  if (thread_.joinable()) thread_.join();
}

std::string RawServer::url(const std::string& path) const {
  return "http://127.0.0.1:" + std::to_string(port_) + path;
}

std::vector<RawRequest> RawServer::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

int RawServer::connections() const {
  const std::lock_guard lock(mutex_);
  return connections_;
}

void RawServer::serve() {
  std::list<Connection> connections;
  for (;;) {
    std::vector<pollfd> files = {{stop_reader_.get(), POLLIN, 0}, {listener_.get(), POLLIN, 0}};
    for (const Connection& connection : connections) {
      files.push_back({connection.socket.get(), POLLIN, 0});
    }
    ::poll(files.data(), files.size(), -1);

    bool all_was_read = true;
    std::size_t next = 2;
    for (Connection& connection : connections) {
      if (files[next++].revents == 0) continue;
      all_was_read = false;
      take_requests(connection);
    }
    for (Connection& connection : connections)
      answer_what_is_due(connection);
    connections.remove_if([](const Connection& connection) { return !connection.socket.valid(); });

    if (files[1].revents != 0 && listener_.valid()) {
      const std::lock_guard lock(mutex_);
      connections.push_back({++connections_,
                             system::FileDescriptor(::accept(listener_.get(), nullptr, nullptr)),
                             {},
                             0,
                             {}});
    } else if (files[0].revents != 0 && all_was_read) {
      return;
    }
  }
}

void RawServer::take_requests(Connection& connection) {
  char piece[65536];
  const ssize_t got = ::recv(connection.socket.get(), piece, sizeof piece, 0);
  if (got <= 0) {
    connection.socket = system::FileDescriptor();
    connection.due.clear();
    return;
  }
  connection.unread.append(piece, static_cast<std::size_t>(got));
  if (connection.unread[0] < 'A' || connection.unread[0] > 'Z') {
    connection.due.push_back({"this is no HTTP\r\n", RawAnswer::Then::close, 0});
    return;
  }
  for (;;) {
    const auto end = connection.unread.find("\r\n\r\n");
    if (end == std::string::npos) return;
    RawRequest request{
        connection.id, connection.requests + 1, connection.unread.substr(0, end + 4), {}};
    const std::size_t length = std::strtoul(request.header("content-length").c_str(), nullptr, 10);
    if (connection.unread.size() < end + 4 + length) return;
    request.body = connection.unread.substr(end + 4, length);
    connection.unread.erase(0, end + 4 + length);
    ++connection.requests;
    {
      const std::lock_guard lock(mutex_);
      requests_.push_back(request);
    }
    connection.due.push_back(script_(request));
  }
}

void RawServer::answer_what_is_due(Connection& connection) {
  const std::size_t arrived = requests().size();
  while (!connection.due.empty() && connection.due.front().when_arrived <= arrived) {
    const RawAnswer answer = connection.due.front();
    connection.due.pop_front();
    send_all(connection.socket.get(), answer.bytes);
    if (answer.then == RawAnswer::Then::keep) continue;
    if (answer.then == RawAnswer::Then::vanish) listener_ = system::FileDescriptor();
    if (answer.then == RawAnswer::Then::reset) {
      const linger at_once{1, 0};
      ::setsockopt(connection.socket.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    }
    connection.socket = system::FileDescriptor();
    return;
  }
}

DeadPort::DeadPort() : socket_(bound_socket(port_)) {}

}  // namespace shotlist::tests
