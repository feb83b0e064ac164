#include "http/chunked_body.h"

#include <string>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::chunked_body_test {

using namespace shotlist::http;

TEST_CASE("a chunked body is read to its end, or as far as it is one") {
  using End = ChunkedBody::End;
  struct Case {
    std::string bytes;
    std::string data;
    End end;
    bool more = false;
  };
  const std::vector<Case> cases = {
      {"3\r\nabc\r\n0\r\n\r\n", "abc", End::reached},
      {"0\r\n\r\n", "", End::reached},
      {"3\r\nabc\r\n2;name=value\r\nde\r\n00\r\nTrailer: x\r\nOther: y\r\n\r\n", "abcde",
       End::reached},
      {"A \r\n0123456789\r\n0\r\n\r\n", "0123456789", End::reached},
      {"3\nabc\n0\n\n", "abc", End::reached},
      {"2\r\n\r\n\r\n0\r\n\r\n", "\r\n", End::reached},
      {"3\r\nabc\r\n0\r\n\r\nHTTP/1.1 503", "abc", End::reached, true},
      // Cut at every kind of place.
      {"", "", End::missing},
      {"3", "", End::missing},
      {"3\r\n", "", End::missing},
      {"3\r\nab", "ab", End::missing},
      {"3\r\nabc", "abc", End::missing},
      {"3\r\nabc\r", "abc", End::missing},
      {"3\r\nabc\r\n", "abc", End::missing},
      {"3\r\nabc\r\n0\r\n", "abc", End::missing},
      {"3\r\nabc\r\n0\r\nTrailer: x\r\n", "abc", End::missing},
      // No chunks at all, or none any longer.
      {R"({"id":"a"})", "", End::malformed},
      {"plain text\r\n", "", End::malformed},
      {"\r\n", "", End::malformed},
      {"-3\r\nabc\r\n", "", End::malformed},
      {"0x3\r\nabc\r\n", "", End::malformed},
      {"3z\r\nabc\r\n", "", End::malformed},
      {"11111111111111111\r\nabc\r\n", "", End::malformed},
      {"3\r\nabcd\r\n0\r\n\r\n", "abc", End::malformed},
      {"3\r\nabc\r\nZZ\r\n", "abc", End::malformed},
      {"ffffffffffffffff\r\nabc", "abc", End::missing},
  };
  for (const Case& c : cases) {
    CAPTURE(c.bytes);
    const ChunkedBody body = read_chunks(c.bytes);
    CHECK(body.data == c.data);
    CHECK(int(body.end) == int(c.end));
    CHECK(body.more == c.more);
  }
}

}  // namespace shotlist::tests::chunked_body_test
