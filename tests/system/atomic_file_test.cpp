#include "system/atomic_file.h"

#include <filesystem>
#include <optional>
#include <string>
#include <thread>

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

TEST_CASE("two processes that replace one file take turns, and each writes a whole one") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("results.csv");
  PosixDisk disk;
  std::optional<AtomicFile> first;
  first.emplace(disk, path);
  first->append("first");
  std::string seen;
  std::thread other([&] {
    AtomicFile second(disk, path);
    seen = disk.read(path).value_or("nothing");
    second.append("second");
    second.commit();
  });
  first->append(", whole");
  first->commit();
  first.reset();
  other.join();
  CHECK(seen == "first, whole");
  CHECK(disk.read(path) == "second");
  CHECK(files_in(directory) == 1);
}

TEST_CASE("a link in the place of the new file is removed, and what it leads to stays") {
  const TemporaryDirectory directory;
  PosixDisk disk;
  disk.open(directory.file("other"))->append("other");
  const bool is_hard = GENERATE(false, true);
  const std::string aside = directory.file("results.csv.new");
  if (is_hard) {
    std::filesystem::create_hard_link(directory.file("other"), aside);
  } else {
    std::filesystem::create_symlink(directory.file("other"), aside);
  }
  AtomicFile file(disk, directory.file("results.csv"));
  file.append("ours");
  file.commit();
  CHECK(disk.read(directory.file("other")) == "other");
  CHECK(disk.read(directory.file("results.csv")) == "ours");
}

}  // namespace shotlist::tests::atomic_file_test
