#pragma once
// How long before it may leave the intent of a request is written down.

#include "base/time.h"

namespace shotlist::submit {

/// A sync takes milliseconds, and a sleeper wakes up late: a strict pace would lose both with every
/// request, and may not make up for it. So intents are synced ahead of their moment, by what the
/// slowest of the last syncs and the latest of the last wakings took. A crash in that time leaves a
/// row in doubt that never left, which is why it is short.
class LeadTime {
 public:
  /// A sync took so long.
  void synced(Duration took);

  /// A wait ended so much later than it should have.
  void woke(Duration late);

  Duration ahead() const { return for_sync_ + for_waking_; }

  /// The part of it that it takes to wake up: who waits for a moment sleeps until then, and stays
  /// awake for the rest.
  Duration waking() const { return for_waking_; }

 private:
  Duration for_sync_{};
  Duration for_waking_{};
};

}  // namespace shotlist::submit
