#include "system/background_work.h"

#include <cassert>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <system_error>
#include <utility>

#include <sys/eventfd.h>
#include <unistd.h>

#include "base/error.h"
#include "base/translation.h"

namespace shotlist::system {
namespace {

// A thread inherits the signal mask of its creator. A signal that the loop has blocked, to read it
// from a descriptor, would end the program if another thread received it.
class AllSignalsBlocked {
 public:
  AllSignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  AllSignalsBlocked(const AllSignalsBlocked&) = delete;
  AllSignalsBlocked& operator=(const AllSignalsBlocked&) = delete;
  ~AllSignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

}  // namespace

BackgroundWork::BackgroundWork() : wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (!wake_.valid())
    throw system_error(ExitCode::disk, in_both([&] { return tr("no event descriptor"); }), errno);
  const AllSignalsBlocked blocked;
  try {
    thread_ = std::thread([this] { serve(); });
  } catch (const std::system_error& error) {
    throw system_error(ExitCode::disk, in_both([&] { return tr("no thread"); }),
                       error.code().value());
  }
}

BackgroundWork::~BackgroundWork() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    quits_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void BackgroundWork::begin(std::function<void()> job) {
  assert(!busy_);
  busy_ = true;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    job_ = std::move(job);
  }
  changed_.notify_all();
}

bool BackgroundWork::has_ended() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return report_end();
}

void BackgroundWork::finish() {
  if (!busy_) return;
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [this] { return ended_; });
  report_end();
}

// The end and its wake-up change together, under the mutex: a wake-up consumed here belongs to a
// poke or to the reported end.
bool BackgroundWork::report_end() {
  std::uint64_t times = 0;
  [[maybe_unused]] const auto bytes = ::read(wake_.get(), &times, sizeof times);
  if (!ended_) return false;
  ended_ = false;
  busy_ = false;
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
  return true;
}

void BackgroundWork::poke() {
  const std::uint64_t once = 1;
  [[maybe_unused]] const auto bytes = ::write(wake_.get(), &once, sizeof once);  // cannot be full
}

void BackgroundWork::serve() {
  std::unique_lock<std::mutex> lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return job_ || quits_; });
    if (!job_) return;
    std::function<void()> job = std::exchange(job_, nullptr);
    lock.unlock();
    std::exception_ptr failure;
    try {
      job();
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    failure_ = std::move(failure);
    ended_ = true;
    poke();
    changed_.notify_all();
  }
}

}  // namespace shotlist::system
