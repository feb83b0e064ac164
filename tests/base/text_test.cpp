#include "base/text.h"

#include <string>
#include <string_view>
#include <vector>

#include "base/nearest.h"
#include "support/catch2.h"

namespace shotlist::tests::text_test {

using Pieces = std::vector<std::string_view>;

TEST_CASE("white space is trimmed at both ends only") {
  CHECK(trimmed(" \t a b \r\n") == "a b");
  CHECK(trimmed("a") == "a");
  CHECK(trimmed(" \n").empty());
  CHECK(trimmed("").empty());
}

TEST_CASE("printable ASCII is what takes a column for each byte and does no harm") {
  CHECK(is_printable_ascii(""));
  CHECK(is_printable_ascii(" ~azAZ09"));
  for (const std::string_view text : {"\n", "a\t", "\x1F", "\x7F", "\xC3\xA9", "夜"}) {
    CAPTURE(text);
    CHECK_FALSE(is_printable_ascii(text));
  }
}

TEST_CASE("only ASCII letters change case") {
  CHECK(lower_ascii("Content-TYPE é É 夜") == "content-type é É 夜");
}

TEST_CASE("a part is found whatever its case") {
  CHECK(contains_ignoring_case("Server OVERLOADED", "overload"));
  CHECK(contains_ignoring_case("当前分组上游负载已饱和", "负载已饱和"));
  CHECK(contains_ignoring_case("anything", ""));
  CHECK_FALSE(contains_ignoring_case("load", "overload"));
}

TEST_CASE("splitting keeps empty pieces, splitting at runs drops them") {
  CHECK(split("a,,b,", ',') == Pieces{"a", "", "b", ""});
  CHECK(split("", ',') == Pieces{""});
  CHECK(split_any(" a | b\tc ", " |\t") == Pieces{"a", "b", "c"});
  CHECK(split_any(" | ", " |").empty());
}

TEST_CASE("lists and counts read as people say them") {
  CHECK(or_list({}).empty());
  CHECK(or_list({"small"}) == "small");
  CHECK(or_list({"small", "large"}) == "small or large");
  CHECK(or_list({"a", "b", "c"}) == "a, b or c");
  CHECK(counted(0, "row") == "0 rows");
  CHECK(counted(1, "row") == "1 row");
  CHECK(counted(2, "row") == "2 rows");
}

TEST_CASE("the nearest known word is offered, and none where none is near") {
  struct Case {
    std::string_view word;
    std::string_view nearest;  // empty: none
  };
  const Pieces known = {"prompt", "orientation", "duration", "watermark", "size", "y"};
  const std::vector<Case> cases = {
      {"promt", "prompt"},    // left out
      {"prompts", "prompt"},  // one too many
      {"propmt", "prompt"},   // swapped
      {"Prompt", "prompt"},   // case does not count
      {"orientaton", "orientation"},
      {"water_mark", "watermark"},
      {"durations", "duration"},
      {"sise", "size"},
      {"resolution", ""},
      {"colour", ""},
      {"", ""},
      {"si", ""},
      {"x", ""},
  };
  for (const Case& c : cases) {
    CAPTURE(c.word);
    CHECK(nearest(c.word, known).value_or("") == c.nearest);
  }
  CHECK_FALSE(nearest("prompt", {}));
}

TEST_CASE("of two words equally near the first wins, and the nearer one always") {
  CHECK(nearest("vase", {"case", "base"}) == "case");
  CHECK(nearest("prompts", {"prompt", "prompts"}) == "prompts");
}

TEST_CASE("very long words are not compared") {
  const std::string long_word(65, 'a');
  CHECK_FALSE(nearest(long_word, {long_word}));
  CHECK_FALSE(nearest("aaa", {long_word}));
}

}  // namespace shotlist::tests::text_test
