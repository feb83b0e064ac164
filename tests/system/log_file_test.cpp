#include "system/log_file.h"

#include <cerrno>
#include <filesystem>

#include <sys/stat.h>

#include "base/error.h"
#include "support/catch2.h"
#include "support/temporary_directory.h"
#include "system/posix_disk.h"

namespace shotlist::tests::log_file_test {

using namespace shotlist::system;

TEST_CASE("lines are added to what is there, in a file of the owner's") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("log");
  PosixDisk disk;
  {
    LogFile log(path);
    CHECK(log.add("one\n"));
    CHECK(disk.read(path) == "one\n");
  }
  LogFile one(path);
  LogFile other(path);
  CHECK(other.add("two\n"));
  CHECK(one.add("three\n"));
  CHECK(disk.read(path) == "one\ntwo\nthree\n");
  CHECK((std::filesystem::status(path).permissions() & std::filesystem::perms::all) ==
        (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
}

TEST_CASE("a line that a killed process left unfinished is ended") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("log");
  PosixDisk disk;
  disk.open(path)->append("{\"time\":");
  LogFile log(path);
  CHECK(log.add("{}\n"));
  CHECK(disk.read(path) == "{\"time\":\n{}\n");
}

TEST_CASE("a full disk loses lines, and says why") {
  LogFile log("/dev/full");
  CHECK_FALSE(log.add("one\n"));
  CHECK(log.failure() == ENOSPC);
  CHECK_FALSE(log.add("two\n"));
}

TEST_CASE("a log that cannot be opened, or whose reader could hold it up, is refused") {
  const TemporaryDirectory directory;
  const std::string pipe = directory.file("pipe");
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  for (const std::string& path : {pipe, directory.path(), directory.file("gone/log")}) {
    CAPTURE(path);
    CHECK_THROWS_AS(LogFile(path), Error);
  }
}

}  // namespace shotlist::tests::log_file_test
