#include "sandbox/byte_range.h"

#include "support/catch2.h"

namespace shotlist::tests::byte_range_test {

using namespace shotlist::sandbox;

TEST_CASE("a range is read as RFC 9110 has it, of a file of 1000 bytes") {
  const auto [header, first, size] = GENERATE(table<const char*, std::size_t, std::size_t>({
      {"bytes=0-", 0, 1000},
      {"bytes=0-0", 0, 1},
      {"bytes=10-19", 10, 10},
      {"Bytes=999-", 999, 1},
      {"bytes=990-5000", 990, 10},
      {"bytes=-1", 999, 1},
      {"bytes=-5000", 0, 1000},
      {"bytes=1000-", 1000, 0},
      {"bytes=5000-6000", 5000, 0},
      {"bytes=-0", 1000, 0},
  }));
  CAPTURE(header);
  CHECK(parse_range(header, 1000) == ByteRange{first, size});
}

TEST_CASE("what is no range of bytes, or several, asks for the whole file") {
  for (const char* header : {"", "bytes", "bytes=", "bytes=-", "bytes=a-", "bytes=1-b", "bytes=5-4",
                             "bytes=1-2,4-5", "lines=1-2", "bytes=99999999999999999999-"}) {
    CAPTURE(header);
    CHECK_FALSE(parse_range(header, 1000));
  }
}

}  // namespace shotlist::tests::byte_range_test
