#pragma once
// Work beside a loop, on virtual time and without a thread.

#include <cassert>
#include <exception>
#include <functional>
#include <utility>

#include "support/lifetime.h"
#include "support/virtual_time.h"
#include "system/background_work.h"

namespace shotlist::tests {

/// Runs its job at one instant, on the caller's thread: where it begins, or where its end is about
/// to be reported. So a test sees the loop go on both after the job has done its work and before.
/// A process that has died in its job does nothing more: the call that ran the job throws Killed.
class VirtualWorker final : public system::Worker {
 public:
  enum class Runs { at_its_begin, before_its_end };

  /// Runs each job as it begins, and no time passes until its end. `life` is the life of the
  /// process, borrowed; null for one that never dies.
  explicit VirtualWorker(Lifetime* life = nullptr) : life_(life) {}

  /// Reports the end of a job once `takes` has passed by `clock`, which is borrowed.
  VirtualWorker(VirtualClock& clock, Duration takes, Runs runs, Lifetime* life = nullptr)
      : clock_(&clock), takes_(takes), runs_(runs), life_(life) {}

  VirtualWorker(const VirtualWorker&) = delete;
  VirtualWorker& operator=(const VirtualWorker&) = delete;

  /// As the thread's owner waits for its job. The dead do not.
  ~VirtualWorker() override {
    if (job_ && !is_dead()) run();
  }

  void begin(std::function<void()> job) override {
    assert(!busy_);
    busy_ = true;
    job_ = std::move(job);
    ends_ = now() + takes_;
    if (runs_ == Runs::at_its_begin) run_or_die();
  }

  bool is_busy() const override { return busy_; }

  bool has_ended() override {
    if (!busy_) return false;
    if (on_asked) on_asked();
    poked_ = false;
    if (now() < ends_) return false;
    report_end();
    return true;
  }

  void finish() override {
    if (!busy_) return;
    if (is_dead()) {  // they are on their way out, where nothing may be thrown
      busy_ = false;
      job_ = nullptr;
      return;
    }
    if (clock_ != nullptr) clock_->advance_to(ends_);
    report_end();
  }

  int descriptor() const override { return -1; }
  void poke() override { poked_ = true; }

  /// When the loop is woken: now where the job has poked it, else at the job's end, which is the
  /// last of all moments where there is no job. For VirtualTransport's waker.
  Moment ends() const {
    if (poked_) return now();
    return busy_ ? ends_ : Moment::max();
  }

  /// Called by `has_ended` before it looks, while there is a job: time may pass there, so that the
  /// end comes between any two looks.
  std::function<void()> on_asked;

 private:
  bool is_dead() const { return life_ != nullptr && life_->over(); }
  Moment now() const { return clock_ == nullptr ? Moment() : clock_->now(); }

  void run() {
    const auto job = std::exchange(job_, nullptr);
    try {
      job();
    } catch (...) {
      failure_ = std::current_exception();
    }
  }

  void run_or_die() {
    run();
    if (is_dead()) throw Killed();
  }

  void report_end() {
    if (is_dead()) throw Killed();
    if (job_) run_or_die();
    busy_ = poked_ = false;
    if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
  }

  VirtualClock* clock_ = nullptr;  ///< null where no time passes
  Duration takes_{};
  Runs runs_ = Runs::at_its_begin;
  Lifetime* life_;
  std::function<void()> job_;  ///< not run yet
  Moment ends_;
  bool busy_ = false;
  bool poked_ = false;
  std::exception_ptr failure_;
};

}  // namespace shotlist::tests
