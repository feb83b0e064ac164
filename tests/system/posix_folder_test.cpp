#include "system/posix_folder.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <sys/stat.h>

#include "base/error.h"
#include "support/catch2.h"
#include "support/temporary_directory.h"

namespace shotlist::tests::posix_folder_test {
namespace {

void put_file(const std::string& path, const std::string& content) {
  std::ofstream(path) << content;
}

std::string content_of(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("A file grows, is read back, and gets its name where nothing else has it") {
  TemporaryDirectory place;
  system::PosixFolder folder(place.file("videos/of/today"));
  {
    const auto file = folder.open("a.part");
    file->append("one ");
    file->append("two");
    CHECK(file->size() == 7);
    CHECK(file->read(4, 100) == "two");
    CHECK(file->read(100, 4).empty());
    file->sync();
  }
  CHECK(folder.open("a.part")->size() == 7);
  CHECK(folder.size_of("a.part") == 7U);
  CHECK_FALSE(folder.size_of("b"));
  CHECK(folder.rename("a.part", "a.mp4"));
  folder.sync();
  CHECK(content_of(folder.path() + "/a.mp4") == "one two");
  CHECK_FALSE(folder.has("a.part"));
  CHECK(folder.free_bytes() > 0);
}

TEST_CASE("Nothing that is there is replaced: a file, a folder, a link that leads nowhere") {
  TemporaryDirectory place;
  system::PosixFolder folder(place.path());
  put_file(place.file("kept.mp4"), "kept");
  std::filesystem::create_directory(place.file("folder.mp4"));
  std::filesystem::create_symlink("nowhere", place.file("link.mp4"));
  for (const char* name : {"kept.mp4", "folder.mp4", "link.mp4"}) {
    put_file(place.file("a.part"), "new");
    CHECK_FALSE(folder.rename("a.part", name));
    CHECK(folder.has(name));
    CHECK(content_of(place.file("a.part")) == "new");
  }
  CHECK(content_of(place.file("kept.mp4")) == "kept");
}

TEST_CASE("A part is never written through a symbolic link, or into a pipe") {
  TemporaryDirectory place;
  system::PosixFolder folder(place.path());
  put_file(place.file("precious"), "precious");
  std::filesystem::create_symlink("precious", place.file("a.part"));
  CHECK_THROWS_AS(folder.open("a.part"), system::NotOurs);
  CHECK(content_of(place.file("precious")) == "precious");
  REQUIRE(mkfifo(place.file("b.part").c_str(), 0600) == 0);
  CHECK_THROWS_AS(folder.open("b.part"), system::NotOurs);
  std::filesystem::create_directory(place.file("c.part"));
  CHECK_THROWS_AS(folder.open("c.part"), system::NotOurs);
  CHECK_THROWS_AS(folder.remove("c.part"), system::NotOurs);
}

TEST_CASE("A part belongs to one program at a time, and only while its name leads to it") {
  TemporaryDirectory place;
  system::PosixFolder folder(place.path());
  const auto file = folder.open("a.part");
  file->append("one");
  CHECK(folder.kept_size_of("a.part") == 3U);
  CHECK_FALSE(folder.kept_size_of("b.part"));
  CHECK_THROWS_AS(folder.open("a.part"), system::NotOurs);
  CHECK(folder.open_to_read("a.part")->read(0, 9) == "one");
  CHECK(folder.open_to_read("b.part") == nullptr);
  CHECK(file->is_in_place());
  folder.remove("a.part");
  CHECK_FALSE(file->is_in_place());
  put_file(place.file("a.part"), "two");
  CHECK_FALSE(file->is_in_place());
  CHECK_THROWS_AS(folder.rename("b.part", "b.mp4"), system::NotOurs);
}

TEST_CASE("What was written before the machine started is not relied on") {
  TemporaryDirectory place;
  system::PosixFolder folder(place.path());
  put_file(place.file("a.part"), "one");
  std::filesystem::last_write_time(
      place.file("a.part"),
      std::filesystem::file_time_type::clock::now() - std::chrono::hours(24 * 365 * 20));
  CHECK(folder.size_of("a.part") == 3U);
  CHECK_FALSE(folder.kept_size_of("a.part"));
}

TEST_CASE("A folder that cannot be made is named") {
  TemporaryDirectory place;
  put_file(place.file("file"), "");
  CHECK_THROWS_AS(system::PosixFolder(place.file("file/below")), Error);
  CHECK_THROWS_AS(system::PosixFolder(place.file("file")), Error);
}

}  // namespace shotlist::tests::posix_folder_test
