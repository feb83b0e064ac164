#pragma once
// The user's time zone.

#include "base/time.h"

namespace shotlist::system {

/// Shifts `date` to the user's time zone: read as UTC, it is the local wall-clock time.
Date to_local(Date date);

}  // namespace shotlist::system
