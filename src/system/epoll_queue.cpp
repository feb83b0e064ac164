#include "system/epoll_queue.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>

#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/error.h"
#include "base/translation.h"

namespace shotlist::system {
namespace {

constexpr std::size_t most_at_a_time = 256;
using Happened = std::array<epoll_event, most_at_a_time>;

// Set beside a descriptor that only ends a wait.
constexpr std::uint64_t waker = std::uint64_t{1} << 32U;

// Returns false if the kernel refuses.
bool add_or_change(int queue, int descriptor, epoll_event event) {
  if (::epoll_ctl(queue, EPOLL_CTL_MOD, descriptor, &event) == 0) return true;
  return errno == ENOENT && ::epoll_ctl(queue, EPOLL_CTL_ADD, descriptor, &event) == 0;
}

int wait_in_ms(int queue, Happened& happened, Duration at_most) {
  // Rounded up: waking a moment early would mean a wasted turn.
  const auto ms = std::chrono::ceil<std::chrono::milliseconds>(at_most).count();
  return ::epoll_wait(queue, happened.data(), static_cast<int>(happened.size()),
                      static_cast<int>(ms));
}

int wait_precisely(int queue, Happened& happened, Duration at_most) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(at_most);
  const timespec time{whole.count(), (at_most - whole).count()};
  const int count =
      ::epoll_pwait2(queue, happened.data(), static_cast<int>(happened.size()), &time, nullptr);
  if (count < 0 && errno == ENOSYS) return wait_in_ms(queue, happened, at_most);
  return count;
}

}  // namespace

EpollQueue::EpollQueue() : file_(::epoll_create1(EPOLL_CLOEXEC)) {
  if (!file_.valid())
    throw system_error(ExitCode::disk, in_both([&] { return tr("no event queue"); }), errno);
}

void EpollQueue::wake_by(int descriptor) {
  if (descriptor < 0) return;
  epoll_event event{EPOLLIN, {}};
  event.data.u64 = waker | static_cast<std::uint64_t>(descriptor);
  if (!add_or_change(file_.get(), descriptor, event))
    throw system_error(ExitCode::disk, in_both([&] { return tr("cannot be woken"); }), errno);
}

void EpollQueue::watch(int descriptor, bool readable, bool writable) {
  epoll_event event{};
  event.events = (readable ? EPOLLIN : 0U) | (writable ? EPOLLOUT : 0U);
  event.data.u64 = static_cast<std::uint64_t>(descriptor);
  if (!add_or_change(file_.get(), descriptor, event))
    throw system_error(ExitCode::disk,
                       in_both([&] { return tr("a connection cannot be watched"); }), errno);
}

void EpollQueue::forget(int descriptor) {
  // It fails if the descriptor is closed: closing already took it out of the queue.
  ::epoll_ctl(file_.get(), EPOLL_CTL_DEL, descriptor, nullptr);
}

void EpollQueue::close(int descriptor) {
  forget(descriptor);  // another process may have a copy of it, too
  ::close(descriptor);
}

EventQueue::Waiting EpollQueue::waiting_on(int connection) {
  Waiting waiting;
  const ssize_t got =
      ::recv(connection, waiting.start.data(), waiting.start.size(), MSG_PEEK | MSG_DONTWAIT);
  if (got > 0) waiting.size = static_cast<std::size_t>(got);
  waiting.ended = got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR);
  return waiting;
}

void EpollQueue::hang_up(int connection) {
  // Unread bytes would make the connection look alive. An endless sender is not read to its end:
  // the kernel refuses what follows.
  constexpr int most_pieces = 64;
  std::array<char, 65536> piece{};
  for (int i = 0; i < most_pieces; ++i) {
    if (::recv(connection, piece.data(), piece.size(), MSG_DONTWAIT) <= 0) break;
  }
  ::shutdown(connection, SHUT_RDWR);
}

int EpollQueue::local_port(int connection) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (::getsockname(connection, reinterpret_cast<sockaddr*>(&address), &size) != 0) return 0;
  if (address.ss_family == AF_INET)
    return ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port);
  if (address.ss_family == AF_INET6)
    return ntohs(reinterpret_cast<const sockaddr_in6&>(address).sin6_port);
  return 0;
}

const std::vector<EventQueue::Event>& EpollQueue::wait(Duration at_most) {
  constexpr Duration longest = std::chrono::hours(1);
  const Duration patience = std::clamp(at_most, Duration::zero(), longest);
  Happened happened{};
  events_.clear();
  const int count = wait_precisely(file_.get(), happened, patience);
  if (count < 0 && errno != EINTR)
    throw system_error(ExitCode::disk, in_both([&] { return tr("cannot wait"); }), errno);
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = happened.at(static_cast<std::size_t>(i));
    if ((event.data.u64 & waker) != 0) continue;
    events_.push_back({static_cast<int>(event.data.u64), (event.events & EPOLLIN) != 0,
                       (event.events & EPOLLOUT) != 0,
                       (event.events & (EPOLLERR | EPOLLHUP)) != 0});
  }
  return events_;
}

}  // namespace shotlist::system
