#include "system/posix_terminal.h"

#include <csignal>
#include <string>
#include <thread>

#include <fcntl.h>
#include <unistd.h>

#include "support/catch2.h"
#include "system/file_descriptor.h"

using namespace shotlist::system;

namespace {

struct Pipe {
  Pipe() {
    int ends[2] = {};
    REQUIRE(::pipe(ends) == 0);
    reader = FileDescriptor(ends[0]);
    writer = FileDescriptor(ends[1]);
  }

  std::string read_to_end() const {
    std::string all;
    char piece[4096];
    for (ssize_t got = 0; (got = ::read(reader.get(), piece, sizeof piece)) > 0;) {
      all.append(piece, static_cast<std::size_t>(got));
    }
    return all;
  }

  FileDescriptor reader;
  FileDescriptor writer;
};

}  // namespace

TEST_CASE("a pipe is no terminal and gets the text as it is") {
  Pipe pipe;
  PosixTerminal terminal(pipe.writer.get());
  CHECK_FALSE(terminal.interactive());
  CHECK(terminal.width() == 80);
  terminal.write("夜市\n");
  terminal.write("");
  CHECK_FALSE(terminal.broken());
  pipe.writer = FileDescriptor();
  CHECK(pipe.read_to_end() == "夜市\n");
}

TEST_CASE("text larger than the pipe arrives whole") {
  Pipe pipe;
  const bool non_blocking = GENERATE(false, true);
  if (non_blocking) {
    // As a parent may leave a stream it shares with us.
    REQUIRE(::fcntl(pipe.writer.get(), F_SETFL, O_NONBLOCK) == 0);
  }
  const std::string text(300'000, 'x');
  std::string received;
  std::thread reader([&] { received = pipe.read_to_end(); });
  PosixTerminal terminal(pipe.writer.get());
  terminal.write(text);
  CHECK_FALSE(terminal.broken());
  pipe.writer = FileDescriptor();
  reader.join();
  CHECK((received == text));
}

TEST_CASE("a reader that went away swallows the text, and it is known") {
  std::signal(SIGPIPE, SIG_IGN);
  Pipe pipe;
  pipe.reader = FileDescriptor();
  PosixTerminal terminal(pipe.writer.get());
  terminal.write("nobody hears this");
  CHECK(terminal.broken());
  terminal.write("nor this");
  CHECK(terminal.broken());
}

TEST_CASE("a full disk behind the stream is known too") {
  const FileDescriptor full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
  REQUIRE(full.valid());
  PosixTerminal terminal(full.get());
  terminal.write("x");
  CHECK(terminal.broken());
  CHECK(terminal.failure() == ENOSPC);
}

TEST_CASE("a pseudo terminal is a terminal") {
  const FileDescriptor master(::posix_openpt(O_RDWR | O_NOCTTY));
  REQUIRE(master.valid());
  REQUIRE(::grantpt(master.get()) == 0);
  REQUIRE(::unlockpt(master.get()) == 0);
  const FileDescriptor slave(::open(::ptsname(master.get()), O_RDWR | O_NOCTTY));
  REQUIRE(slave.valid());
  const PosixTerminal terminal(slave.get());
  CHECK(terminal.interactive());
  CHECK(terminal.width() == 80);  // nobody has told it its size
}
