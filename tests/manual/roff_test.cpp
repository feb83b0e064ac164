#include "manual/roff.h"

#include <sstream>
#include <string>

#include "support/catch2.h"

namespace shotlist::tests::roff_test {
namespace {

manual::Page page() {
  return {"shotlist-run", 1, "2026-11-30", "shotlist 1.2"};
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("the head of a page names it, its section, its date and its source") {
  CHECK(page().text().starts_with(".TH SHOTLIST\\-RUN 1 2026-11-30 \"shotlist 1.2\"\n"));
}

TEST_CASE("what means something to troff stands for itself") {
  CHECK(manual::plain("a-b 'c' \\d `e` ~f \"g\"") ==
        "a\\-b \\(aqc\\(aq \\(rsd \\(gae\\(ga \\(tif \\(dqg\\(dq");
  CHECK(manual::bold("--set") == "\\fB\\-\\-set\\fR");
  CHECK(manual::italic("FILE") == "\\fIFILE\\fR");
}

TEST_CASE("no line of text is taken for a request") {
  manual::Page one = page();
  one.paragraph(manual::plain(".csv"));
  one.verbatim(".gitignore\n\n'x'");
  CHECK(has(one.text(), "\n\\&.csv\n"));
  CHECK(has(one.text(), "\n\\&.gitignore\n\\&\n\\(aqx\\(aq\n"));
}

TEST_CASE("lines of the source are short, and those that stay as they are are joined again") {
  std::string words;
  for (int i = 0; i < 40; ++i)
    words += "word" + std::to_string(i) + ' ';
  manual::Page one = page();
  one.paragraph(words);
  one.verbatim(words);
  std::istringstream lines(one.text());
  int joined = 0;
  for (std::string line; std::getline(lines, line);) {
    CAPTURE(line);
    CHECK(line.size() <= 80);
    joined += line.ends_with(" \\") ? 1 : 0;
  }
  CHECK(joined >= 3);
}

TEST_CASE("a paragraph under a heading begins by itself") {
  manual::Page one = page();
  one.section("Name");
  one.paragraph("first");
  one.paragraph("second");
  CHECK(has(one.text(), ".SH NAME\nfirst\n.PP\nsecond\n"));
}

TEST_CASE("where there is only ASCII, characters of other alphabets have a name") {
  manual::Page one = page();
  one.paragraph("竖屏 …");
  CHECK(has(one.text(), ".if '\\*[.T]'ascii' \\{\\\n"));
  CHECK(has(one.text(), ".fchar \\[u7AD6] <U+7AD6>\n"));
  CHECK(has(one.text(), ".fchar \\[u2026] ...\n"));
  manual::Page plain = page();
  plain.paragraph("caf\u00e9");
  CHECK_FALSE(has(plain.text(), "fchar"));
}

}  // namespace
}  // namespace shotlist::tests::roff_test
