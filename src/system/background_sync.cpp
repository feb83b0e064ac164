#include "system/background_sync.h"

#include <cerrno>
#include <cstdint>
#include <system_error>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/error.h"

namespace shotlist::system {

BackgroundSync::BackgroundSync(int file)
    : file_(file), ended_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (!ended_.valid()) throw system_error(ExitCode::disk, "no event descriptor", errno);
  try {
    thread_ = std::thread([this] { serve(); });
  } catch (const std::system_error& error) {
    throw system_error(ExitCode::disk, "no thread", error.code().value());
  }
}

BackgroundSync::~BackgroundSync() {
  finish();
  tell(quits_);
  thread_.join();
}

void BackgroundSync::begin() {
  under_way_ = true;
  tell(begun_);
}

void BackgroundSync::tell(bool& what) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    what = true;
  }
  changed_.notify_one();
}

bool BackgroundSync::has_ended(int& code) {
  std::uint64_t times = 0;
  if (::read(ended_.get(), &times, sizeof times) != sizeof times) return false;
  under_way_ = false;
  code = code_;
  return true;
}

int BackgroundSync::finish() {
  int code = 0;
  while (under_way_ && !has_ended(code)) {
    pollfd waiting{ended_.get(), POLLIN, 0};
    ::poll(&waiting, 1, -1);
  }
  return code;
}

void BackgroundSync::serve() {
  for (;;) {
    {
      std::unique_lock<std::mutex> lock(mutex_);
      changed_.wait(lock, [this] { return begun_ || quits_; });
      if (quits_) return;
      begun_ = false;
    }
    code_ = ::fdatasync(file_) == 0 ? 0 : errno;
    const std::uint64_t once = 1;
    static_cast<void>(::write(ended_.get(), &once, sizeof once));  // can not be full
  }
}

}  // namespace shotlist::system
