#include "base/excerpt.h"

#include <string>
#include <vector>

#include "base/display_width.h"
#include "support/catch2.h"

namespace shotlist::tests::excerpt_test {

namespace {

// The excerpt of the first `what` in a file of one line.
std::string shown(const std::string& line, const std::string& what, std::size_t width = 40) {
  const std::size_t offset = line.find(what);
  std::uint32_t column = 1;
  for (std::size_t at = 0; at < offset; ++at)
    column += (static_cast<unsigned char>(line[at]) & 0xC0U) == 0x80U ? 0 : 1;
  return excerpt_text(excerpt_of(line, {"f", 1, column}, offset, what.size()), width);
}

}  // namespace

TEST_CASE("a place is marked under its line") {
  struct Case {
    const char* name;
    std::string line;
    std::string what;
    std::string expected;
  };
  const std::vector<Case> cases = {
      {"at the start", "abc,def", "abc", "    abc,def\n    ^~~\n"},
      {"at the end", "abc,def", "def", "    abc,def\n        ^~~\n"},
      {"of unknown size", "abc,def", "", "    abc,def\n    ^\n"},
      {"of wide characters", "雨夜,灯笼,x", "灯笼", "    雨夜,灯笼,x\n         ^~~~\n"},
      {"with a combining mark", "cafe\u0301,x,y", "x", "    cafe\u0301,x,y\n         ^\n"},
      {"of an emoji", "a🏮,x", "x", "    a🏮,x\n        ^\n"},
      {"with a tab and an escape", "a\tb\x1b[2J,x", "x",
       "    a\\tb\\x1b[2J,x\n                ^\n"},
      {"with a bidi mark", "a\u202Eb,x", "x", "    a\\u{202e}b,x\n               ^\n"},
      {"a byte that is no text",
       "a\xFF"
       "b",
       "\xFF", "    a\uFFFDb\n     ^\n"},
  };
  for (const Case& c : cases) {
    INFO(c.name);
    CHECK(shown(c.line, c.what) == c.expected);
  }
}

TEST_CASE("a long line is cut to the width, around the place") {
  const std::string before(100, 'b');
  const std::string behind(100, 'z');
  CHECK(shown(before + ",here," + behind, "here", 24) ==
        "    …bbbb,here,zzzzzzzz…\n"
        "          ^~~~\n");
  CHECK(shown("start," + behind, "start", 24) ==
        "    start,zzzzzzzzzzzzz…\n"
        "    ^~~~~\n");
  CHECK(shown(before + ",end", "end", 24) ==
        "    …bbbbbbbbbbbbbbb,end\n"
        "                     ^~~\n");
  CHECK(shown(before + behind + before, behind, 24) ==
        "    …bbbbbzzzzzzzzzzzzz…\n"
        "          ^~~~~~~~~~~~~~\n");
}

TEST_CASE("no excerpt is wider than it may be, wherever the place is") {
  std::string line;
  for (int i = 0; i < 400; ++i)
    line += i % 3 == 0 ? "雨" : i % 7 == 0 ? "\t" : "x";
  std::uint32_t column = 0;
  for (std::size_t offset = 0; offset <= line.size(); ++offset) {
    if (offset < line.size() && (static_cast<unsigned char>(line[offset]) & 0xC0U) == 0x80U)
      continue;
    ++column;
    for (const std::size_t width : std::vector<std::size_t>{5, 6, 7, 20, 61, 160}) {
      const std::string text = excerpt_text(excerpt_of(line, {"f", 1, column}, offset, 3), width);
      CAPTURE(offset, width, text);
      const auto end = text.find('\n');
      REQUIRE(end != std::string::npos);
      REQUIRE(display_width(text.substr(0, end)) <= width);
      REQUIRE(display_width(text.substr(end + 1, text.size() - end - 2)) <= width);
    }
  }
}

TEST_CASE("of a file only the line of the place is taken") {
  const std::string text = "first\r\nsecond\rthird\n";
  const auto line_at = [&](std::size_t offset) {
    return excerpt_of(text, {"f", 1, 1}, offset, 1).line;
  };
  CHECK(excerpt_of(text, {"f", 2, 3}, 9, 3).end_column == 6);
  CHECK(excerpt_of(text, {"f", 2, 3}, 9, 300).end_column == 7);
  CHECK(line_at(0) == "first");
  CHECK(excerpt_of(text, {"f", 2, 3}, 9, 0).line == "second");
  CHECK(excerpt_of(text, {"f", 3, 6}, text.size() - 1, 0).line == "third");
  CHECK(excerpt_text(excerpt_of(text, {"f", 4, 1}, text.size(), 0), 80).empty());
  CHECK(excerpt_text(Location{"f", 3, 1}, 80).empty());
}

TEST_CASE("of a line of a megabyte a part is kept") {
  const std::string text = std::string(500'000, 'x') + "here" + std::string(500'000, 'x');
  const Excerpt location = excerpt_of(text, {"f", 1, 500'001}, 500'000, 4);
  CHECK(location.line.size() < 2'000);
  CHECK(excerpt_text(location, 24) == "    …xxxxxherexxxxxxxxx…\n          ^~~~\n");
}

}  // namespace shotlist::tests::excerpt_test
