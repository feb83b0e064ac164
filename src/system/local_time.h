#pragma once
// The time zone of the user.

#include "base/time.h"

namespace shotlist::system {

/// Moves `date` to the user's time zone: read as if it were UTC, it is what a clock on the wall
/// shows.
Date to_local(Date date);

}  // namespace shotlist::system
