#include "system/standard_streams.h"

#include <cerrno>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/catch2.h"

namespace shotlist::tests::standard_streams_test {

using namespace shotlist::system;

namespace {

// Runs `found` in a process that was started without the streams of `closed`; whether it held.
bool holds_without(const char* closed, bool (*found)()) {
  const pid_t child = ::fork();
  if (child == 0) {
    for (; *closed != '\0'; ++closed)
      ::close(*closed - '0');
    hold_standard_streams();
    ::_exit(found() ? 0 : 1);
  }
  int status = -1;
  REQUIRE(::waitpid(child, &status, 0) == child);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

TEST_CASE("a file that is opened never gets the number of a closed standard stream") {
  for (const char* closed : {"", "0", "1", "2", "01", "02", "12", "012"}) {
    CAPTURE(closed);
    CHECK(holds_without(closed, [] { return ::open("/dev/null", O_RDWR | O_CLOEXEC) > 2; }));
  }
}

TEST_CASE("a closed standard stream can be neither read nor written, as before") {
  CHECK(holds_without("012", [] {
    char byte = 'x';
    return ::write(2, &byte, 1) == -1 && errno == EBADF && ::write(1, &byte, 1) == -1 &&
           errno == EBADF && ::read(0, &byte, 1) == -1 && errno == EBADF;
  }));
}

TEST_CASE("an open standard stream stays what it is") {
  CHECK(holds_without("02", [] { return (::fcntl(1, F_GETFL) & O_PATH) == 0; }));
}

}  // namespace shotlist::tests::standard_streams_test
