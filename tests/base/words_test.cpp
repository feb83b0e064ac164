#include "base/words.h"

#include <string>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::words_test {

using Words = std::vector<std::string>;

TEST_CASE("a text is cut into words without what typing varies") {
  struct Case {
    std::string text;
    Words words;
  };
  const std::vector<Case> cases = {
      {"", {}},
      {" ,.;:!? - \n\t", {}},
      {"A rain-soaked Night Market, again: again",
       {"a", "rain", "soaked", "night", "market", "again", "again"}},
      {"it's its it’s", {"its", "its", "its"}},
      {"35mm f/1.8 #7", {"35mm", "f", "1", "8", "7"}},
      // Accents, composed and decomposed; full width; ligatures; case beyond ASCII.
      {"Café cafe\xCC\x81 CAFE", {"cafe", "cafe", "cafe"}},
      {"ＡＢ１２，ｘ", {"ab12", "x"}},
      {"ﬁlm STRASSE straße ЁЛКА ёлка", {"film", "strasse", "strasse", "елка", "елка"}},
      // What nobody sees: a soft hyphen, a zero-width space, a variation selector.
      {"mar\xC2\xADket mar\xE2\x80\x8Bket ❤\xEF\xB8\x8F ❤", {"market", "market", "❤", "❤"}},
      {"cat🎬dog 🎬🎬", {"cat", "🎬", "dog", "🎬", "🎬"}},
      // Scripts without spaces, by pairs.
      {"夜市的雨", {"夜市", "市的", "的雨"}},
      {"夜市，雨 A雪b", {"夜市", "雨", "a", "雪", "b"}},
      {"ｶﾞﾗｽ ガラス", {"カラ", "ラス", "カラ", "ラス"}},
      {"さくら", {"さく", "くら"}},
      {"고양이가", {"고양", "양이", "이가"}},
      {"\xE1\x84\x80\xE1\x85\xA1\xE1\x84\x82\xE1\x85\xA1", {"가나"}},
      {"𠀀𠀁", {"𠀀𠀁"}},
      // Not UTF-8.
      {"red\xFF"
       "car \xC3",
       {"red", "car"}},
      {std::string("a\0b", 3), {"a", "b"}},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(words_of(c.text) == c.words);
  }
}

TEST_CASE("a megabyte of text is cut as well") {
  std::string text;
  for (int i = 0; text.size() < 1'000'000; ++i)
    text += "word" + std::to_string(i) + " 夜市 ";
  const Words words = words_of(text);
  CHECK(words.front() == "word0");
  CHECK(words.back() == "夜市");
}

}  // namespace shotlist::tests::words_test
