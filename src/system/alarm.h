#pragma once
// A moment to wake up at, as a descriptor that can be polled beside sockets.

#include "base/time.h"
#include "system/file_descriptor.h"

namespace shotlist {

/// Rings once. poll(2) counts in milliseconds, which is a tenth of the time between two requests at
/// 100 a second.
class Alarm {
 public:
  /// Throws Error (disk) where the system has none left.
  Alarm();

  /// Rings after `wait`, and not for what was set before.
  void set(Duration wait);

  /// Readable once it rings, until it is set again.
  int descriptor() const { return file_.get(); }

 private:
  FileDescriptor file_;
};

}  // namespace shotlist
