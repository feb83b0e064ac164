#include "system/background_work.h"

#include <chrono>
#include <csignal>
#include <future>
#include <thread>

#include <poll.h>
#include <unistd.h>

#include "base/error.h"
#include "support/catch2.h"
#include "support/virtual_worker.h"

namespace shotlist::tests::background_work_test {

using namespace shotlist::system;
using namespace std::chrono_literals;

namespace {

void wait_for(int descriptor) {
  pollfd waiting{descriptor, POLLIN, 0};
  REQUIRE(::poll(&waiting, 1, -1) == 1);
}

/// Counts itself and its copies.
class Counted {
 public:
  explicit Counted(int& count) : count_(count) { ++count_; }
  Counted(const Counted& other) : count_(other.count_) { ++count_; }
  Counted& operator=(const Counted&) = delete;
  ~Counted() { --count_; }

 private:
  int& count_;
};

bool is_readable(int descriptor) {
  pollfd waiting{descriptor, POLLIN, 0};
  return ::poll(&waiting, 1, 0) == 1;
}

}  // namespace

TEST_CASE("a job beside the loop says when it has ended, once") {
  BackgroundWork work;
  CHECK_FALSE(work.is_busy());
  CHECK_FALSE(work.has_ended());
  int done = 0;
  for (int round = 1; round <= 100; ++round) {
    CHECK_FALSE(is_readable(work.descriptor()));
    work.begin([&] { ++done; });
    CHECK(work.is_busy());
    wait_for(work.descriptor());
    CHECK(is_readable(work.descriptor()));
    REQUIRE(work.has_ended());
    CHECK(done == round);
    CHECK_FALSE(work.is_busy());
    CHECK_FALSE(is_readable(work.descriptor()));
    CHECK_FALSE(work.has_ended());
  }
}

TEST_CASE("a job runs on a thread of its own, and the loop goes on meanwhile") {
  BackgroundWork work;
  std::promise<void> let_go;
  std::thread::id thread;
  work.begin([&] {
    thread = std::this_thread::get_id();
    let_go.get_future().wait();
  });
  CHECK(work.is_busy());
  CHECK_FALSE(work.has_ended());
  CHECK_FALSE(is_readable(work.descriptor()));
  let_go.set_value();
  work.finish();
  CHECK(thread != std::this_thread::get_id());
}

TEST_CASE("what a job throws is thrown once to whoever asks for its end") {
  BackgroundWork work;
  for (int round = 0; round < 3; ++round) {
    work.begin([] { throw Error(ExitCode::disk, "full"); });
    wait_for(work.descriptor());
    CHECK_THROWS_AS(work.has_ended(), Error);
    CHECK_FALSE(work.is_busy());
    CHECK_FALSE(is_readable(work.descriptor()));
    CHECK_NOTHROW(work.finish());

    work.begin([] { throw 7; });
    CHECK_THROWS_AS(work.finish(), int);
    CHECK_FALSE(work.is_busy());
    CHECK_FALSE(is_readable(work.descriptor()));

    work.begin([] {});
    CHECK_NOTHROW(work.finish());
  }
}

TEST_CASE("whoever waits for a job takes its end, too") {
  BackgroundWork work;
  work.finish();
  bool done = false;
  work.begin([&] { done = true; });
  work.finish();
  CHECK(done);
  CHECK_FALSE(work.is_busy());
  CHECK_FALSE(is_readable(work.descriptor()));
  CHECK_FALSE(work.has_ended());
}

TEST_CASE("a job may wake the loop before it ends") {
  BackgroundWork work;
  for (int round = 0; round < 20; ++round) {
    std::promise<void> asked;
    work.begin([&] {
      work.poke();
      asked.get_future().wait();
    });
    wait_for(work.descriptor());
    CHECK_FALSE(work.has_ended());
    CHECK(work.is_busy());
    CHECK_FALSE(is_readable(work.descriptor()));
    asked.set_value();
    wait_for(work.descriptor());
    CHECK(work.has_ended());
    CHECK_FALSE(is_readable(work.descriptor()));
  }
}

TEST_CASE("whoever lets go of the worker waits for its job, whatever that throws") {
  int done = 0;
  for (int round = 0; round < 20; ++round) {
    BackgroundWork work;
    work.begin([&] {
      ++done;
      throw Error(ExitCode::disk, "full");
    });
  }
  CHECK(done == 20);
}

TEST_CASE("what a job owns is gone when its end is known") {
  int left = 0;
  BackgroundWork work;
  work.begin([own = Counted(left)] { static_cast<void>(own); });
  work.finish();
  CHECK(left == 0);
}

// With the default action a signal that the thread took would end the program.
TEST_CASE("a signal is left to the loop") {
  BackgroundWork work;
  sigset_t signals;
  sigset_t before;
  sigemptyset(&signals);
  sigaddset(&signals, SIGUSR1);
  REQUIRE(pthread_sigmask(SIG_BLOCK, &signals, &before) == 0);
  REQUIRE(::kill(::getpid(), SIGUSR1) == 0);
  work.begin([] {});
  work.finish();
  int taken = 0;
  CHECK(sigwait(&signals, &taken) == 0);
  CHECK(taken == SIGUSR1);
  CHECK(pthread_sigmask(SIG_SETMASK, &before, nullptr) == 0);
  CHECK(sigismember(&before, SIGUSR1) == 0);
}

TEST_CASE("a virtual worker reports an end when its time has passed") {
  using Runs = VirtualWorker::Runs;
  for (const Runs runs : {Runs::at_its_begin, Runs::before_its_end}) {
    VirtualClock clock;
    VirtualWorker work(clock, 5s, runs);
    int done = 0;
    CHECK(work.ends() == Moment::max());
    CHECK_FALSE(work.has_ended());
    for (int round = 1; round <= 2; ++round) {
      work.begin([&] { ++done; });
      CHECK(done == (runs == Runs::at_its_begin ? round : round - 1));
      CHECK(work.ends() == clock.now() + 5s);
      clock.advance(4s);
      CHECK_FALSE(work.has_ended());
      CHECK(done == (runs == Runs::at_its_begin ? round : round - 1));
      clock.advance(1s);
      CHECK(work.is_busy());
      CHECK(work.has_ended());
      CHECK(done == round);
      CHECK_FALSE(work.is_busy());
      CHECK(work.ends() == Moment::max());
    }
    const Moment before = clock.now();
    work.begin([] { throw Error(ExitCode::disk, "full"); });
    CHECK_THROWS_AS(work.finish(), Error);
    CHECK(clock.now() == before + 5s);
    CHECK_FALSE(work.is_busy());
  }
}

TEST_CASE("a virtual worker without a clock ends at once") {
  VirtualWorker work;
  bool done = false;
  work.begin([&] { done = true; });
  CHECK(done);
  CHECK(work.is_busy());
  CHECK(work.has_ended());
  work.begin([] { throw Error(ExitCode::disk, "full"); });
  CHECK_THROWS_AS(work.has_ended(), Error);
  CHECK_FALSE(work.is_busy());
}

TEST_CASE("a virtual job may end between any two looks, and poke the loop before") {
  VirtualClock clock;
  VirtualWorker work(clock, 5s, VirtualWorker::Runs::at_its_begin);
  work.on_asked = [&] { clock.advance(3s); };
  work.begin([&] { work.poke(); });
  CHECK(work.ends() == clock.now());
  CHECK_FALSE(work.has_ended());
  CHECK(work.ends() == clock.now() + 2s);
  CHECK(work.has_ended());
}

TEST_CASE("a process that dies in a virtual job does nothing more") {
  const auto dies = [](Lifetime& life) {
    return [&life] {
      life.step();
      throw Error(ExitCode::disk, "as SQLite says it");
    };
  };
  {
    Lifetime life(1);
    VirtualWorker work(&life);
    CHECK_THROWS_AS(work.begin(dies(life)), Killed);
    CHECK_THROWS_AS(work.has_ended(), Killed);
  }
  {
    Lifetime life(1);
    VirtualClock clock;
    VirtualWorker work(clock, 5s, VirtualWorker::Runs::before_its_end, &life);
    work.begin(dies(life));
    CHECK_THROWS_AS(work.finish(), Killed);
  }
  bool done = false;
  {
    Lifetime life(1);
    VirtualClock clock;
    VirtualWorker work(clock, 5s, VirtualWorker::Runs::before_its_end, &life);
    work.begin([&] { done = true; });
    life.step();
  }
  CHECK_FALSE(done);
  {
    VirtualClock clock;
    VirtualWorker work(clock, 5s, VirtualWorker::Runs::before_its_end);
    work.begin([&] { done = true; });
  }
  CHECK(done);
}

}  // namespace shotlist::tests::background_work_test
