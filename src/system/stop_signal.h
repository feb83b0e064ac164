#pragma once
// The user's request to stop.

#include "base/exit_code.h"

namespace shotlist::system {

/// How many stop signals this process received, and which was first.
class StopSignal {
 public:
  virtual ~StopSignal() = default;

  /// 0: go on. 1: start nothing more, wait for what is in flight. 2 or more: leave at once.
  virtual int count() = 0;

  /// The exit code of the first signal; `ok` while there was none.
  virtual ExitCode exit_code() const = 0;
};

}  // namespace shotlist::system
