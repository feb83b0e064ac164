#pragma once
// The wire, by libcurl.

#include <memory>

#include "base/event_queue.h"
#include "http/transport.h"

namespace shotlist::http {

/// One thread, many transfers, HTTP/1.1, connections kept for reuse; TLS is verified.
///
/// A paid request must never be repeated behind our back: `CurlTransfer` sees to that, and
/// tests/promises holds it to it. Handles are used again, each with the envelope it had last.
class CurlTransport final : public Transport {
 public:
  /// Keeps up to `connections` open. Waits by `events`, which is borrowed, and which whatever else
  /// may end a wait can be added to. Throws Error where libcurl can not start.
  CurlTransport(int connections, EventQueue& events);
  ~CurlTransport() override;

  void start(std::uint64_t ticket, Message message) override;
  std::vector<Reply> wait(Duration at_most) override;

 private:
  class Multi;
  std::unique_ptr<Multi> multi_;
};

}  // namespace shotlist::http
