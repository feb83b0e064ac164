#include "base/digest.h"

#include <set>
#include <string>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::digest_test {

// Checksums and fingerprints outlive a version of this program: these values must never change.
TEST_CASE("digests are XXH3, as its published vectors have it") {
  struct Case {
    std::string bytes;
    std::string checksum;
    std::string fingerprint;
  };
  const std::vector<Case> cases = {
      {"", "2d06800538d394c2", "99aa06d3014798d86001c324468d497f"},
      {"a", "e6c632b61e964e1f", "a96faf705af16834e6c632b61e964e1f"},
      {"abc", "78af5f94892f3950", "06b05ab6733a618578af5f94892f3950"},
      {std::string(300, 'x'), "a5d1b4607dc83554", "125237ea2ad7bc7aa5d1b4607dc83554"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.bytes.size());
    CHECK(to_hex(checksum(c.bytes)) == c.checksum);
    CHECK(to_text(fingerprint_of(c.bytes)) == c.fingerprint);
  }
}

TEST_CASE("bytes that come in pieces have the fingerprint of the whole") {
  const std::string whole(1000, 'x');
  for (const std::size_t piece : {1U, 7U, 256U, 1000U}) {
    CAPTURE(piece);
    Digest digest;
    for (std::size_t at = 0; at < whole.size(); at += piece)
      digest.add(std::string_view(whole).substr(at, piece));
    CHECK(digest.value() == fingerprint_of(whole));
  }
  CHECK(Digest().value() == fingerprint_of(""));
}

TEST_CASE("one changed bit changes both digests") {
  const std::string body = R"({"prompt":"a rain-soaked night market"})";
  std::set<std::string> seen = {to_text(fingerprint_of(body))};
  std::set<std::uint64_t> checksums = {checksum(body)};
  for (std::size_t bit = 0; bit < body.size() * 8; ++bit) {
    std::string changed = body;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
    seen.insert(to_text(fingerprint_of(changed)));
    checksums.insert(checksum(changed));
  }
  CHECK(seen.size() == body.size() * 8 + 1);
  CHECK(checksums.size() == body.size() * 8 + 1);
}

TEST_CASE("a fingerprint is read back from exactly 32 digits in lower case") {
  const Fingerprint fingerprint{0x0123456789abcdef, 0x00000000000000ff};
  const std::string text = "0123456789abcdef00000000000000ff";
  CHECK(to_text(fingerprint) == text);
  CHECK(parse_fingerprint(text) == fingerprint);
  for (const std::string& wrong :
       {std::string(), text.substr(1), text + "0", std::string(32, 'g'), std::string(32, 'A'),
        std::string(31, '0') + ' ', std::string(31, '0') + '-'}) {
    CAPTURE(wrong);
    CHECK_FALSE(parse_fingerprint(wrong));
  }
}

TEST_CASE("64 bits are read back from exactly 16 digits in lower case") {
  CHECK(to_hex(0) == "0000000000000000");
  CHECK(to_hex(UINT64_MAX) == "ffffffffffffffff");
  CHECK(parse_hex("ffffffffffffffff") == UINT64_MAX);
  CHECK(parse_hex("00000000000000a0") == 0xa0U);
  CHECK_FALSE(parse_hex("fffffffffffffff"));
  CHECK_FALSE(parse_hex("FFFFFFFFFFFFFFFF"));
  CHECK_FALSE(parse_hex("0x00000000000000"));
}

}  // namespace shotlist::tests::digest_test
