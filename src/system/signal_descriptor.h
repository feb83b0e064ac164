#pragma once
// SIGINT, SIGTERM and SIGHUP as a descriptor that can be polled beside sockets.

#include "system/file_descriptor.h"
#include "system/stop_signal.h"

namespace shotlist::system {

/// Blocks the three signals for the whole process and takes them from a descriptor instead, so no
/// code ever runs inside a signal handler. SIGHUP stays ignored where it was (`nohup`). Make it
/// before any thread is started: threads inherit the block. Also ignores SIGPIPE: a closed pipe is
/// an error of a write, not a death.
class SignalDescriptor final : public StopSignal {
 public:
  SignalDescriptor();
  ~SignalDescriptor() override;
  SignalDescriptor(const SignalDescriptor&) = delete;
  SignalDescriptor& operator=(const SignalDescriptor&) = delete;

  int count() override;
  ExitCode exit_code() const override { return exit_code_; }

  /// Returns once a signal came.
  void wait();

  /// Readable while a signal waits to be counted.
  int descriptor() const { return file_.get(); }

 private:
  FileDescriptor file_;
  int count_ = 0;
  ExitCode exit_code_ = ExitCode::ok;
};

}  // namespace shotlist::system
