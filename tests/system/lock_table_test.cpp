#include "system/lock_table.h"

#include <string_view>

#include "support/catch2.h"
#include "support/temporary_directory.h"
#include "system/posix_disk.h"

using namespace shotlist::system;
using namespace shotlist::tests;

TEST_CASE("only an exclusive flock on the file itself counts") {
  struct Case {
    std::string_view table;
    bool holds;
  };
  const Case cases[] = {
      {"1: FLOCK  ADVISORY  WRITE 4711 08:01:1234 0 EOF\n", true},
      {"1: FLOCK  ADVISORY  WRITE 1 00:2f:99 0 EOF\n2: FLOCK  ADVISORY  WRITE 2 00:2f:1234 0 EOF\n",
       true},
      {"1: FLOCK  ADVISORY  READ  4711 08:01:1234 0 EOF\n", false},
      {"1: POSIX  ADVISORY  WRITE 4711 08:01:1234 0 EOF\n", false},
      {"1: FLOCK  ADVISORY  WRITE 4711 08:01:12345 0 EOF\n", false},
      {"1: FLOCK  ADVISORY  WRITE 1234 08:01:77 0 EOF\n", false},
      {"2: -> FLOCK  ADVISORY  WRITE 4711 08:01:1234 0 EOF\n", false},
      {"1: FLOCK", false},
      {"", false},
  };
  for (const Case& c : cases) {
    CAPTURE(c.table);
    CHECK(names_exclusive_lock(c.table, 1234) == c.holds);
  }
}

TEST_CASE("a file is seen to be held while it is, and not touched by the question") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("journal");
  CHECK_FALSE(is_held(path));
  PosixDisk disk;
  const auto file = disk.open(path);
  CHECK_FALSE(is_held(path));
  REQUIRE(file->lock());
  CHECK(is_held(path));
}
