#include "sandbox/raw_answer.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "model/outcome.h"
#include "sandbox/answer.h"
#include "sandbox/connection.h"

namespace shotlist::sandbox {
namespace {

std::string head_of(const Answer& answer) {
  std::string head = fmt::format("HTTP/1.1 {} \r\n", answer.status);
  const auto add = [&head](std::string_view name, std::string_view value) {
    head += fmt::format("{}: {}\r\n", name, value);
  };
  add(rehearsal_header, "nothing is paid here");
  for (const auto& [name, value] : answer.headers)
    add(name, value);
  if (!answer.body.empty()) add("Content-Type", answer.content_type);
  if (answer.sending.announced) {
    add("Content-Length", std::to_string(answer.body.size()));
  } else {
    add("Connection", "close");
  }
  return head + "\r\n";
}

/// Returns whether the client took all of it.
bool send_all(Connection& connection, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = connection.write(bytes.data(), bytes.size());
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool send_slowly(Connection& connection, std::string_view bytes) {
  constexpr std::size_t piece = 256;
  constexpr std::chrono::milliseconds pause(20);
  while (!bytes.empty()) {
    connection.wait_until_gone(pause);
    if (!send_all(connection, bytes.substr(0, piece))) return false;
    bytes.remove_prefix(std::min(piece, bytes.size()));
  }
  return true;
}

}  // namespace

void send_raw(Connection& connection, const Answer& answer) {
  const Sending& sending = answer.sending;
  const std::string_view body = std::string_view(answer.body).substr(0, sending.at_most);
  const bool is_taken = send_all(connection, head_of(answer)) &&
                        (sending.slow ? send_slowly(connection, body) : send_all(connection, body));
  const bool is_whole = is_taken && body.size() == answer.body.size();
  if (sending.stalls && !is_whole) connection.wait_until_gone();
  if (!is_whole || !sending.announced) connection.hang_up();
}

}  // namespace shotlist::sandbox
