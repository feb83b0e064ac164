#pragma once
// Fetches for the tests of the wire, and a sink that remembers what it was told.

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "http/fetcher.h"
#include "http/replies.h"

namespace shotlist::tests {

class RememberingSink final : public http::FileSink {
 public:
  bool begin(const http::Reply& reply) override {
    ++begun;
    head = reply;
    if (when_begun) when_begun();
    return wants_body;
  }
  bool take(std::string_view piece) override {
    bytes += piece;
    if (when_taken) when_taken();
    return bytes.size() < most;
  }
  void ended(http::Reply reply) override {
    end = std::move(reply);
    if (when_ended) when_ended();
  }

  // What it answers, and does besides:
  bool wants_body = true;
  std::size_t most = std::string::npos;
  std::function<void()> when_begun;
  std::function<void()> when_taken;
  std::function<void()> when_ended;

  // What it was told:
  int begun = 0;
  http::Reply head;
  std::string bytes;
  std::optional<http::Reply> end;
};

struct Fetched {
  http::Fetch fetch;
  std::shared_ptr<RememberingSink> sink = std::make_shared<RememberingSink>();
};

/// A fetch from a server on this machine.
inline Fetched fetch_of(std::string url) {
  Fetched fetched;
  fetched.fetch.url = std::move(url);
  fetched.fetch.connect_timeout = std::chrono::seconds(60);
  fetched.fetch.stall = std::chrono::seconds(30);
  fetched.fetch.private_addresses = true;
  fetched.fetch.sink = fetched.sink;
  return fetched;
}

/// How it ended, however long that takes.
inline http::Reply end_of(http::CurlTransport& transport, const RememberingSink& sink) {
  while (!sink.end)
    transport.wait(std::chrono::seconds(60));
  return *sink.end;
}

inline http::Reply run(http::CurlTransport& transport, const Fetched& fetched) {
  transport.fetch(fetched.fetch);
  return end_of(transport, *fetched.sink);
}

}  // namespace shotlist::tests
