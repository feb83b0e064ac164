#pragma once
// Messages for the tests of the wire, and the replies to them.

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "http/curl_transport.h"
#include "http/reuse_rule.h"
#include "http/transport.h"
#include "system/epoll_queue.h"

namespace shotlist::tests {

inline http::Envelope post_to(std::string url) {
  http::Envelope envelope;
  envelope.method = "POST";
  envelope.url = std::move(url);
  envelope.timeout = std::chrono::seconds(60);
  envelope.connect_timeout = std::chrono::seconds(60);
  return envelope;
}

/// One answer and one silent witness are enough to use connections again, after any pause.
inline constexpr http::ReuseRule::Terms soon_trusted = {1, 1, std::chrono::milliseconds(250),
                                                        std::chrono::hours(1)};

/// The wire in a time of its own, which stands still unless it is moved.
struct Wire {
  explicit Wire(int connections = 4, const http::ReuseRule::Terms& terms = soon_trusted)
      : transport(
            connections, events, [this] { return time; }, terms) {}

  /// Long enough for a server that was asked once to have shown that it stays quiet.
  void let_silence_pass() { time += soon_trusted.silence; }

  Moment time = Moment(std::chrono::hours(1));
  system::EpollQueue events;
  http::CurlTransport transport;
};

inline http::Message sealed(http::Envelope envelope, std::string body) {
  return {std::make_shared<const http::Envelope>(std::move(envelope)), std::move(body)};
}

inline http::Message post(std::string url, std::string body) {
  return sealed(post_to(std::move(url)), std::move(body));
}

/// The next reply, however long it takes.
inline http::Reply reply_of(http::Transport& transport) {
  for (;;) {
    auto replies = transport.wait(std::chrono::seconds(60));
    if (!replies.empty()) return std::move(replies.front());
  }
}

inline http::Reply send(http::Transport& transport, const http::Message& message) {
  transport.start(1, message);
  return reply_of(transport);
}

}  // namespace shotlist::tests
