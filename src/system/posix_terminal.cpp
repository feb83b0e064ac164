#include "system/posix_terminal.h"

#include <cerrno>

#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace shotlist::system {

bool PosixTerminal::interactive() const {
  return ::isatty(descriptor_) == 1;
}

std::size_t PosixTerminal::width() const {
  winsize size{};
  if (::ioctl(descriptor_, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

std::size_t PosixTerminal::height() const {
  winsize size{};
  if (::ioctl(descriptor_, TIOCGWINSZ, &size) == 0 && size.ws_row > 0) return size.ws_row;
  return 24;
}

void PosixTerminal::write(std::string_view text) {
  while (!text.empty() && !broken_) {
    const ssize_t written = ::write(descriptor_, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {
      // A parent may share its stream as non-blocking: the reader is slow, not gone.
      pollfd stream{descriptor_, POLLOUT, 0};
      ::poll(&stream, 1, -1);
    } else if (errno != EINTR) {
      broken_ = true;
      failure_ = errno == EPIPE ? 0 : errno;
    }
  }
}

}  // namespace shotlist::system
