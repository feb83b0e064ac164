#pragma once
// The current time.

#include "base/time.h"

namespace shotlist::system {

/// The source of time. Tests have their own, in which a thousand hours take a millisecond.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Moment now() = 0;  ///< never goes back; for waiting
  virtual Date date() = 0;   ///< may jump; for writing down
};

}  // namespace shotlist::system
