#include "system/long_text.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <string>

#include <sys/wait.h>
#include <unistd.h>

#include "support/catch2.h"
#include "support/temporary_directory.h"
#include "system/posix_disk.h"

namespace shotlist::tests::long_text_test {

using namespace shotlist::system;

namespace {

std::string numbered_lines(std::size_t bytes) {
  std::string text;
  for (std::size_t line = 0; text.size() < bytes; ++line)
    text += "line " + std::to_string(line) + '\n';
  return text;
}

// Of the memory of this process, what is mapped from files, in bytes.
std::size_t mapped_in_memory() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("RssFile:")) return std::stoul(line.substr(8)) * 1024;
  }
  return 0;
}

}  // namespace

TEST_CASE("a long file is mapped, and a part that was left behind comes back") {
  const TemporaryDirectory folder;
  const std::string path = folder.file("long.csv");
  const std::string lines = numbered_lines(std::size_t{17} << 20U);
  std::ofstream(path) << lines;
  PosixDisk disk(PosixDisk::LongFiles::mapped);
  auto text = disk.read_long(path);
  REQUIRE(text);
  const LongText moved = *std::move(text);
  CHECK(moved.view() == lines);
  for (const std::size_t offset : {std::size_t{16} << 20U, std::size_t{5} << 20U, std::size_t{0}}) {
    moved.reached(offset);
    CHECK(moved.view() == lines);
  }
}

TEST_CASE("a file that is cut off while it is read ends the program with a message") {
  const TemporaryDirectory folder;
  const std::string path = folder.file("long.csv");
  std::ofstream(path) << numbered_lines(std::size_t{17} << 20U);
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(ends[1], STDERR_FILENO);
    PosixDisk disk(PosixDisk::LongFiles::mapped);
    const auto text = disk.read_long(path);
    std::filesystem::resize_file(path, 10);
    ::_exit(text->view().back() == '\n' ? 0 : 1);
  }
  ::close(ends[1]);
  std::string told(1000, '\0');
  told.resize(static_cast<std::size_t>(std::max<ssize_t>(0, ::read(ends[0], told.data(), 1000))));
  ::close(ends[0]);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 3);
  CHECK(told.find("became shorter while it was read") != std::string::npos);
}

TEST_CASE("what a walk has passed leaves the memory") {
  const TemporaryDirectory folder;
  const std::string path = folder.file("long.csv");
  std::ofstream(path) << numbered_lines(std::size_t{32} << 20U);
  PosixDisk disk(PosixDisk::LongFiles::mapped);
  const auto text = disk.read_long(path);
  REQUIRE(text);
  const std::size_t before = mapped_in_memory();
  std::size_t lines = 0;
  std::size_t most = 0;
  for (std::size_t at = 0; at < text->view().size(); at = text->view().find('\n', at) + 1) {
    text->reached(at);
    if (++lines % 10'000 == 0) most = std::max(most, mapped_in_memory());
  }
  CHECK(most > before);
  CHECK(most < before + (std::size_t{8} << 20U));
}

TEST_CASE("short files, and those of a run, are in memory") {
  const TemporaryDirectory folder;
  const std::string path = folder.file("short.csv");
  std::ofstream(path) << "a,b\n";
  PosixDisk mapping(PosixDisk::LongFiles::mapped);
  CHECK(mapping.read_long(path)->view() == "a,b\n");
  CHECK_FALSE(mapping.read_long(folder.file("none.csv")));
  const std::string lines = numbered_lines(std::size_t{17} << 20U);
  std::ofstream(path) << lines;
  const std::size_t before = mapped_in_memory();
  PosixDisk disk;
  CHECK(disk.read_long(path)->view() == lines);
  CHECK(mapped_in_memory() < before + (std::size_t{1} << 20U));
}

}  // namespace shotlist::tests::long_text_test
