#pragma once
// Waiting for many descriptors at once, with epoll(7).

#include <vector>

#include "base/event_queue.h"
#include "system/file_descriptor.h"

namespace shotlist::system {

/// Waits with microsecond precision if the kernel can (epoll_pwait2, since Linux 5.11), which
/// matters for a strict pace; otherwise until the next millisecond.
class EpollQueue final : public EventQueue {
 public:
  EpollQueue();

  /// Ends a wait when `descriptor` is readable, without an event; its owner must read from it. -1
  /// means none.
  void wake_by(int descriptor);

  void watch(int descriptor, bool readable, bool writable) override;
  void forget(int descriptor) override;
  void close(int descriptor) override;
  Waiting waiting_on(int connection) override;
  void hang_up(int connection) override;
  int local_port(int connection) override;
  const std::vector<Event>& wait(Duration at_most) override;

 private:
  FileDescriptor file_;
  std::vector<Event> events_;
};

}  // namespace shotlist::system
