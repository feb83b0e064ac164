#include "system/waiting.h"

#include <poll.h>

namespace shotlist::system {

bool wait_until_readable(int descriptor, std::chrono::milliseconds at_most) {
  pollfd file{descriptor, POLLIN, 0};
  return ::poll(&file, 1, static_cast<int>(at_most.count())) > 0;
}

}  // namespace shotlist::system
