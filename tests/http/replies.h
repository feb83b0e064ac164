#pragma once
// Messages for the tests of the wire, and the replies to them.

#include <chrono>
#include <string>
#include <utility>

#include "http/transport.h"

namespace shotlist {

inline Message post(std::string url, std::string body) {
  Message message;
  message.method = "POST";
  message.url = std::move(url);
  message.body = std::move(body);
  message.timeout = std::chrono::seconds(60);
  message.connect_timeout = std::chrono::seconds(60);
  return message;
}

/// The next reply, however long it takes.
inline Reply reply_of(Transport& transport) {
  for (;;) {
    auto replies = transport.wait(std::chrono::seconds(60));
    if (!replies.empty()) return std::move(replies.front());
  }
}

inline Reply send(Transport& transport, const Message& message) {
  transport.start(1, message);
  return reply_of(transport);
}

}  // namespace shotlist
