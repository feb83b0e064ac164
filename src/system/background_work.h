#pragma once
// Runs a job in the background and notifies the loop when it ends.

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

#include "system/file_descriptor.h"

namespace shotlist::system {

/// Runs one job at a time, and reports when it has ended. Belongs to one thread, the loop's; the
/// job may call only `poke`.
class Worker {
 public:
  virtual ~Worker() = default;

  /// Starts `job` and does not wait for it. The worker must not be busy.
  virtual void begin(std::function<void()> job) = 0;

  /// Whether a job has begun whose end `has_ended` or `finish` has not reported yet.
  virtual bool is_busy() const = 0;

  /// Returns true once after the job ends, false before and after. Throws what the job threw, which
  /// reports its end as well.
  virtual bool has_ended() = 0;

  /// Waits for the job, if the worker is busy. Throws what the job threw.
  virtual void finish() = 0;

  /// Readable after the job's end and after a poke, until `has_ended` or `finish` is called. -1 if
  /// there is nothing to wait for.
  virtual int descriptor() const = 0;

  /// Called by the job: wakes the loop before the end, so that it looks at the job's progress.
  virtual void poke() = 0;
};

/// Runs jobs on its own thread, which blocks all signals.
class BackgroundWork final : public Worker {
 public:
  /// Throws Error (disk) if no thread or descriptor is available.
  BackgroundWork();
  BackgroundWork(const BackgroundWork&) = delete;
  BackgroundWork& operator=(const BackgroundWork&) = delete;

  /// Waits for the job. Anything it throws is lost.
  ~BackgroundWork() override;

  void begin(std::function<void()> job) override;
  bool is_busy() const override { return busy_; }
  bool has_ended() override;
  void finish() override;
  int descriptor() const override { return wake_.get(); }
  void poke() override;

 private:
  void serve();
  bool report_end();

  FileDescriptor wake_;
  bool busy_ = false;  ///< for the loop only; the mutex guards the rest
  std::mutex mutex_;
  std::condition_variable changed_;
  std::function<void()> job_;
  bool ended_ = false;
  std::exception_ptr failure_;
  bool quits_ = false;
  std::thread thread_;
};

}  // namespace shotlist::system
