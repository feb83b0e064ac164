#pragma once
// How long before its departure the intent of a request is written.

#include "base/time.h"

namespace shotlist::submit {

/// A sync takes milliseconds, and a sleep ends late: a strict pace would lose both with every
/// request, and might never make up for it. So intents are synced early, by the time of the slowest
/// recent sync plus the latest recent wake-up. A crash in that time leaves a row in doubt that was
/// never sent, so the time is kept short.
class LeadTime {
 public:
  /// A sync took this long.
  void synced(Duration took);

  /// A wait ended this much late.
  void woke(Duration late);

  Duration ahead() const { return for_sync_ + for_waking_; }

  /// The part for waking up: a wait sleeps until this long before its end, then stays awake.
  Duration waking() const { return for_waking_; }

 private:
  Duration for_sync_{};
  Duration for_waking_{};
};

}  // namespace shotlist::submit
