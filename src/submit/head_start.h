#pragma once
// How long before it may leave the intent of a request is written down.

#include "base/time.h"

namespace shotlist {

/// A sync takes milliseconds, which a strict pace would lose with every request. So intents are
/// synced ahead of their moment, by what the slowest of the last syncs took. A crash in that time
/// leaves a row in doubt that never left, which is why it is short.
class HeadStart {
 public:
  /// A sync took so long.
  void synced(Duration took);

  Duration ahead() const { return ahead_; }

 private:
  Duration ahead_{};
};

}  // namespace shotlist
