#include "base/display_width.h"

#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.h"
#include "support/catch2.h"

namespace shotlist::tests::display_width_test {

TEST_CASE("width is counted in columns, not in bytes") {
  struct Case {
    std::string text;
    std::size_t width;
  };
  const std::vector<Case> cases = {
      {"", 0},
      {"night", 5},
      {"夜市", 4},
      {"a夜b", 4},
      {"ｆｕｌｌ", 8},  // full width
      {"ﾊﾝｶｸ", 4},      // half width
      {"한국", 4},
      {"café", 4},           // one code point
      {"cafe\u0301", 4},     // e and a combining accent
      {"a\u0308\u0323", 1},  // two marks on one letter
      {"🎬", 2},
      {"👩\u200D🚀", 2},                // an astronaut: two emoji joined
      {"👨\u200D👩\u200D👧\u200D👦", 2},  // a family
      {"❤\uFE0F", 2},                 // shown as emoji by its selector
      {"…", 1},
      {"\xff", 1},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(display_width(c.text) == c.width);
  }
}

TEST_CASE("text is cut to fit with an ellipsis, never through a character") {
  struct Case {
    std::string text;
    std::size_t width;
    std::string fitted;
  };
  const std::vector<Case> cases = {
      {"market", 6, "market"},
      {"market", 5, "mark…"},
      {"market", 1, "…"},
      {"market", 0, ""},
      {"", 0, ""},
      {"夜市灯", 6, "夜市灯"},
      {"夜市灯", 5, "夜市…"},
      {"夜市灯", 4, "夜…"},
      {"夜市灯", 2, "…"},
      {"👩\u200D🚀👩\u200D🚀", 3, "👩\u200D🚀…"},
      {"e\u0301e\u0301e\u0301", 2, "e\u0301…"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text, c.width);
    CHECK(fitted(c.text, c.width) == c.fitted);
  }
}

TEST_CASE("a padded cell takes exactly its width, whatever is in it") {
  for (const std::string_view text : {"", "a", "market", "夜市", "夜市灯火", "a夜b市c",
                                      "👩\u200D🚀 in rain", "cafe\u0301s", "\xff\xff"}) {
    for (std::size_t width = 0; width <= 12; ++width) {
      CAPTURE(text, width);
      const std::string cell = padded(text, width);
      CHECK(display_width(cell) == width);
      std::string line = "> ";
      append_padded(line, text, width);
      CHECK(line == "> " + cell);
    }
  }
}

TEST_CASE("the end of text is cut at its start") {
  CHECK(fitted_end("harbor", 6) == "harbor");
  CHECK(fitted_end("harbor", 5) == "…rbor");
  CHECK(fitted_end("雨夜的夜市", 6) == "…夜市");
  CHECK(fitted_end("雨夜的夜市", 1) == "…");
  CHECK(fitted_end("雨", 0).empty());
}

}  // namespace shotlist::tests::display_width_test
