#pragma once
// Runs a job beside the loop, which is told when it has ended.

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

#include "system/file_descriptor.h"

namespace shotlist::system {

/// Runs one job at a time, and says when it has ended. Belongs to one thread, the loop's: only
/// `poke` is for the job.
class Worker {
 public:
  virtual ~Worker() = default;

  /// Starts `job` and does not wait for it. The worker must not be busy.
  virtual void begin(std::function<void()> job) = 0;

  /// Whether a job was begun whose end has not been reported yet, by `has_ended` or `finish`.
  virtual bool is_busy() const = 0;

  /// Reports the end of the job that was begun: true once, false before and after. Throws what the
  /// job threw; its end is reported by that.
  virtual bool has_ended() = 0;

  /// Waits for the job, if the worker is busy. Throws what the job threw.
  virtual void finish() = 0;

  /// Readable after the job's end and after a poke, until `has_ended` or `finish` was called. -1
  /// where there is nothing to wait for.
  virtual int descriptor() const = 0;

  /// Called by the job: wakes the loop before the end, so that it looks at what the job has to say.
  virtual void poke() = 0;
};

/// One thread of its own, which takes no signals.
class BackgroundWork final : public Worker {
 public:
  /// Throws Error (disk) where no thread or descriptor is available.
  BackgroundWork();
  BackgroundWork(const BackgroundWork&) = delete;
  BackgroundWork& operator=(const BackgroundWork&) = delete;

  /// Waits for the job. What it throws is lost.
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
  bool busy_ = false;  ///< the loop's alone; the mutex guards the rest
  std::mutex mutex_;
  std::condition_variable changed_;
  std::function<void()> job_;
  bool ended_ = false;
  std::exception_ptr failure_;
  bool quits_ = false;
  std::thread thread_;
};

}  // namespace shotlist::system
