#include "system/posix_terminal.h"

#include <cerrno>
#include <climits>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "base/translation.h"

namespace shotlist::system {
namespace {

// False if a name stands for something else on each open, such as the other end of a pseudo
// terminal.
bool is_same_terminal(int one, int other) {
  unsigned int device = 0;
  unsigned int other_device = 0;
  return ::ioctl(one, TIOCGDEV, &device) == 0 && ::ioctl(other, TIOCGDEV, &other_device) == 0 &&
         device == other_device;
}

}  // namespace

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

bool PosixTerminal::in_foreground() const {
  return ::tcgetpgrp(descriptor_) == ::getpgrp();
}

void PosixTerminal::forget_typed() {
  ::tcflush(descriptor_, TCIFLUSH);
}

std::string PosixTerminal::read_line() {
  std::string line;
  for (;;) {
    char c = 0;
    const ssize_t got = ::read(descriptor_, &c, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0 || c == '\n') return line;
    line += c;
  }
}

void PosixTerminal::write(std::string_view text) {
  while (begin_next()) {
    write_all(rest_);
    rest_.clear();
  }
  write_all(text);
}

bool PosixTerminal::offer(std::string_view frame) {
  if (!write_backlog_now()) return false;
  const std::size_t written = write_now(frame);
  if (written == 0 && !frame.empty()) return false;
  // Half of the frame is on the screen, perhaps half an escape sequence: the rest must follow.
  rest_ = frame.substr(written);
  return true;
}

void PosixTerminal::post(std::string_view message) {
  if (message.empty()) return;
  posted_.emplace_back(message);
  posted_bytes_ += message.size();
  write_backlog_now();
  for (; posted_bytes_ > most_kept && posted_.size() > 1; ++left_out_) {
    posted_bytes_ -= posted_.front().size();
    posted_.pop_front();
  }
}

void PosixTerminal::write_all(std::string_view text) {
  while (!text.empty() && !broken_) {
    const ssize_t written = ::write(descriptor_, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {
      // A parent may share its stream as non-blocking: the reader is slow, not gone.
      pollfd stream{descriptor_, POLLOUT, 0};
      ::poll(&stream, 1, -1);
    } else if (errno != EINTR) {
      fail(errno);
    }
  }
}

// Returns true once everything posted is written.
bool PosixTerminal::write_backlog_now() {
  while (begin_next()) {
    rest_.erase(0, write_now(rest_));
    if (!rest_.empty()) return false;
  }
  return true;
}

// Puts the oldest kept text in `rest_`; returns false if nothing is kept.
bool PosixTerminal::begin_next() {
  if (!rest_.empty()) return true;
  if (left_out_ > 0) {
    // A terminal may show a bar there; the message must not continue that line.
    rest_ = tr("{}[{} messages were left out here: nobody took them in time]\n",
               interactive() ? "\n" : "", std::exchange(left_out_, 0));
  } else if (!posted_.empty()) {
    rest_ = std::move(posted_.front());
    posted_.pop_front();
    posted_bytes_ -= rest_.size();
  }
  return !rest_.empty();
}

// Returns how many bytes were taken; a broken stream takes them all.
std::size_t PosixTerminal::write_now(std::string_view text) {
  if (way_ == Way::unknown) way_ = find_way();
  std::size_t taken = 0;
  while (taken < text.size() && !broken_) {
    const ssize_t written = write_piece_now(text.substr(taken));
    if (written > 0) {
      taken += static_cast<std::size_t>(written);
    } else if (written == 0 || errno == EAGAIN) {
      return taken;
    } else if (errno != EINTR) {
      fail(errno);
    }
  }
  return text.size();
}

// Like write(2); EAGAIN if it would have to wait.
ssize_t PosixTerminal::write_piece_now(std::string_view text) {
  if (way_ == Way::own) return ::write(own_.get(), text.data(), text.size());
  if (way_ == Way::socket) return ::send(descriptor_, text.data(), text.size(), MSG_DONTWAIT);
  if (way_ == Way::asked) {
    pollfd stream{descriptor_, POLLOUT, 0};
    const int ready = ::poll(&stream, 1, 0);
    if (ready == 0) errno = EAGAIN;
    if (ready <= 0) return -1;
    text = text.substr(0, piece_);
  }
  return ::write(descriptor_, text.data(), text.size());
}

PosixTerminal::Way PosixTerminal::find_way() {
  struct stat stream {};
  if (::fstat(descriptor_, &stream) == 0 && S_ISREG(stream.st_mode)) return Way::direct;
  if (S_ISSOCK(stream.st_mode)) return Way::socket;
  if (interactive() || S_ISFIFO(stream.st_mode)) {
    const std::string name = fmt::format("/proc/self/fd/{}", descriptor_);
    own_ = FileDescriptor(::open(name.c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    if (own_.valid() && (!interactive() || is_same_terminal(descriptor_, own_.get()))) {
      return Way::own;
    }
  }
  // The kernel guarantees that a pipe reported writable by poll(2) takes PIPE_BUF bytes; a
  // terminal, which another user may own, takes one.
  piece_ = interactive() ? 1 : PIPE_BUF;
  return Way::asked;
}

void PosixTerminal::fail(int code) {
  broken_ = true;
  failure_ = code == EPIPE ? 0 : code;
}

}  // namespace shotlist::system
