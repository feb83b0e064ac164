#pragma once
// The network, through libcurl.

#include <functional>
#include <memory>

#include "base/event_queue.h"
#include "http/fetcher.h"
#include "http/reuse_rule.h"
#include "http/transport.h"

namespace shotlist::http {

/// One thread, many transfers, HTTP/1.1, connections kept for reuse; TLS is verified.
///
/// A paid request must never be repeated without our knowledge: `CurlTransfer` ensures that, and
/// tests/promises checks it. An answer that has arrived is never lost to a deadline, and
/// unsolicited bytes are never taken for an answer: see `ReuseRule`. Handles are reused, each with
/// its last envelope. Files are fetched beside the messages, each on its own connection: see
/// `CurlDownload`.
class CurlTransport final : public Transport, public Fetcher {
 public:
  /// Keeps up to `connections` open. Waits on `events`, which is borrowed, and to which anything
  /// else that may end a wait can be added. `now` is for deadlines and the silence of servers;
  /// libcurl has its own clock. `terms` are the conditions for reusing a connection. Throws Error
  /// if libcurl cannot start.
  CurlTransport(int connections, EventQueue& events, std::function<Moment()> now = steady_now,
                const ReuseRule::Terms& terms = {});
  ~CurlTransport() override;

  void start(std::uint64_t ticket, Message message) override;
  /// Also returns after a fetch has ended.
  std::vector<Reply> wait(Duration at_most) override;

  void fetch(Fetch fetch) override;
  std::size_t fetches() const override;
  void abandon_all() override;

  static Moment steady_now();

 private:
  class Multi;
  std::unique_ptr<Multi> multi_;
};

}  // namespace shotlist::http
