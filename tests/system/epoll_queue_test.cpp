#include "system/epoll_queue.h"

#include <array>
#include <chrono>
#include <vector>

#include <sys/socket.h>
#include <unistd.h>

#include "support/catch2.h"
#include "system/file_descriptor.h"

namespace shotlist::tests::epoll_queue_test {

using namespace shotlist::system;
using namespace std::chrono_literals;

namespace {

/// Two ends of a connection.
struct Connection {
  Connection() {
    std::array<int, 2> ends{};
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0);
    ours = FileDescriptor(ends[0]);
    theirs = FileDescriptor(ends[1]);
  }
  void say_something() const { REQUIRE(::write(theirs.get(), "x", 1) == 1); }

  FileDescriptor ours;
  FileDescriptor theirs;
};

Duration time_of(EpollQueue& queue, Duration at_most) {
  const auto start = std::chrono::steady_clock::now();
  CHECK(queue.wait(at_most).empty());
  return std::chrono::steady_clock::now() - start;
}

}  // namespace

TEST_CASE("a queue tells what happened to what is watched, and again until it is heeded") {
  const Connection one;
  const Connection other;
  EpollQueue queue;
  queue.watch(one.ours.get(), true, false);
  queue.watch(other.ours.get(), true, false);
  CHECK(queue.wait(0ns).empty());
  other.say_something();
  for (int round = 0; round < 2; ++round) {
    const std::vector<EventQueue::Event>& events = queue.wait(1h);
    REQUIRE(events.size() == 1);
    CHECK(events[0].descriptor == other.ours.get());
    CHECK(events[0].readable);
    CHECK_FALSE(events[0].writable);
    CHECK_FALSE(events[0].failed);
  }
}

TEST_CASE("what is watched for anew is watched for nothing else") {
  const Connection connection;
  connection.say_something();
  EpollQueue queue;
  queue.watch(connection.ours.get(), true, false);
  queue.watch(connection.ours.get(), false, true);
  const std::vector<EventQueue::Event>& events = queue.wait(1h);
  REQUIRE(events.size() == 1);
  CHECK(events[0].writable);
  CHECK_FALSE(events[0].readable);
}

TEST_CASE("a connection that the other side closed is told") {
  Connection connection;
  EpollQueue queue;
  queue.watch(connection.ours.get(), true, false);
  connection.theirs = FileDescriptor();
  const std::vector<EventQueue::Event>& events = queue.wait(1h);
  REQUIRE(events.size() == 1);
  CHECK(events[0].failed);
}

TEST_CASE("what is forgotten ends no wait, also where it was closed before") {
  Connection connection;
  connection.say_something();
  EpollQueue queue;
  queue.watch(connection.ours.get(), true, false);
  queue.forget(connection.ours.get());
  queue.forget(connection.ours.get());
  CHECK(queue.wait(0ns).empty());
  const int number = connection.ours.get();
  queue.watch(number, true, false);
  connection.ours = FileDescriptor();
  queue.forget(number);
  CHECK(queue.wait(0ns).empty());
}

TEST_CASE("what is closed is forgotten, whoever else holds it") {
  Connection connection;
  const FileDescriptor copy(::dup(connection.ours.get()));
  EpollQueue queue;
  FileDescriptor closed = std::move(connection.ours);
  queue.watch(closed.get(), true, false);
  connection.say_something();
  queue.close(closed.release());
  CHECK(queue.wait(0ns).empty());
}

TEST_CASE("a descriptor whose number was used before is watched like any other") {
  EpollQueue queue;
  for (int round = 0; round < 3; ++round) {
    const Connection connection;  // the system gives the lowest numbers that are free
    queue.watch(connection.ours.get(), true, false);
    connection.say_something();
    CHECK(queue.wait(1h).size() == 1);
  }
}

TEST_CASE("a waker ends a wait and is told nothing of") {
  const Connection connection;
  EpollQueue queue;
  queue.wake_by(-1);
  queue.wake_by(connection.ours.get());
  connection.say_something();
  CHECK(queue.wait(1h).empty());
}

TEST_CASE("a wait does not end before its time, however short") {
  EpollQueue queue;
  for (const Duration wait : {Duration(1ns), Duration(300us), Duration(1500us)})
    CHECK(time_of(queue, wait) >= wait);
  CHECK(time_of(queue, -1s) < 1h);
}

TEST_CASE("what waits on a connection can be seen and stays there") {
  const Connection connection;
  EpollQueue queue;
  CHECK(queue.waiting_on(connection.ours.get()).size == 0);
  CHECK_FALSE(queue.waiting_on(connection.ours.get()).ended);
  connection.say_something();
  for (int look = 0; look < 2; ++look) {
    CHECK(queue.waiting_on(connection.ours.get()).bytes() == "x");
    CHECK_FALSE(queue.waiting_on(connection.ours.get()).ended);
  }
  CHECK(queue.local_port(connection.ours.get()) == 0);  // it is no TCP
}

TEST_CASE("a connection that the other side ended is seen to have ended") {
  Connection connection;
  EpollQueue queue;
  connection.theirs = FileDescriptor();
  CHECK(queue.waiting_on(connection.ours.get()).ended);
}

TEST_CASE("who hangs up hears no more, and the other side knows") {
  const Connection connection;
  EpollQueue queue;
  connection.say_something();
  queue.hang_up(connection.ours.get());
  CHECK(queue.waiting_on(connection.ours.get()).size == 0);
  CHECK(queue.waiting_on(connection.ours.get()).ended);
  CHECK(queue.waiting_on(connection.theirs.get()).ended);
}

}  // namespace shotlist::tests::epoll_queue_test
