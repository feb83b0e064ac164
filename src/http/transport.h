#pragma once
// The network.

#include <cstdint>
#include <vector>

#include "base/time.h"
#include "http/message.h"

namespace shotlist::http {

/// Carries messages, many at a time. Never repeats one by itself, and never returns a reply that
/// quotes the message's bearer, but in `Reply::with_key`. Tests have their own.
class Transport {
 public:
  virtual ~Transport() = default;

  /// Starts at once; `ticket` is returned with the reply.
  virtual void start(std::uint64_t ticket, Message message) = 0;

  /// Waits until a reply is complete, the user asks to stop, or `at_most` has passed, whichever is
  /// first; returns every reply that is complete. Returns at once if one already is.
  virtual std::vector<Reply> wait(Duration at_most) = 0;
};

}  // namespace shotlist::http
