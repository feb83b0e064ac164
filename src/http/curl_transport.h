#pragma once
// The wire, by libcurl.

#include <functional>
#include <memory>

#include "base/event_queue.h"
#include "http/reuse_rule.h"
#include "http/transport.h"

namespace shotlist::http {

/// One thread, many transfers, HTTP/1.1, connections kept for reuse; TLS is verified.
///
/// A paid request must never be repeated behind our back: `CurlTransfer` sees to that, and
/// tests/promises holds it to it. An answer that has arrived is never lost to a deadline, and what
/// arrives unasked is never an answer: see `ReuseRule`. Handles are used again, each with the
/// envelope it had last.
class CurlTransport final : public Transport {
 public:
  /// Keeps up to `connections` open. Waits by `events`, which is borrowed, and which whatever else
  /// may end a wait can be added to. `now` is for deadlines and for the silence of servers; libcurl
  /// has its own. `terms` is what it takes to use a connection twice. Throws Error where libcurl
  /// cannot start.
  CurlTransport(int connections, EventQueue& events, std::function<Moment()> now = steady_now,
                const ReuseRule::Terms& terms = {});
  ~CurlTransport() override;

  void start(std::uint64_t ticket, Message message) override;
  std::vector<Reply> wait(Duration at_most) override;

  static Moment steady_now();

 private:
  class Multi;
  std::unique_ptr<Multi> multi_;
};

}  // namespace shotlist::http
