#include "system/atomic_file.h"

#include <filesystem>
#include <string>

#include "base/error.h"
#include "support/catch2.h"
#include "support/temporary_directory.h"
#include "system/posix_disk.h"

namespace shotlist::tests::atomic_file_test {

using namespace shotlist::system;

namespace {

std::size_t files_in(const TemporaryDirectory& directory) {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(directory.path())) {
    files += entry.exists() ? 1 : 0;
  }
  return files;
}

}  // namespace

TEST_CASE("readers see the old file until the new one is committed") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("results.csv");
  PosixDisk disk;
  disk.open(path)->append("old");
  {
    AtomicFile file(disk, path);
    file.append("new, ");
    file.append("in two pieces");
    CHECK(disk.read(path) == "old");
    file.commit();
    CHECK(disk.read(path) == "new, in two pieces");
  }
  CHECK(disk.read(path) == "new, in two pieces");
  CHECK(files_in(directory) == 1);
}

TEST_CASE("without a commit the old file stays and nothing is left beside it") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("results.csv");
  PosixDisk disk;
  disk.open(path)->append("old");
  AtomicFile(disk, path).append("half of the new");
  CHECK(disk.read(path) == "old");
  CHECK(files_in(directory) == 1);
}

TEST_CASE("a leftover of a killed process is not taken for our own words") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("results.csv");
  PosixDisk disk;
  disk.open(path + ".new")->append("leftover that is longer than what comes now");
  AtomicFile file(disk, path);
  file.append("fresh");
  file.commit();
  CHECK(disk.read(path) == "fresh");
  CHECK(files_in(directory) == 1);
}

TEST_CASE("a commit that fails keeps what was there and cleans up") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("results.csv");
  std::filesystem::create_directory(path);
  PosixDisk disk;
  {
    AtomicFile file(disk, path);
    file.append("new");
    CHECK_THROWS_AS(file.commit(), Error);
  }
  CHECK(std::filesystem::is_directory(path));
  CHECK(files_in(directory) == 1);
}

}  // namespace shotlist::tests::atomic_file_test
