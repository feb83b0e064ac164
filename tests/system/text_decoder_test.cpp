#include "system/text_decoder.h"

#include <string>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::text_decoder_test {

using namespace shotlist::system;

TEST_CASE("text in other encodings becomes UTF-8") {
  struct Case {
    std::string_view encoding;
    std::string bytes;
    std::string text;
  };
  const std::vector<Case> cases = {
      {utf8, "雨\xFF", "雨\xFF"},
      {utf16_le, std::string("a\0\xE8\x96\x3C\xD8\xEE\xDF", 8), "a雨🏮"},
      {utf16_be, std::string("\0a\x96\xE8\xD8\x3C\xDF\xEE", 8), "a雨🏮"},
      {gb18030, "a\xD3\xEA\x94\x39\xC7\x36", "a雨🏮"},
  };
  for (const Case& c : cases)
    CHECK(decoded(c.bytes, c.encoding) == c.text);
}

TEST_CASE("a byte that is no part of a character stands as FF in the text") {
  CHECK(decoded("a\xFFz", gb18030) == "a\xFFz");
  CHECK(decoded("a\xD3", gb18030) == "a\xFF");
  CHECK(decoded(std::string("\x3C\xD8z\0", 4), utf16_le) == "\xFFz");
  CHECK(decoded("z", utf16_be) == "\xFF");
}

TEST_CASE("text longer than any piece of it is decoded whole") {
  std::string bytes;
  std::string text;
  for (int i = 0; i < 10'000; ++i) {
    bytes += i % 3 == 0 ? "x\xD3\xEA" : "\xD2\xB9";
    text += i % 3 == 0 ? "x雨" : "夜";
  }
  CHECK(decoded(bytes, gb18030) == text);
}

}  // namespace shotlist::tests::text_decoder_test
