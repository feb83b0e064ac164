#include "http/content_coding.h"

#include <string>
#include <vector>

#include "http/codings.h"
#include "support/catch2.h"

namespace shotlist::tests::content_coding_test {

using namespace shotlist::http;

namespace {

constexpr std::size_t most = 1'000'000;
const std::string plain = R"({"id":"T1"})";
// `plain`, as brotli makes it.
const std::string brotli("\013\005\200{\"id\":\"T1\"}\003", 15);

}  // namespace

TEST_CASE("what a server put around a body is taken off, and what it did not is left alone") {
  const std::string gzip = gzipped(plain);
  const std::string zlib = deflated(plain, 15);
  struct Case {
    std::string codings;
    std::string bytes;
    std::string body;
    bool undecoded = false;
  };
  std::vector<Case> cases = {
      {"", plain, plain},
      {"identity", plain, plain},
      {"none", plain, plain},
      {" , ", plain, plain},
      {"gzip", gzip, plain},
      {"x-gzip", gzip, plain},
      {"GZip", gzip, plain},
      {"gzip, identity", gzip, plain},
      {"gzip", gzip + gzip, plain + plain},
      {"gzip", gzip + std::string(3, '\0'), plain},
      {"gzip, gzip", gzipped(gzip), plain},
      {"deflate", zlib, plain},
      {"deflate", deflated(plain, -15), plain},
      {"deflate, gzip", gzipped(zlib), plain},
      {"gzip", "", ""},
      // Not what it is said to be.
      {"utf-8", plain, plain, true},
      {"binary", plain, plain, true},
      {"gzip", plain, plain, true},
      {"gzip", "\x1f", "\x1f", true},
      {"deflate", plain, plain, true},
      {"deflate", "x", "x", true},
      {"br", plain, plain, true},
      {"deflate", gzip, gzip, true},
      {"gzip, gzip", gzip, plain, true},
      // One of them is unknown.
      {"gzip, aws-chunked", gzip, plain, true},
      {"gzip, aws-chunked", plain, plain, true},
      {"aws-chunked, gzip", gzip, plain, true},
      // Damaged, or cut short by a server that says it is whole: the id may be readable.
      {"gzip", gzip.substr(0, gzip.size() - 3), plain, true},
      {"gzip", gzip.substr(0, gzip.size() - 3) + "abc", plain, true},
      {"deflate", zlib.substr(0, zlib.size() - 2), plain, true},
      {"gzip", gzip.substr(0, 10) + "\xff\xff\xff", gzip.substr(0, 10) + "\xff\xff\xff", true},
  };
#ifdef SHOTLIST_BROTLI
  cases.push_back({"br", brotli, plain});
  cases.push_back({"gzip, br", brotli, plain, true});
  cases.push_back({"br", brotli.substr(0, 8), brotli.substr(0, 8), true});
#else
  cases.push_back({"br", brotli, brotli, true});
#endif
  for (const Case& c : cases) {
    CAPTURE(c.codings, c.bytes);
    const PlainBody body = decode(c.bytes, c.codings, true, most);
    CHECK(body.bytes == c.body);
    CHECK(body.undecoded == c.undecoded);
  }
}

TEST_CASE("of a body that broke off, what came is read") {
  const std::string text = plain + std::string(5000, ' ') + plain;
  const std::string whole = gzipped(text);
  const PlainBody body = decode(whole.substr(0, whole.size() - 8), "gzip", false, most);
  CHECK(body.bytes == text);
  CHECK_FALSE(body.undecoded);
}

TEST_CASE("a bomb does not go off") {
  const std::string codings = GENERATE("gzip", "deflate", "gzip, gzip");
  CAPTURE(codings);
  std::string bomb(50'000'000, 'x');
  bomb = codings == "deflate" ? deflated(bomb, 15) : gzipped(bomb);
  if (codings == "gzip, gzip") bomb = gzipped(bomb);
  const PlainBody body = decode(bomb, codings, true, most);
  CHECK(body.bytes.size() == most);
  CHECK_FALSE(body.undecoded);
}

TEST_CASE("no bytes and no list of codings break the decoder") {
  const std::string gzip = gzipped(plain + plain + plain);
  for (const std::string codings : {"gzip", "deflate", "br", "deflate, br, gzip"}) {
    for (std::size_t at = 0; at < gzip.size(); ++at) {
      for (const int flip : {1, 0x80, 0xff}) {
        std::string bytes = gzip;
        bytes[at] = static_cast<char>(bytes[at] ^ flip);
        CHECK(decode(bytes, codings, true, most).bytes.size() <= most);
        CHECK(decode(bytes.substr(at), codings, false, most).bytes.size() <= most);
      }
    }
  }
}

}  // namespace shotlist::tests::content_coding_test
