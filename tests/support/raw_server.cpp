#include "support/raw_server.h"

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <list>
#include <stdexcept>
#include <utility>

#include <netinet/in.h>
#include <netinet/tcp.h>
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

/// Whether the client is still there.
bool send_all(int socket, const std::string& bytes) {
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t sent = ::send(socket, bytes.data() + done, bytes.size() - done, MSG_NOSIGNAL);
    if (sent <= 0) return false;
    done += static_cast<std::size_t>(sent);
  }
  return true;
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
  /// What is still to be written, and when.
  struct Timed {
    Clock::time_point at;
    std::string bytes;
    RawAnswer::Then then = RawAnswer::Then::keep;
  };
  int id = 0;
  system::FileDescriptor socket;
  std::string unread;
  int requests = 0;
  std::deque<RawAnswer> due;
  std::deque<Timed> later;
};

RawServer::RawServer(Script script) : RawServer(std::move(script), Manners()) {}

RawServer::RawServer(Script script, Manners manners)
    : script_(std::move(script)), manners_(std::move(manners)), listener_(bound_socket(port_)) {
  int ends[2] = {};
  if (::listen(listener_.get(), SOMAXCONN) != 0 || ::pipe(ends) != 0) {
    throw std::runtime_error("the test server cannot start");
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

int RawServer::open_connections() const {
  const std::lock_guard lock(mutex_);
  return open_;
}

template <typename Condition>
void RawServer::await(Condition condition) {
  constexpr auto patience = std::chrono::seconds(20);
  std::unique_lock lock(mutex_);
  if (!changed_.wait_for(lock, patience, condition))
    throw std::runtime_error("what a test waited for did not happen");
}

template <typename Change>
void RawServer::change(Change change) {
  {
    const std::lock_guard lock(mutex_);
    change();
  }
  changed_.notify_all();
}

void RawServer::await_answers(std::size_t count) {
  await([&] { return answers_ >= count; });
}

void RawServer::await_connections(int count) {
  await([&] { return connections_ >= count; });
}

void RawServer::await_open_connections(int count) {
  await([&] { return open_ <= count; });
}

bool RawServer::write(int connection, const std::string& bytes, RawAnswer::Then then) {
  std::unique_lock lock(mutex_);
  orders_.push_back({connection, {bytes, then}});
  const std::size_t mine = orders_done_ + orders_.size();
  static_cast<void>(::write(stop_writer_.get(), "o", 1));
  changed_.wait(lock, [&] { return orders_done_ >= mine; });
  return last_order_worked_;
}

void RawServer::serve() {
  std::list<Connection> connections;
  for (;;) {
    std::vector<pollfd> files = {{stop_reader_.get(), POLLIN, 0}, {listener_.get(), POLLIN, 0}};
    for (const Connection& connection : connections) {
      files.push_back({connection.socket.get(), POLLIN, 0});
    }
    ::poll(files.data(), files.size(), ms_until_next(connections));

    bool all_was_read = true;
    std::size_t next = 2;
    for (Connection& connection : connections) {
      if (files[next++].revents == 0) continue;
      all_was_read = false;
      take_requests(connection);
    }
    for (Connection& connection : connections) {
      answer_what_is_due(connection);
      write_what_is_later(connection);
    }
    if (files[0].revents != 0) carry_out_orders(connections);
    connections.remove_if([](const Connection& connection) { return !connection.socket.valid(); });

    if (files[1].revents != 0 && listener_.valid()) {
      accept_into(connections);
    } else if ((files[0].revents & POLLHUP) != 0 && all_was_read) {
      return;
    }
  }
}

int RawServer::ms_until_next(const std::list<Connection>& connections) {
  int least = -1;
  for (const Connection& connection : connections) {
    if (connection.later.empty()) continue;
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(connection.later.front().at - Clock::now());
    const int ms = std::max(0, static_cast<int>(left.count()));
    least = least < 0 ? ms : std::min(least, ms);
  }
  return least;
}

void RawServer::accept_into(std::list<Connection>& connections) {
  Connection& connection = connections.emplace_back();
  connection.socket = system::FileDescriptor(::accept(listener_.get(), nullptr, nullptr));
  // What is written shall be on its way, whether or not the client has confirmed what was before
  // it.
  const int at_once = 1;
  ::setsockopt(connection.socket.get(), IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
  send_all(connection.socket.get(), manners_.greeting);
  change([&] {
    connection.id = ++connections_;
    ++open_;
  });
}

void RawServer::carry_out_orders(std::list<Connection>& connections) {
  for (;;) {
    Order order;
    {
      const std::lock_guard lock(mutex_);
      if (orders_.empty()) return;
      order = orders_.front();
    }
    char byte = 0;
    static_cast<void>(::read(stop_reader_.get(), &byte, 1));
    bool worked = false;
    for (Connection& connection : connections) {
      if (connection.id != order.connection || !connection.socket.valid()) continue;
      worked = send_all(connection.socket.get(), order.answer.bytes);
      end(connection, order.answer.then);
    }
    change([&] {
      orders_.pop_front();
      ++orders_done_;
      last_order_worked_ = worked;
    });
  }
}

void RawServer::take_requests(Connection& connection) {
  char piece[65536];
  const ssize_t got = ::recv(connection.socket.get(), piece, sizeof piece, 0);
  if (got <= 0) {
    end(connection, RawAnswer::Then::close);
    return;
  }
  connection.unread.append(piece, static_cast<std::size_t>(got));
  if (connection.unread[0] < 'A' || connection.unread[0] > 'Z') {
    connection.unread.clear();
    connection.due.push_back(manners_.to_noise);
    return;
  }
  for (;;) {
    const auto head_end = connection.unread.find("\r\n\r\n");
    if (head_end == std::string::npos) return;
    RawRequest request{
        connection.id, connection.requests + 1, connection.unread.substr(0, head_end + 4), {}};
    const std::size_t length = std::strtoul(request.header("content-length").c_str(), nullptr, 10);
    if (connection.unread.size() < head_end + 4 + length) return;
    request.body = connection.unread.substr(head_end + 4, length);
    connection.unread.erase(0, head_end + 4 + length);
    ++connection.requests;
    change([&] { requests_.push_back(request); });
    connection.due.push_back(script_(request));
  }
}

void RawServer::answer_what_is_due(Connection& connection) {
  const std::size_t arrived = requests().size();
  while (connection.later.empty() && !connection.due.empty() &&
         connection.due.front().when_arrived <= arrived) {
    const RawAnswer answer = connection.due.front();
    connection.due.pop_front();
    send_all(connection.socket.get(), answer.bytes);
    auto at = Clock::now();
    for (const RawAnswer::Later& later : answer.later)
      connection.later.push_back({at += later.after, later.bytes});
    if (answer.later.empty()) {
      end(connection, answer.then);
    } else {
      connection.later.back().then = answer.then;
    }
    change([&] { ++answers_; });
  }
}

void RawServer::write_what_is_later(Connection& connection) {
  while (!connection.later.empty() && connection.later.front().at <= Clock::now()) {
    const Connection::Timed timed = connection.later.front();
    connection.later.pop_front();
    send_all(connection.socket.get(), timed.bytes);
    end(connection, timed.then);
  }
}

void RawServer::end(Connection& connection, RawAnswer::Then then) {
  if (then == RawAnswer::Then::keep || !connection.socket.valid()) return;
  if (then == RawAnswer::Then::vanish) listener_ = system::FileDescriptor();
  if (then == RawAnswer::Then::reset) {
    const linger at_once{1, 0};
    ::setsockopt(connection.socket.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  }
  connection.socket = system::FileDescriptor();
  connection.due.clear();
  connection.later.clear();
  change([&] { --open_; });
}

DeadPort::DeadPort() : socket_(bound_socket(port_)) {}

}  // namespace shotlist::tests
