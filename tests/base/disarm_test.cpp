#include "base/disarm.h"

#include <string>
#include <vector>

#include "base/utf8.h"
#include "support/catch2.h"

namespace shotlist::tests::disarm_test {

TEST_CASE("text from elsewhere becomes one harmless line") {
  struct Case {
    std::string text;
    std::string shown;
  };
  const std::vector<Case> cases = {
      {"", ""},
      {"rain on neon, 夜市 🎬", "rain on neon, 夜市 🎬"},
      {"two\nlines\r\n\tand a tab", "two\\nlines\\r\\n\\tand a tab"},
      {"\x1b[2J\x1b]0;title\x07", "\\x1b[2J\\x1b]0;title\\x07"},
      {"back\bspace", "back\\x08space"},
      {std::string("nul\0byte", 8), "nul\\x00byte"},
      {"\x7f", "\\x7f"},
      {"\xc2\x9b"
       "31m",
       "\\x9b31m"},                              // CSI as one C1 character
      {"\u202Egpj.exe", "\\u{202e}gpj.exe"},     // reads backwards
      {"\u2066x\u2069", "\\u{2066}x\\u{2069}"},  // isolates
      {"zero\u200Bwidth", "zero\\u{200b}width"},
      {"\uFEFFbom", "\\u{feff}bom"},
      {"line\u2028separator", "line\\u{2028}separator"},
      {"tag\U000E0041", "tag\\u{e0041}"},
      {"bad\xff", "bad\uFFFD"},
      {"👩\u200D🚀", "👩\u200D🚀"},  // emoji need their joiner
      {"back\\slash", "back\\slash"},
  };
  for (const Case& c : cases)
    CHECK(disarm(c.text) == c.shown);
}

TEST_CASE("disarmed text holds nothing unsafe, whatever the bytes were") {
  std::string every_byte;
  for (int byte = 0; byte < 256; ++byte)
    every_byte += static_cast<char>(byte);
  std::string every_mark;
  for (char32_t c = 0; c < 0xE0100; ++c) {
    if (is_unsafe_to_show(c)) append_utf8(every_mark, c);
  }
  for (const std::string& text : {every_byte, every_mark}) {
    const std::string shown = disarm(text);
    for (std::size_t at = 0; at < shown.size();) {
      const CodePoint point = decode_utf8(shown, at);
      REQUIRE(point.valid);
      REQUIRE_FALSE(is_unsafe_to_show(point.value));
      REQUIRE(point.value != U'\n');
      at += point.size;
    }
  }
}

TEST_CASE("a manifest may hold tabs and newlines but no other control character") {
  CHECK_FALSE(is_unsafe_to_show(U'\t'));
  CHECK_FALSE(is_unsafe_to_show(U'\n'));
  CHECK(is_unsafe_to_show(U'\r'));
  CHECK(is_unsafe_to_show(0x1B));
  CHECK(is_unsafe_to_show(0x202E));
  CHECK_FALSE(is_unsafe_to_show(U'夜'));
}

}  // namespace shotlist::tests::disarm_test
