#include "system/signal_descriptor.h"

#include <cerrno>
#include <csignal>
#include <cstdint>

#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/error.h"
#include "base/translation.h"

namespace shotlist::system {
namespace {

// True under nohup. A blocked signal arrives even if it is ignored.
bool outlives_its_terminal() {
  struct sigaction hang_up {};
  return ::sigaction(SIGHUP, nullptr, &hang_up) == 0 && hang_up.sa_handler == SIG_IGN;
}

sigset_t stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  if (!outlives_its_terminal()) sigaddset(&signals, SIGHUP);
  return signals;
}

ExitCode exit_code_of(std::uint32_t signal) {
  switch (signal) {
    case SIGTERM:
      return ExitCode::terminated;
    case SIGHUP:
      return ExitCode::hung_up;
    default:
      return ExitCode::interrupted;
  }
}

}  // namespace

SignalDescriptor::SignalDescriptor() {
  const sigset_t signals = stop_signals();
  pthread_sigmask(SIG_BLOCK, &signals, &before_);
  std::signal(SIGPIPE, SIG_IGN);
  file_ = FileDescriptor(::signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC));
  if (!file_.valid()) throw system_error(ExitCode::disk, tr("cannot listen for signals"), errno);
}

SignalDescriptor::~SignalDescriptor() {
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

void SignalDescriptor::wait() {
  pollfd file{file_.get(), POLLIN, 0};
  while (count() == 0)
    ::poll(&file, 1, -1);
}

int SignalDescriptor::count() {
  signalfd_siginfo signal{};
  while (::read(file_.get(), &signal, sizeof signal) == sizeof signal) {
    if (count_ == 0) exit_code_ = exit_code_of(signal.ssi_signo);
    ++count_;
  }
  return count_;
}

}  // namespace shotlist::system
