#include "system/standard_streams.h"

#include <cerrno>

#include <fcntl.h>

#include "base/error.h"
#include "base/translation.h"

namespace shotlist::system {

void hold_standard_streams() {
  for (int stream = 0; stream <= 2; ++stream) {
    if (::fcntl(stream, F_GETFD) != -1) continue;
    // A new descriptor gets the lowest free number: this one. O_PATH can be neither read nor
    // written, and "/" always exists, while /dev/null may be missing.
    if (::open("/", O_PATH) != stream) {
      throw system_error(ExitCode::disk, tr("cannot hold the place of a closed standard stream"),
                         errno);
    }
  }
}

}  // namespace shotlist::system
