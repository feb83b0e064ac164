#include "base/utf8.h"

#include <string>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::utf8_test {

TEST_CASE("a code point is read with its size") {
  struct Case {
    std::string text;
    char32_t value;
    std::size_t size;
  };
  const std::vector<Case> cases = {
      {"a", U'a', 1},
      {std::string(1, '\0'), 0, 1},
      {"\x7f", 0x7F, 1},
      {"\xc2\x80", 0x80, 2},
      {"\xdf\xbf", 0x7FF, 2},
      {"\xe0\xa0\x80", 0x800, 3},
      {"夜", U'夜', 3},
      {"\xed\x9f\xbf", 0xD7FF, 3},
      {"\xee\x80\x80", 0xE000, 3},
      {"\xef\xbf\xbf", 0xFFFF, 3},
      {"\xf0\x90\x80\x80", 0x10000, 4},
      {"🎬", U'🎬', 4},
      {"\xf4\x8f\xbf\xbf", 0x10FFFF, 4},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const CodePoint point = decode_utf8(c.text + "tail", 0);
    CHECK(point.valid);
    CHECK(point.value == c.value);
    CHECK(point.size == c.size);
    std::string written;
    append_utf8(written, c.value);
    CHECK(written == c.text);
  }
  CHECK(decode_utf8("a", 1).size == 0);
}

TEST_CASE("what RFC 3629 forbids is found at its first byte") {
  const std::vector<std::string> forbidden = {
      "\x80",  // a continuation without a lead
      "\xbf",
      "\xc0\x80",  // overlong
      "\xc1\xbf",
      "\xe0\x9f\xbf",
      "\xf0\x8f\xbf\xbf",
      "\xed\xa0\x80",  // surrogates
      "\xed\xbf\xbf",
      "\xf4\x90\x80\x80",  // above U+10FFFF
      "\xf5\x80\x80\x80",
      "\xfe",  // never a byte of UTF-8
      "\xff",
      "\xc2",  // cut short
      "\xe5\xa4",
      "\xf0\x9f\x8e",
      "\xc2\x41",  // a lead without its continuation
      "\xe5\x41\x9c",
  };
  for (const std::string& bytes : forbidden) {
    CAPTURE(bytes);
    CHECK(first_invalid_utf8("夜a" + bytes) == 4U);
    CHECK_FALSE(decode_utf8(bytes, 0).valid);
    CHECK(decode_utf8(bytes, 0).size == 1);
    CHECK_FALSE(first_invalid_utf8(repaired_utf8(bytes)));
  }
  CHECK_FALSE(first_invalid_utf8("plain, 夜市, 🎬"));
  CHECK_FALSE(first_invalid_utf8(""));
}

TEST_CASE("repair replaces bad bytes one by one and touches nothing else") {
  CHECK(repaired_utf8("a\xff夜\xc2z") == "a\uFFFD夜\uFFFDz");
  CHECK(repaired_utf8("\xe5\xa4") == "\uFFFD\uFFFD");
  CHECK(repaired_utf8("夜市") == "夜市");
}

TEST_CASE("a prefix never cuts a code point") {
  const std::string text = "a夜🎬";
  const std::vector<std::string> prefixes = {"",    "a",   "a",   "a",    "a夜",
                                             "a夜", "a夜", "a夜", "a夜🎬", "a夜🎬"};
  for (std::size_t bytes = 0; bytes < prefixes.size(); ++bytes) {
    CAPTURE(bytes);
    CHECK(utf8_prefix(text, bytes) == prefixes[bytes]);
  }
}

TEST_CASE("a prefix of bytes that are no UTF-8 is as long as it may be") {
  CHECK(utf8_prefix(std::string(10, '\x80'), 7).size() == 7);
  CHECK(utf8_prefix("\xff\xff\xff", 2).size() == 2);
}

TEST_CASE("code points are counted as editors count columns") {
  CHECK(count_code_points("") == 0);
  CHECK(count_code_points("a夜🎬") == 3);
  CHECK(count_code_points("a\xff\xfe") == 3);
}

TEST_CASE("text is blank when all of it is white space as Unicode defines it") {
  const std::vector<std::string> blank = {
      "",       " \t\n\v\f\r", "\u0085", "\u00A0", "\u1680", "\u2000\u2005\u200A",
      "\u2028", "\u2029",      "\u202F", "\u205F", "\u3000", " \u3000\n",
  };
  for (const std::string& text : blank) {
    CAPTURE(text);
    CHECK(is_blank(text));
  }
  const std::vector<std::string> not_blank = {
      "a",      "\u3000夜",           "夜\u3000", "\u200B",   "\uFEFF",
      "\u180E", std::string(1, '\0'), "\xA0",     "\xE3\x80",
  };
  for (const std::string& text : not_blank) {
    CAPTURE(text);
    CHECK_FALSE(is_blank(text));
  }
}

}  // namespace shotlist::tests::utf8_test
