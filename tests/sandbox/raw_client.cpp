#include "raw_client.h"

#include <array>
#include <stdexcept>
#include <utility>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace shotlist::tests {

RawClient::RawClient(int port) : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<in_port_t>(port));
  if (::connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    ::close(descriptor_);
    throw std::runtime_error("no connection to the sandbox");
  }
}

RawClient::~RawClient() {
  ::close(descriptor_);
}

void RawClient::send(const std::string& bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const auto count = ::send(descriptor_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (count < 0) return;
    sent += static_cast<std::size_t>(count);
  }
}

void RawClient::send_create(const std::string& body) {
  send(
      "POST /v1/video/create HTTP/1.1\r\nHost: sandbox\r\nAuthorization: Bearer key\r\n"
      "Content-Type: application/json\r\nContent-Length: " +
      std::to_string(body.size()) + "\r\n\r\n" + body);
}

void RawClient::close_sending() {
  ::shutdown(descriptor_, SHUT_WR);
}

bool RawClient::receive() {
  std::array<char, 4096> buffer{};
  const auto count = ::recv(descriptor_, buffer.data(), buffer.size(), 0);
  if (count <= 0) return false;
  received_.append(buffer.data(), static_cast<std::size_t>(count));
  return true;
}

std::string RawClient::read_head() {
  while (received_.find("\r\n\r\n") == std::string::npos && receive()) {
  }
  return received_.substr(0, received_.find("\r\n\r\n"));
}

std::string RawClient::read_answer() {
  const std::string name = "Content-Length: ";
  for (;;) {
    const auto head_end = received_.find("\r\n\r\n");
    const auto length_at = received_.find(name);
    if (head_end != std::string::npos && length_at < head_end) {
      const auto size = head_end + 4 + std::stoul(received_.substr(length_at + name.size()));
      if (received_.size() >= size) {
        std::string answer = received_.substr(0, size);
        received_.erase(0, size);
        return answer;
      }
    }
    if (!receive()) return std::exchange(received_, {});
  }
}

std::string RawClient::read_to_end() {
  while (receive()) {
  }
  return std::exchange(received_, {});
}

}  // namespace shotlist::tests
