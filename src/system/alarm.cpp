#include "system/alarm.h"

#include <algorithm>
#include <cerrno>

#include <sys/timerfd.h>

#include "base/error.h"

namespace shotlist {

Alarm::Alarm() : file_(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK)) {
  if (!file_.valid()) throw system_error(ExitCode::disk, "no timer", errno);
}

void Alarm::set(Duration wait) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(std::max(wait, Duration(1)));
  itimerspec spec{};
  spec.it_value.tv_sec = whole.count();
  spec.it_value.tv_nsec = (std::max(wait, Duration(1)) - whole).count();
  if (::timerfd_settime(file_.get(), 0, &spec, nullptr) != 0) {
    throw system_error(ExitCode::disk, "the timer can not be set", errno);
  }
}

}  // namespace shotlist
