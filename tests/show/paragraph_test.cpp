#include "show/paragraph.h"

#include "base/translation.h"
#include "support/catch2.h"

namespace shotlist::tests::paragraph_test {

using namespace shotlist::show;

TEST_CASE("prose is broken between words, and never within a command") {
  std::vector<std::string> pieces;
  add_words(pieces, "edit the rejected rows, then");
  pieces.push_back("  shotlist run night.yaml");
  CHECK(paragraph("next:", pieces, 80, 6) ==
        "next: edit the rejected rows, then  shotlist run night.yaml\n");
  CHECK(paragraph("next:", pieces, 40, 6) ==
        "next: edit the rejected rows, then\n      shotlist run night.yaml\n");
  CHECK(paragraph("next:", pieces, 20, 6) ==
        "next: edit the\n      rejected rows,\n      then\n      shotlist run night.yaml\n");
}

TEST_CASE("wide characters count as two columns") {
  CHECK(paragraph("市场:", {" 雨夜", " 港口"}, 10, 2) == "市场: 雨夜\n  港口\n");
}

TEST_CASE("Chinese prose is broken between characters, but not before a closing mark") {
  speak(Language::chinese);
  std::vector<std::string> pieces;
  add_words(pieces, "请检查密钥，然后");
  pieces.push_back("  shotlist run 夜.yaml");
  CHECK(paragraph("接下来：", pieces, 80, 6) == "接下来：请检查密钥，然后  shotlist run 夜.yaml\n");
  CHECK(paragraph("接下来：", pieces, 18, 2) ==
        "接下来：请检查密\n  钥，然后\n  shotlist run 夜.yaml\n");
  speak(Language::english);
}

TEST_CASE("a lead without pieces is a line") {
  CHECK(paragraph("next:", {}, 10, 2) == "next:\n");
}

}  // namespace shotlist::tests::paragraph_test
