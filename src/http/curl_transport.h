#pragma once
// The wire, by libcurl.

#include <functional>
#include <memory>

#include "http/transport.h"

namespace shotlist {

/// What ends a wait besides a reply: descriptors that become readable, -1 for none.
struct Wakers {
  int stop = -1;   ///< the user asks to stop
  int alarm = -1;  ///< time is up, more precisely than libcurl's milliseconds
  std::function<void(Duration)> set_alarm = {};  ///< called before each wait where there is one
  int disk = -1;                                 ///< what was on its way to the disk is there
};

/// One thread, many transfers, HTTP/1.1, connections kept for reuse; TLS is verified.
///
/// A paid request must never be repeated behind our back: `CurlTransfer` sees to that, and
/// tests/promises holds it to it. Handles are used again, each with the envelope it had last.
class CurlTransport final : public Transport {
 public:
  /// Keeps up to `connections` open. Throws Error where libcurl can not start.
  explicit CurlTransport(int connections, Wakers wakers = {});
  ~CurlTransport() override;

  void start(std::uint64_t ticket, Message message) override;
  std::vector<Reply> wait(Duration at_most) override;

 private:
  class Multi;
  std::unique_ptr<Multi> multi_;
};

}  // namespace shotlist
