#include "sandbox/gzip.h"

#include "support/catch2.h"

namespace shotlist::tests::gzip_test {

using namespace shotlist::sandbox;

TEST_CASE("bytes in gzip stand between its head, and their checksum and size") {
  using namespace std::string_view_literals;
  CHECK(gzipped("123456789") ==
        "\x1f\x8b\x08\0\0\0\0\0\0\xff"
        "\x01\x09\0\xf6\xff"
        "123456789"
        "\x26\x39\xf4\xcb"
        "\x09\0\0\0"sv);
}

TEST_CASE("more than a block of bytes takes several, the last of which says so") {
  const std::string packed = gzipped(std::string(0x10000, 'x'));
  constexpr std::size_t head = 10;
  constexpr std::size_t second = head + 5 + 0xffff;
  CHECK(packed.size() == second + 5 + 1 + 8);
  CHECK(packed[head] == '\0');
  CHECK(packed[second] == '\1');
  CHECK(gzipped("").size() == head + 5 + 8);
}

}  // namespace shotlist::tests::gzip_test
