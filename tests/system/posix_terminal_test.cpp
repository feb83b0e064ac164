#include "system/posix_terminal.h"

#include <csignal>
#include <optional>
#include <string>
#include <thread>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include "support/catch2.h"
#include "system/file_descriptor.h"

namespace shotlist::tests::posix_terminal_test {

using namespace shotlist::system;

namespace {

std::string read_to_end(int descriptor) {
  std::string all;
  char piece[4096];
  for (ssize_t got = 0; (got = ::read(descriptor, piece, sizeof piece)) > 0;) {
    all.append(piece, static_cast<std::size_t>(got));
  }
  return all;
}

/// What has arrived by now.
std::string read_now(int descriptor) {
  REQUIRE(::fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0);
  return read_to_end(descriptor);
}

struct Pipe {
  Pipe() {
    int ends[2] = {};
    REQUIRE(::pipe(ends) == 0);
    reader = FileDescriptor(ends[0]);
    writer = FileDescriptor(ends[1]);
  }

  FileDescriptor reader;
  FileDescriptor writer;
};

/// A terminal that a test looks at through its other end.
struct Screen {
  Screen() {
    reader = FileDescriptor(::posix_openpt(O_RDWR | O_NOCTTY));
    REQUIRE(reader.valid());
    REQUIRE(::grantpt(reader.get()) == 0);
    REQUIRE(::unlockpt(reader.get()) == 0);
    writer = FileDescriptor(::open(::ptsname(reader.get()), O_RDWR | O_NOCTTY));
    REQUIRE(writer.valid());
  }

  /// Ctrl-S and Ctrl-Q.
  void stop() const { REQUIRE(::tcflow(writer.get(), TCOOFF) == 0); }
  void go_on() const { REQUIRE(::tcflow(writer.get(), TCOON) == 0); }

  FileDescriptor reader;
  FileDescriptor writer;
};

/// Two sockets, as a service manager gives its services.
struct Sockets {
  Sockets() {
    int ends[2] = {};
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
    reader = FileDescriptor(ends[0]);
    writer = FileDescriptor(ends[1]);
  }

  FileDescriptor reader;
  FileDescriptor writer;
};

/// While it lives nothing can be opened, as where there is no /proc or the terminal is another
/// user's.
class NothingOpens {
 public:
  NothingOpens() {
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &before_) == 0);
    rlimit none = before_;
    none.rlim_cur = static_cast<rlim_t>(next_to_open());
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
  }
  ~NothingOpens() { ::setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  static int next_to_open() { return FileDescriptor(::open("/", O_PATH | O_CLOEXEC)).get(); }

  rlimit before_{};
};

/// Ends the test program where a call waits for ever.
class Patience {
 public:
  Patience() { ::alarm(30); }
  ~Patience() { ::alarm(0); }
};

const std::string frame = "\r[####----] 3/6  submitted 3\x1b[K";

/// Offers frames until one is dropped: how many were taken.
std::size_t fill(PosixTerminal& terminal) {
  constexpr std::size_t many = 1'000'000;
  std::size_t taken = 0;
  while (taken < many && terminal.offer(frame))
    ++taken;
  REQUIRE(taken < many);
  return taken;
}

bool ends_with_whole_frame(const std::string& seen) {
  return seen.size() % frame.size() == 0 && seen.ends_with(frame);
}

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
  CHECK(read_to_end(pipe.reader.get()) == "夜市\n");
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
  std::thread reader([&] { received = read_to_end(pipe.reader.get()); });
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
  const Screen screen;
  const PosixTerminal terminal(screen.writer.get());
  CHECK(terminal.interactive());
  CHECK(terminal.width() == 80);  // nobody has told it its size
}

TEST_CASE("what is offered and posted goes out at once where the reader takes it") {
  const Screen screen;
  const Pipe pipe;
  const Sockets sockets;
  const auto [writer, reader] =
      GENERATE_REF(table<int, int>({{screen.writer.get(), screen.reader.get()},
                                    {pipe.writer.get(), pipe.reader.get()},
                                    {sockets.writer.get(), sockets.reader.get()}}));
  PosixTerminal terminal(writer);
  CHECK(terminal.offer("frame"));
  terminal.post("line,");
  terminal.post("");
  terminal.write("text,");
  CHECK(terminal.offer("frame"));
  CHECK(terminal.offer(""));
  CHECK(read_now(reader) == "frameline,text,frame");
}

TEST_CASE("a file takes everything") {
  const FileDescriptor file(::memfd_create("log", MFD_CLOEXEC));
  REQUIRE(file.valid());
  PosixTerminal terminal(file.get());
  CHECK(terminal.offer("frame,"));
  terminal.post("line");
  REQUIRE(::lseek(file.get(), 0, SEEK_SET) == 0);
  CHECK(read_to_end(file.get()) == "frame,line");
}

TEST_CASE("a terminal that is stopped drops frames, and gets its lines when it goes on") {
  const Patience patience;
  const Screen screen;
  PosixTerminal terminal(screen.writer.get());
  terminal.post("before|");
  screen.stop();
  CHECK_FALSE(terminal.offer(frame));
  terminal.post("first|");
  CHECK_FALSE(terminal.offer(frame));
  terminal.post("second|");
  CHECK(read_now(screen.reader.get()) == "before|");
  screen.go_on();
  CHECK(terminal.offer("frame|"));
  CHECK(read_now(screen.reader.get()) == "first|second|frame|");
  CHECK_FALSE(terminal.broken());
}

TEST_CASE("what was posted goes out before what is written") {
  const Patience patience;
  const Screen screen;
  PosixTerminal terminal(screen.writer.get());
  screen.stop();
  terminal.post("posted|");
  screen.go_on();
  terminal.write("written");
  CHECK(read_now(screen.reader.get()) == "posted|written");
}

TEST_CASE("a reader that does not read gets frames whole or not at all") {
  const Patience patience;
  const bool nothing_opens = GENERATE(false, true);
  CAPTURE(nothing_opens);
  const Screen screen;
  const Pipe pipe;
  const Sockets sockets;
  const auto [writer, reader] =
      GENERATE_REF(table<int, int>({{screen.writer.get(), screen.reader.get()},
                                    {pipe.writer.get(), pipe.reader.get()},
                                    {sockets.writer.get(), sockets.reader.get()}}));
  PosixTerminal terminal(writer);
  std::size_t taken = 0;
  {
    std::optional<NothingOpens> none;
    if (nothing_opens) none.emplace();
    taken = fill(terminal);
    terminal.post("line|");
    CHECK_FALSE(terminal.offer(frame));
  }
  std::string seen = read_now(reader);
  // What was begun is finished before anything else: an escape sequence may have been cut in two.
  // A terminal takes so little at a time that the reader must come back for it.
  while (!terminal.offer(""))
    seen += read_now(reader);
  seen += read_now(reader);
  REQUIRE(seen.ends_with("line|"));
  seen.resize(seen.size() - 5);
  CHECK(ends_with_whole_frame(seen));
  CHECK(seen.size() == taken * frame.size());
}

TEST_CASE("the stream of others stays as it is") {
  const Screen screen;
  const Pipe pipe;
  const Sockets sockets;
  const int writer =
      GENERATE_REF(values<int>({screen.writer.get(), pipe.writer.get(), sockets.writer.get()}));
  const int before = ::fcntl(writer, F_GETFL);
  PosixTerminal terminal(writer);
  terminal.post("line");
  CHECK(::fcntl(writer, F_GETFL) == before);
}

TEST_CASE("of a long backlog the oldest lines are left out and counted") {
  const Patience patience;
  const Screen screen;
  PosixTerminal terminal(screen.writer.get());
  screen.stop();
  const std::string line(1023, 'x');
  for (int number = 0; number < 100; ++number)
    terminal.post(std::to_string(number) + line.substr(2) + "|");
  screen.go_on();
  std::string seen;
  while (!terminal.offer(""))
    seen += read_now(screen.reader.get());
  seen += read_now(screen.reader.get());
  CHECK(seen.size() < PosixTerminal::most_kept + 2 * line.size());
  CHECK(seen.starts_with("0x"));  // it had been begun
  CHECK(seen.find("[35 messages were left out here: nobody took them in time]\r\n36x") !=
        std::string::npos);
  CHECK(seen.find("99x") != std::string::npos);
}

TEST_CASE("a reader that goes away swallows what is offered and posted") {
  std::signal(SIGPIPE, SIG_IGN);
  Pipe pipe;
  PosixTerminal terminal(pipe.writer.get());
  const bool before_the_first = GENERATE(false, true);
  if (!before_the_first) fill(terminal);
  terminal.post("line");
  pipe.reader = FileDescriptor();
  CHECK(terminal.offer(frame));
  terminal.post("line");
  CHECK(terminal.offer(""));
  CHECK(terminal.broken());
  CHECK(terminal.failure() == 0);
  terminal.write("does not wait");
}

TEST_CASE("a terminal that goes away swallows what is offered and posted") {
  Screen screen;
  PosixTerminal terminal(screen.writer.get());
  screen.stop();
  terminal.post("line");
  screen.reader = FileDescriptor();
  CHECK(terminal.offer(frame));
  CHECK(terminal.broken());
}

TEST_CASE("the other end of a terminal is not taken for it") {
  const Screen screen;
  PosixTerminal terminal(screen.reader.get());
  CHECK(terminal.offer("typed\n"));
  CHECK(read_now(screen.writer.get()) == "typed\n");
}

}  // namespace shotlist::tests::posix_terminal_test
