#include "system/signal_descriptor.h"

#include <csignal>

#include <poll.h>
#include <unistd.h>

#include "support/catch2.h"

namespace shotlist::tests::signal_descriptor_test {

using namespace shotlist::system;

namespace {

// Whoever runs the tests may have been started under nohup.
class HangUp {
 public:
  explicit HangUp(sighandler_t handler) : before_(std::signal(SIGHUP, handler)) {}
  HangUp(const HangUp&) = delete;
  HangUp& operator=(const HangUp&) = delete;
  ~HangUp() { std::signal(SIGHUP, before_); }

 private:
  sighandler_t before_;
};

void ask(int signal) {
  REQUIRE(::kill(::getpid(), signal) == 0);
}

bool readable(int descriptor) {
  pollfd file{descriptor, POLLIN, 0};
  return ::poll(&file, 1, 0) == 1;
}

}  // namespace

TEST_CASE("nobody asked to stop yet") {
  SignalDescriptor signals;
  CHECK(signals.count() == 0);
  CHECK(signals.exit_code() == ExitCode::ok);
  CHECK_FALSE(readable(signals.descriptor()));
}

TEST_CASE("the descriptor is readable until the signal is counted") {
  SignalDescriptor signals;
  ask(SIGINT);
  CHECK(readable(signals.descriptor()));
  CHECK(signals.count() == 1);
  CHECK_FALSE(readable(signals.descriptor()));
  CHECK(signals.count() == 1);
  ask(SIGINT);
  CHECK(signals.count() == 2);
}

TEST_CASE("each signal has its exit code, and the first one decides") {
  struct Case {
    int first;
    int second;
    ExitCode exit_code;
  };
  const Case c = GENERATE(Case{SIGINT, SIGTERM, ExitCode::interrupted},
                          Case{SIGTERM, SIGINT, ExitCode::terminated},
                          Case{SIGHUP, SIGTERM, ExitCode::hung_up});
  const HangUp ends_us(SIG_DFL);
  SignalDescriptor signals;
  ask(c.first);
  CHECK(signals.count() == 1);
  CHECK(signals.exit_code() == c.exit_code);
  ask(c.second);
  CHECK(signals.count() == 2);
  CHECK(signals.exit_code() == c.exit_code);
}

TEST_CASE("where a hang-up is ignored, as under nohup, nobody asked to stop") {
  const HangUp ignored(SIG_IGN);
  SignalDescriptor signals;
  ask(SIGHUP);
  CHECK(signals.count() == 0);
  ask(SIGTERM);
  CHECK(signals.count() == 1);
  CHECK(signals.exit_code() == ExitCode::terminated);
}

TEST_CASE("a closed pipe is an error of a write, not a death") {
  const SignalDescriptor signals;
  ask(SIGPIPE);
  SUCCEED("still alive");
}

TEST_CASE("signals are given back when nobody listens any more") {
  { const SignalDescriptor signals; }
  sigset_t blocked;
  REQUIRE(pthread_sigmask(SIG_BLOCK, nullptr, &blocked) == 0);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP})
    CHECK(sigismember(&blocked, signal) == 0);
}

}  // namespace shotlist::tests::signal_descriptor_test
