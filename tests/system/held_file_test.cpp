#include "system/held_file.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <sys/stat.h>

#include "base/error.h"
#include "support/catch2.h"
#include "support/temporary_directory.h"

namespace shotlist::tests::held_file_test {
namespace {

namespace fs = std::filesystem;
using system::HeldFile;

}  // namespace

TEST_CASE("A new file is placed whole, for its owner alone, and never over another") {
  TemporaryDirectory folder;
  const std::string path = folder.file("a.db");
  const ::mode_t before = ::umask(GENERATE(as<::mode_t>(), 0, 0777));
  CHECK(system::place_new_file(path, "first"));
  ::umask(before);
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  CHECK((status.st_mode & 07777) == 0600);
  CHECK(status.st_nlink == 1);
  CHECK_FALSE(system::place_new_file(path, "second"));
  CHECK(HeldFile(path, true).start(100) == "first");
  fs::create_symlink("gone", folder.file("link"));
  CHECK_FALSE(system::place_new_file(folder.file("link"), "third"));
  CHECK_THROWS_AS(system::place_new_file(folder.file("none/a.db"), "x"), Error);
  CHECK(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()) == 2);
}

TEST_CASE("One object at a time has a file, and closing another does not end that") {
  TemporaryDirectory folder;
  const std::string path = folder.file("a.db");
  system::place_new_file(path, "x");
  HeldFile held(path);
  CHECK(held.lock());
  CHECK_FALSE(held.is_locked_elsewhere());
  {
    HeldFile other(path);
    CHECK_FALSE(other.lock());
    CHECK(other.is_locked_elsewhere());
  }
  CHECK(HeldFile(path, true).is_locked_elsewhere());
}

TEST_CASE("A file in its place is told from one that was put there") {
  TemporaryDirectory folder;
  const std::string path = folder.file("a.db");
  const std::string other = folder.file("b.db");
  system::place_new_file(path, "x");
  system::place_new_file(other, "x");
  const HeldFile held(path);
  CHECK(held.is_in_its_place());
  fs::rename(path, folder.file("c.db"));
  CHECK_FALSE(held.is_in_its_place());
  fs::rename(other, path);
  CHECK_FALSE(held.is_in_its_place());
  fs::rename(folder.file("c.db"), path);
  CHECK(held.is_in_its_place());
}

TEST_CASE("What is no plain file with one name is refused") {
  TemporaryDirectory folder;
  const std::string path = folder.file("a.db");
  SECTION("a folder") {
    fs::create_directory(path);
  }
  SECTION("a pipe") {
    REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  }
  SECTION("a device") {
    fs::create_symlink("/dev/null", path);
  }
  SECTION("a hard link") {
    system::place_new_file(folder.file("b.db"), "x");
    fs::create_hard_link(folder.file("b.db"), path);
  }
  for (const bool read_only : {false, true}) {
    try {
      const HeldFile file(path, read_only);
      FAIL("it is opened");
    } catch (const Error& error) {
      CHECK(error.exit_code() == ExitCode::invalid);
    }
  }
}

TEST_CASE("A file that is not there has no number") {
  TemporaryDirectory folder;
  CHECK_FALSE(system::number_of(folder.file("a")));
  CHECK_FALSE(system::number_of(folder.file("a/b/c")));
  CHECK(to_text(system::FileNumber{2049, 131077}) == "2049:131077");
  CHECK_FALSE(system::network_file_system(folder.path()));
}

}  // namespace shotlist::tests::held_file_test
