#pragma once
// Makes a file durable while its writer does something else.

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "system/file_descriptor.h"

namespace shotlist::system {

/// One thread that does nothing but fdatasync(2), one at a time. What was written before `begin` is
/// durable once `result` says so; what is written meanwhile may be, or not.
class BackgroundSync {
 public:
  /// `file` is borrowed. Throws Error (disk) where there is no thread or descriptor to be had.
  explicit BackgroundSync(int file);

  /// Waits for the sync that is under way.
  ~BackgroundSync();

  /// None may be under way.
  void begin();

  bool is_under_way() const { return under_way_; }

  /// Whether the one that was begun has ended; its errno, 0 for success, goes to `code` then.
  bool has_ended(int& code);

  /// Waits for the one that is under way, and gives its errno; 0 where there is none.
  int finish();

  /// Readable once it has ended, until that was asked for.
  int descriptor() const { return ended_.get(); }

 private:
  void serve();
  void tell(bool& what);

  int file_;
  FileDescriptor ended_;
  bool under_way_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool begun_ = false;
  bool quits_ = false;
  std::atomic<int> code_ = 0;
  std::thread thread_;
};

}  // namespace shotlist::system
