#include "system/system_clock.h"

#include <chrono>

namespace shotlist::system {

Moment SystemClock::now() {
  return Moment(std::chrono::steady_clock::now().time_since_epoch());
}

Date SystemClock::date() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace shotlist::system
