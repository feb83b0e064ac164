#include "base/character.h"

#include "support/catch2.h"

namespace shotlist::tests::character_test {

TEST_CASE("letters and numbers of every alphabet count, and what only modifies them does not") {
  for (const char32_t c : U"aZ7éЖ夜か가ไ۵½①")
    if (c != 0) CHECK(is_letter_or_number(c));
  for (const char32_t c : U"-?…。！，—×ー\u0301\u200B\u3164\u115F\u00AD\uFFFD☀")
    if (c != 0) CHECK_FALSE(is_letter_or_number(c));
}

TEST_CASE("words are made of letters and of what modifies them") {
  for (const char32_t c : U"夜ー\u0301\u0E31")
    if (c != 0) CHECK(is_part_of_word(c));
  for (const char32_t c : U"，\u3000\u200D\uFE0F\u3164☀→")
    if (c != 0) CHECK_FALSE(is_part_of_word(c));
}

TEST_CASE("pictures, flags and the frame of a key are emoji") {
  for (const char32_t c : U"🦊🌧❤⭐🇨\u20E3")
    if (c != 0) CHECK(is_emoji(c));
  for (const char32_t c : U"#*©®→●夜-")
    if (c != 0) CHECK_FALSE(is_emoji(c));
}

TEST_CASE("what shows nothing is invisible, whatever Unicode calls it") {
  for (const char32_t c :
       U" \t\u00A0\u3000\u00AD\u034F\u061C\u115F\u1160\u17B4\u180E\u200B\u200C\u200D"
       U"\u200E\u200F\u2028\u202E\u2060\u2066\u206F\u2800\u3164\uFE0F\uFEFF\uFFA0\uFFF9"
       U"\U000E0041\U000E0100")
    if (c != 0) CHECK(is_invisible(c));
  for (const char32_t c : U"a!~夜，🦊\u0301\uFFFD")
    if (c != 0) CHECK_FALSE(is_invisible(c));
}

}  // namespace shotlist::tests::character_test
