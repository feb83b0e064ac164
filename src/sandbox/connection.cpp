#include "sandbox/connection.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <string>
#include <thread>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/error.h"

namespace shotlist::sandbox {
namespace {

// POLLRDHUP, not POLLIN: it distinguishes a client that has left from one that sends more.
void wait_for_end(int descriptor, const timespec* at_most) {
  pollfd wanted{descriptor, POLLRDHUP, 0};
  while (::ppoll(&wanted, 1, at_most, nullptr) < 0 && errno == EINTR) {
  }
}

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<in_port_t>(port));
  return address;
}

void set_option(int descriptor, int level, int option) {
  const int on = 1;
  ::setsockopt(descriptor, level, option, &on, sizeof on);
}

}  // namespace

Connection::Connection(int descriptor) : descriptor_(descriptor) {
  set_option(descriptor_, IPPROTO_TCP, TCP_NODELAY);
}

Connection::~Connection() {
  ::close(descriptor_);
}

std::ptrdiff_t Connection::read(char* to, std::size_t size) {
  if (next_ == filled_) {
    ssize_t received = 0;
    do {
      received = ::recv(descriptor_, buffer_.data(), buffer_.size(), 0);
    } while (received < 0 && errno == EINTR);
    if (received <= 0) return received;
    next_ = 0;
    filled_ = static_cast<std::size_t>(received);
  }
  const std::size_t count = std::min(size, filled_ - next_);
  std::copy_n(buffer_.data() + next_, count, to);
  next_ += count;
  return static_cast<std::ptrdiff_t>(count);
}

std::ptrdiff_t Connection::write(const char* from, std::size_t size) {
  ssize_t sent = 0;
  do {
    sent = ::send(descriptor_, from, size, MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  return sent;
}

void Connection::wait_until_gone() {
  wait_for_end(descriptor_, nullptr);
}

void Connection::wait_until_gone(Duration at_most) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(at_most);
  const timespec limit{seconds.count(), (at_most - seconds).count()};
  wait_for_end(descriptor_, &limit);
}

void Connection::hang_up() {
  ::shutdown(descriptor_, SHUT_RDWR);
}

Listener::Listener(int port) : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address = loopback(port);
  socklen_t size = sizeof address;
  auto* const name = reinterpret_cast<sockaddr*>(&address);
  if (descriptor_ >= 0) set_option(descriptor_, SOL_SOCKET, SO_REUSEADDR);
  if (descriptor_ < 0 || ::bind(descriptor_, name, size) != 0 ||
      ::listen(descriptor_, SOMAXCONN) != 0 || ::getsockname(descriptor_, name, &size) != 0) {
    const int code = errno;
    if (descriptor_ >= 0) ::close(descriptor_);
    throw system_error(ExitCode::usage,
                       "the sandbox cannot listen on 127.0.0.1:" + std::to_string(port), code);
  }
  port_ = ntohs(address.sin_port);
}

Listener::~Listener() {
  ::close(descriptor_);
}

int Listener::accept() {
  for (;;) {
    const int accepted = ::accept4(descriptor_, nullptr, nullptr, SOCK_CLOEXEC);
    if (accepted >= 0) return accepted;
    if (errno == EINVAL || errno == EBADF) return -1;
    // Out of descriptors or memory: the client stays in the queue until some are free again.
    if (errno != EINTR && errno != ECONNABORTED) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }
}

void Listener::stop() {
  ::shutdown(descriptor_, SHUT_RDWR);
}

}  // namespace shotlist::sandbox
