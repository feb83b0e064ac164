#include "base/normal_form.h"

#include <string>
#include <vector>

#include "base/utf8.h"
#include "support/catch2.h"

namespace shotlist::tests::normal_form_test {

TEST_CASE("names are compared without case, accents, width and what cannot be seen") {
  CHECK(folded("Prompt") == "prompt");
  CHECK(folded("ｐｒｏｍｐｔ：") == "prompt:");
  CHECK(folded("dur\u00e9e") == "duree");
  CHECK(folded("dure\u0301e") == "duree");
  CHECK(folded("Gr\u00d6\u00dfe") == "grosse");
  CHECK(folded("Ориентация") == "ориентация");
  CHECK(folded("size\u200b\u00ad") == "size");
  CHECK(folded("提示词 방향") == "提示词 방향");
  CHECK(folded("x\xff") == "x\xff");
}

TEST_CASE("equal texts have one normal form") {
  struct Case {
    std::string text;
    std::string normal;
  };
  const std::vector<Case> cases = {
      {"", ""},
      {"a rain-soaked market", "a rain-soaked market"},
      {"cafe\u0301", "caf\u00e9"},
      {"caf\u00e9", "caf\u00e9"},
      {"夜市 🎬 ½ “neon”", "夜市 🎬 ½ “neon”"},
      {"か\u3099", "が"},
      {"\u1112\u1161\u11ab", "한"},
      {"a\u0323\u0307", "\u1ea1\u0307"},  // marks in either order
      {"a\u0307\u0323", "\u1ea1\u0307"},
      {"\u212b", "\u00c5"},        // the sign of Ångström
      {"\ufb01", "\ufb01"},        // a ligature is a character of its own, not a spelling
      {"\uff21", "\uff21"},        // so is a wide letter
      {"\u0958", "\u0915\u093c"},  // one of the few that are never composed
      {"a\r\nb\rc\nd\r", "a\nb\nc\nd\n"},
      {"\r\n\r\n\r\r", "\n\n\n\n"},
      {"e\u0301\r\n", "\u00e9\n"},
      {"\n\u0301", "\n\u0301"},
      {"\u0301", "\u0301"},
      {std::string("a\0e\u0301", 5), std::string("a\0\u00e9", 4)},
      {"e\u0301\xff\r\n", "e\u0301\xff\n"},  // no UTF-8: the characters stay
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(in_normal_form(c.text) == c.normal);
    CHECK(in_normal_form(c.normal) == c.normal);
  }
}

TEST_CASE("without case, accents still count") {
  CHECK(without_case("Tram É") == "tram \u00e9");
  CHECK(without_case("cafe\u0301") == without_case("CAF\u00c9"));
  CHECK(without_case("caf\u00e9") != without_case("cafe"));
  CHECK(without_case("ＡＢ") == "ａｂ");
  CHECK(without_case("A\xff") == "A\xff");
}

// The short way must never give another form than the table of the library would.
TEST_CASE("text that is surely normal has the form that the library gives it") {
  const std::string composing = "e\u0301";  // has the library look at all of the text
  const std::vector<std::string> bases = {"e", "A", "か", "가", "і", "夜"};
  std::size_t sure = 0;
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    for (const std::string& base : bases) {
      std::string text = base;
      append_utf8(text, c);
      if (!is_surely_normal(text)) continue;
      ++sure;
      const std::string form = in_normal_form(text + composing);
      if (form != text + "\u00e9") FAIL_CHECK("U+" << std::hex << static_cast<unsigned>(c));
    }
  }
  CHECK(sure > 40'000 * bases.size());
  CHECK_FALSE(is_surely_normal("12345678cafe\u0301"));
  CHECK_FALSE(is_surely_normal("12345678\xff"));
  CHECK_FALSE(is_surely_normal("12345678\r"));
  CHECK_FALSE(is_surely_normal("123\r5678"));
}

}  // namespace shotlist::tests::normal_form_test
