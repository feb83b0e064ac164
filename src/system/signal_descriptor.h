#pragma once
// SIGINT, SIGTERM and SIGHUP as a descriptor that can be polled beside sockets.

#include <csignal>

#include "system/file_descriptor.h"
#include "system/stop_signal.h"

namespace shotlist::system {

/// Blocks the three signals for the whole process and reads them from a descriptor instead, so no
/// code ever runs inside a signal handler. SIGHUP stays ignored if it was (`nohup`). Create it
/// before any thread: threads inherit the block. While another one lives, its end changes nothing.
/// Also ignores SIGPIPE, so that a closed pipe is a write error and does not kill the process.
class SignalDescriptor final : public StopSignal {
 public:
  SignalDescriptor();
  ~SignalDescriptor() override;
  SignalDescriptor(const SignalDescriptor&) = delete;
  SignalDescriptor& operator=(const SignalDescriptor&) = delete;

  int count() override;
  ExitCode exit_code() const override { return exit_code_; }

  /// Returns once a signal has arrived.
  void wait();

  /// Readable while a signal is waiting to be counted.
  int descriptor() const { return file_.get(); }

 private:
  sigset_t before_{};  // what was blocked
  FileDescriptor file_;
  int count_ = 0;
  ExitCode exit_code_ = ExitCode::ok;
};

}  // namespace shotlist::system
