#include "system/posix_disk.h"

#include <csignal>
#include <string>
#include <thread>

#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "support/catch2.h"
#include "support/temporary_directory.h"
#include "system/file_descriptor.h"

namespace shotlist::tests::posix_disk_test {

using namespace shotlist::system;

namespace {

ExitCode exit_code_of(void (*act)(PosixDisk&, const std::string&), const std::string& path) {
  PosixDisk disk;
  try {
    act(disk, path);
  } catch (const Error& error) {
    CHECK(std::string(error.what()).find(path) != std::string::npos);
    return error.exit_code();
  }
  return ExitCode::ok;
}

}  // namespace

TEST_CASE("what is appended is read back, over several openings") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("a.log");
  PosixDisk disk;
  {
    const auto file = disk.open(path);
    CHECK(disk.read(path) == "");
    file->append("one\n");
    file->append("");
    file->append(std::string("nul\0", 4));
    file->sync();
  }
  disk.open(path)->append("two\n");
  CHECK(disk.read(path) == std::string("one\nnul\0two\n", 12));
}

TEST_CASE("nothing is written to a file that was removed: it would be gone with the process") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("a.log");
  PosixDisk disk;
  const auto file = disk.open(path);
  file->append("kept\n");
  disk.remove(path);
  CHECK_THROWS_AS(file->append("lost\n"), Error);
}

TEST_CASE("a file larger than one read comes back whole") {
  const TemporaryDirectory directory;
  PosixDisk disk;
  std::string large;
  for (int i = 0; i < 50'000; ++i)
    large += std::to_string(i) + '\n';
  disk.open(directory.file("large"))->append(large);
  CHECK(disk.read(directory.file("large")) == large);
}

TEST_CASE("the digest of a file is that of its content, in however many pieces it is read") {
  const TemporaryDirectory directory;
  PosixDisk disk;
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{1}, std::size_t{65536}, std::size_t{300'001}}) {
    CAPTURE(size);
    const std::string path = directory.file(std::to_string(size));
    const std::string content(size, 'x');
    disk.open(path)->append(content);
    CHECK(disk.digest(path) == fingerprint_of(content));
  }
  CHECK_FALSE(disk.digest(directory.file("gone")));
}

TEST_CASE("a folder is no file, and a pipe keeps nobody waiting") {
  const TemporaryDirectory directory;
  PosixDisk disk;
  const std::string pipe = directory.file("pipe");
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  const std::string file = directory.file("file");
  disk.open(file)->append("1");
  CHECK(disk.has_file(file));
  for (const std::string& other : {pipe, directory.path(), directory.file("gone")}) {
    CAPTURE(other);
    CHECK_FALSE(disk.has_file(other));
    CHECK_FALSE(disk.digest(other));
  }
}

TEST_CASE("no more is read than is asked for, however much there is") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("large");
  PosixDisk disk;
  disk.open(path)->append("0123456789");
  CHECK(disk.read_start(path, 4) == "0123");
  CHECK(disk.read_start(path, 10) == "0123456789");
  CHECK(disk.read_start(path, 11) == "0123456789");
  CHECK(disk.read_start(path, 0) == "");
  REQUIRE(::truncate(path.c_str(), off_t{1} << 42) == 0);  // more than there is memory
  CHECK(disk.read_start(path, 12) == std::string("0123456789\0\0", 12));
  CHECK(disk.read_start("/dev/zero", 3) == std::string(3, '\0'));
  CHECK_FALSE(disk.read_start(directory.file("gone"), 3));
  CHECK_THROWS_AS(disk.read_start(directory.file(""), 3), Error);
}

TEST_CASE("a file is read whole only if its start is wanted") {
  const TemporaryDirectory directory;
  PosixDisk disk;
  const std::string path = directory.file("file");
  disk.open(path)->append("0123456789");
  std::string seen;
  const auto read = [&](std::size_t most, bool wanted) {
    return disk.read_if(path, most, [&](std::string_view start) {
      seen = start;
      return wanted;
    });
  };
  CHECK(read(4, true) == "0123456789");
  CHECK(seen == "0123");
  CHECK(read(4, false) == "0123");
  CHECK(read(100, false) == "0123456789");
  CHECK_FALSE(disk.read_if(directory.file("gone"), 4, [](std::string_view) { return true; }));
}

TEST_CASE("a pipe is read to its end, though it says it holds nothing") {
  int ends[2] = {};
  REQUIRE(::pipe(ends) == 0);
  const FileDescriptor reader(ends[0]);
  const std::string text(200'000, 'x');
  std::thread writer([&text, end = ends[1]] {
    const FileDescriptor owned(end);
    std::size_t done = 0;
    while (done < text.size()) {
      const ssize_t written = ::write(end, text.data() + done, text.size() - done);
      if (written < 0) return;
      done += static_cast<std::size_t>(written);
    }
  });
  PosixDisk disk;
  const auto content = disk.read("/dev/fd/" + std::to_string(reader.get()));
  writer.join();
  CHECK(content == text);
}

TEST_CASE("a file that is not there is nothing, not an error") {
  const TemporaryDirectory directory;
  PosixDisk disk;
  CHECK_FALSE(disk.read(directory.file("missing")));
  disk.remove(directory.file("missing"));
}

TEST_CASE("a new file is readable by its owner only, whatever the umask allows") {
  const TemporaryDirectory directory;
  const mode_t mask = GENERATE(mode_t{0}, mode_t{022}, mode_t{077});
  const mode_t before = ::umask(mask);
  const std::string path = directory.file("private");
  PosixDisk().open(path);
  ::umask(before);
  struct stat about {};
  REQUIRE(::stat(path.c_str(), &about) == 0);
  CHECK((about.st_mode & 0777U) == 0600U);
}

TEST_CASE("renaming replaces, removing removes") {
  const TemporaryDirectory directory;
  PosixDisk disk;
  disk.open(directory.file("old"))->append("old");
  disk.open(directory.file("new"))->append("new");
  disk.rename(directory.file("new"), directory.file("old"));
  disk.sync_directory_of(directory.file("old"));
  CHECK(disk.read(directory.file("old")) == "new");
  CHECK_FALSE(disk.read(directory.file("new")));
  disk.remove(directory.file("old"));
  CHECK_FALSE(disk.read(directory.file("old")));
}

TEST_CASE("a name without a folder is synced where we stand") {
  PosixDisk().sync_directory_of("no-such-file-is-needed");
}

TEST_CASE("what the disk refuses is an error of the disk that names the file") {
  const TemporaryDirectory directory;
  const std::string nowhere = directory.file("no/such/folder");
  CHECK(exit_code_of([](PosixDisk& disk, const std::string& path) { disk.open(path); }, nowhere) ==
        ExitCode::disk);
  CHECK(exit_code_of([](PosixDisk& disk, const std::string& path) { disk.rename(path, path); },
                     nowhere) == ExitCode::disk);
  CHECK(exit_code_of([](PosixDisk& disk, const std::string& path) { disk.read(path); },
                     directory.path()) == ExitCode::disk);
  CHECK(exit_code_of([](PosixDisk& disk, const std::string& path) { disk.remove(path); },
                     directory.path()) == ExitCode::disk);
  CHECK(exit_code_of([](PosixDisk& disk, const std::string& path) { disk.open(path)->append("x"); },
                     "/dev/full") == ExitCode::disk);
}

TEST_CASE("where the disk is full, the error says what helps") {
  try {
    PosixDisk().open("/dev/full")->append("x");
    FAIL_CHECK("a full disk took it");
  } catch (const Error& error) {
    CHECK(std::string(error.what()) ==
          "cannot write to /dev/full: No space left on device; make room on the disk, then run "
          "again");
  }
}

TEST_CASE("a file at the limit of its size is an error of the disk, not a death") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("a.log");
  const pid_t child = ::fork();
  if (child == 0) {  // for nothing is written without a limit any more
    std::signal(SIGXFSZ, SIG_DFL);
    const rlimit limit{4, 4};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const ExitCode code = exit_code_of(
        [](PosixDisk& disk, const std::string& a) { disk.open(a)->append("12345"); }, path);
    ::_exit(static_cast<int>(code));
  }
  int status = -1;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == static_cast<int>(ExitCode::disk));
  CHECK(PosixDisk().read(path) == "1234");
}

TEST_CASE("the standard input is read whatever it is, a socket too") {
  int ends[2];
  REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
  FileDescriptor ours(ends[0]);
  const FileDescriptor theirs(ends[1]);
  REQUIRE(::write(ours.get(), "shotlist: 1\n", 12) == 12);
  ours = FileDescriptor();

  const FileDescriptor kept(::dup(STDIN_FILENO));
  REQUIRE(::dup2(theirs.get(), STDIN_FILENO) == STDIN_FILENO);
  const auto content = PosixDisk().read("/dev/stdin");
  REQUIRE(::dup2(kept.get(), STDIN_FILENO) == STDIN_FILENO);
  CHECK(content == "shotlist: 1\n");
}

}  // namespace shotlist::tests::posix_disk_test
