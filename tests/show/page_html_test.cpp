#include "show/page_html.h"

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "show/page_words.h"
#include "support/catch2.h"

namespace shotlist::tests::page_html_test {

using namespace shotlist::show;

namespace {

std::string script_text(std::string_view text) {
  std::string json;
  append_script_text(json, text);
  return json;
}

}  // namespace

TEST_CASE("text in HTML is neither markup nor a way out of an attribute") {
  struct Case {
    std::string_view text;
    std::string_view html;
  };
  const std::vector<Case> cases = {
      {"", ""},
      {"a harbor at dawn", "a harbor at dawn"},
      {"<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"},
      {"\" onload='x'", "&quot; onload=&#39;x&#39;"},
      {"fish & chips &lt;", "fish &amp; chips &amp;lt;"},
      {"提示词", "提示词"},
      {"a\nb\tc", "a\\nb\\tc"},
      {"\x1b[2J", "\\x1b[2J"},
      {"\xE2\x80\xAEtxt.exe", "\\u{202e}txt.exe"},
      {"\xFF", "\xEF\xBF\xBD"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(html_text(c.text) == c.html);
  }
}

TEST_CASE("text shown at full length keeps its lines and nothing else that is unsafe") {
  struct Case {
    std::string_view text;
    std::string_view lines;
  };
  const std::vector<Case> cases = {
      {"", ""},
      {"one\ntwo\n", "one\ntwo\n"},
      {"one\r\ntwo", "one\ntwo"},
      {"one\rtwo\n", "one\\rtwo\n"},
      {"\tone\n\x1b[2J", "\\tone\n\\x1b[2J"},
      {"\xE2\x80\xA8", "\\u{2028}"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(disarmed_lines(c.text) == c.lines);
  }
}

TEST_CASE("text in the data of a script cannot end its element") {
  struct Case {
    std::string_view text;
    std::string_view json;
  };
  const std::vector<Case> cases = {
      {"", R"("")"},
      {"a \"b\" \\", R"("a \"b\" \\")"},
      {"</script><!--", R"("\u003c/script\u003e\u003c!--")"},
      {"a && b", R"("a \u0026\u0026 b")"},
      {"one\ntwo", R"("one\ntwo")"},
      {"\xE2\x80\xA8 and \xE2\x80\xA9", R"("\u2028 and \u2029")"},
      {"\xE2\x80\xA7", "\"\xE2\x80\xA7\""},
      {"夜市", "\"夜市\""},
      {"\xE2\x80", "\"\xE2\x80\""},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(script_text(c.text) == c.json);
  }
}

TEST_CASE("numbers and prices have separators between thousands") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1000) == "1,000");
  CHECK(grouped(1234567) == "1,234,567");
  CHECK(price_text(*parse_money("999.9"), "CNY") == "CNY 999.90");
  CHECK(price_text(*parse_money("12345.678901"), "CNY") == "CNY 12,345.678901");
  CHECK(price_text(*parse_money("1000000"), "") == "1,000,000.00");
}

TEST_CASE("words of the page have a form for one, and hold what stands in them as text") {
  CHECK(page_words("rows.count", {"1"}) == "1 row");
  CHECK(page_words("rows.count", {"1,234"}) == "1,234 rows");
  CHECK(said("td", "title", {"<b> & {0}|x"}, "class=\"a\"") ==
        "<td class=\"a\" data-say=\"title\" data-0=\"&lt;b&gt; &amp; {0}|x\">"
        "&lt;b&gt; &amp; {0}|x – review</td>");
  CHECK_THROWS_AS(page_words("no.such.word"), std::logic_error);
}

TEST_CASE("what is filled into a skeleton is not looked at again") {
  std::string text;
  const TakeText take = [&text](std::string_view piece) { text += piece; };
  write_filled("<p>@a@</p>@b@", {{"a", [&] { take("@b@"); }}, {"b", [&] { take("2@"); }}}, take);
  CHECK(text == "<p>@b@</p>2@");
  text.clear();
  write_filled("nothing", {}, take);
  CHECK(text == "nothing");
  CHECK_THROWS_AS(write_filled("@c@", {{"a", [] {}}}, take), std::logic_error);
}

}  // namespace shotlist::tests::page_html_test
