#include "manual/markdown.h"

#include <string>

#include "support/catch2.h"

namespace shotlist::tests::markdown_test {
namespace {

// Without the head of the page.
std::string shown(const std::string& document) {
  manual::Page page("x", 5, "2026-11-30", "x");
  const std::size_t head = page.text().size();
  manual::add_markdown(page, document, "Description");
  return page.text().substr(head);
}

TEST_CASE("code and strong words are bold, others italic, and a link is its text") {
  CHECK(manual::inline_markdown("`a-b` **c** *d* [e](f.md) * g [h]") ==
        "\\fBa\\-b\\fR \\fBc\\fR \\fId\\fR e * g [h]");
  CHECK(manual::inline_markdown("[`a`](b.md)") == "\\fBa\\fR");
  CHECK(manual::inline_markdown("`a*b*c`") == "\\fBa*b*c\\fR");
}

TEST_CASE("headings become sections, and the text before them the first one") {
  CHECK(shown("# Title\n\nText of\ntwo lines.\n\n## Some part\n\n### Its part\n\nMore.\n") ==
        ".SH DESCRIPTION\nText of two lines.\n.SH SOME PART\n.SS Its part\nMore.\n");
}

TEST_CASE("a paragraph that is only a link is left out") {
  CHECK(shown("[English](a.md)\n\n[One](a.md) and [two](b.md)\n\n[x]\n") ==
        ".PP\nOne and two\n.PP\n[x]\n");
}

TEST_CASE("items keep their mark, their text over several lines, and their code") {
  CHECK(shown("* one\n  goes on\n* two\n\n  ```json\n  {\n    }\n  ```\n\n1. first\n2. second\n") ==
        ".IP \\(bu 2\none goes on\n.IP \\(bu 2\ntwo\n.RS 4\n.nf\n{\n  }\n.fi\n.RE\n"
        ".IP 1. 4\nfirst\n.IP 2. 4\nsecond\n");
}

TEST_CASE("code stays as it is") {
  CHECK(shown("Text:\n\n```yaml\na: 1   # one\n\nb: \\d\n```\n") ==
        ".PP\nText:\n.PP\n.RS 4\n.nf\na: 1   # one\n\\&\nb: \\(rsd\n.fi\n.RE\n");
}

TEST_CASE("each line of a table is a term and what is said of it") {
  CHECK(shown("| code | of |\n| --- | --- |\n| `a\\|b` | text |\n") == ".TP\n\\fBa|b\\fR\ntext\n");
  CHECK(shown("| field | value | default |\n| --- | --- | --- |\n| `a` | text | none |\n") ==
        ".TP\n\\fBa\\fR\nvalue: text; default: none\n");
  CHECK(shown("| a task | |\n| --- | --- |\n| `fail` | it fails |\n") ==
        ".PP\na task:\n.TP\n\\fBfail\\fR\nit fails\n");
}

TEST_CASE("a line of a table without a first cell goes on with the one above") {
  CHECK(shown("| rule | gives |\n| --- | --- |\n| r | one |\n| | two |\n") ==
        ".TP\nr\none\n.RS 4\ntwo\n.RE\n");
}

}  // namespace
}  // namespace shotlist::tests::markdown_test
