#pragma once
// The operating system's clocks.

#include "system/clock.h"

namespace shotlist::system {

class SystemClock final : public Clock {
 public:
  Moment now() override;
  Date date() override;
};

}  // namespace shotlist::system
