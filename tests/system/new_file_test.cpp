#include "system/new_file.h"

#include <filesystem>
#include <string>

#include "base/error.h"
#include "support/catch2.h"
#include "support/temporary_directory.h"
#include "system/posix_disk.h"

namespace shotlist::tests::new_file_test {

using namespace shotlist::system;

TEST_CASE("a file that is there is kept, unless it may be replaced") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("shotlist.yaml");
  PosixDisk disk;
  CHECK(write_file(path, "mine\n", Existing::keep));
  CHECK(disk.read(path) == "mine\n");
  CHECK_FALSE(write_file(path, "new\n", Existing::keep));
  CHECK(disk.read(path) == "mine\n");
  CHECK(write_file(path, "new\n", Existing::replace));
  CHECK(disk.read(path) == "new\n");
  CHECK(write_file(directory.file("other.yaml"), "", Existing::replace));
  std::size_t files = 0;
  for ([[maybe_unused]] const auto& file : std::filesystem::directory_iterator(directory.path()))
    ++files;
  CHECK(files == 2);
}

TEST_CASE("a file that cannot be written leaves nothing behind") {
  const TemporaryDirectory directory;
  CHECK_THROWS_AS(write_file(directory.file("gone/a.yaml"), "x", Existing::keep), Error);
  CHECK_THROWS_AS(write_file(directory.file("gone/a.yaml"), "x", Existing::replace), Error);
  std::filesystem::create_directory(directory.file("folder"));
  CHECK_THROWS_AS(write_file(directory.file("folder"), "x", Existing::replace), Error);
  CHECK_FALSE(std::filesystem::exists(directory.file("folder.new")));
  std::filesystem::remove(directory.file("folder"));
  CHECK(std::filesystem::is_empty(directory.path()));
}

}  // namespace shotlist::tests::new_file_test
