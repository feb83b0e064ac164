#include "base/escape.h"

#include <string_view>

#include "support/catch2.h"

namespace shotlist::tests::escape_test {
namespace {

TEST_CASE("every way to write a hyphen is read as a hyphen") {
  struct Case {
    std::string_view text;
    unsigned family;
  };
  for (const Case& c : {Case{"\\u002d", backslash_escapes},
                        {"\\u002D", backslash_escapes},
                        {"\\U0000002d", backslash_escapes},
                        {"\\u{2d}", backslash_escapes},
                        {"\\u{00002D}", backslash_escapes},
                        {"\\x2d", backslash_escapes},
                        {"\\x2D", backslash_escapes},
                        {"\\055", backslash_escapes},
                        {"\\-", backslash_escapes},
                        {"%2d", percent_escapes},
                        {"%2D", percent_escapes},
                        {"%u002d", percent_escapes},
                        {"%U002D", percent_escapes},
                        {"&#45;", html_escapes},
                        {"&#0045;", html_escapes},
                        {"&#x2d;", html_escapes},
                        {"&#X2D;", html_escapes},
                        {"&#45", html_escapes}}) {
    CAPTURE(c.text);
    const Escape escape = read_escape(c.text, 0, all_escapes);
    CHECK(escape.value == '-');
    CHECK(escape.size == c.text.size());
    CHECK(escape.family == c.family);
    CHECK(read_escape(c.text, 0, all_escapes & ~c.family).size == 0);
  }
}

TEST_CASE("escapes with a name are read") {
  struct Case {
    std::string_view text;
    char value;
  };
  for (const Case& c : {Case{"\\/", '/'},
                        {"\\\\", '\\'},
                        {"\\\"", '"'},
                        {"\\n", '\n'},
                        {"\\t", '\t'},
                        {"&amp;", '&'},
                        {"&amp", '&'},
                        {"&lt;", '<'},
                        {"&quot;", '"'},
                        {"&lowbar;", '_'},
                        {"&sol;", '/'}}) {
    CAPTURE(c.text);
    const Escape escape = read_escape(c.text, 0, all_escapes);
    CHECK(escape.value == static_cast<unsigned char>(c.value));
    CHECK(escape.size == c.text.size());
  }
}

TEST_CASE("what is no escape is none, also where the text ends inside it") {
  for (const std::string_view text : {"a", "%", "%2", "%2g", "%u002", "&", "&#", "&#x", "&#xg;",
                                      "&nothing;", "\\", "&;", "% 2d"}) {
    CAPTURE(text);
    CHECK(read_escape(text, 0, all_escapes).size == 0);
  }
  // Not what it begins like, but an escaped letter.
  for (const std::string_view text : {"\\u002", "\\x2", "\\u{2d", "\\U0000"})
    CHECK(read_escape(text, 0, all_escapes).size == 2);
}

TEST_CASE("JSON is cut between characters only") {
  struct Case {
    std::string_view text;
    std::size_t size;
  };
  for (const Case& c : {Case{"a", 1},
                        {"\\", 1},
                        {"\\na", 2},
                        {"\\\\n", 2},
                        {"\\u00411", 6},
                        {"\\u00", 2},
                        {"\\ud83d\\ude00x", 12},
                        {"\\ud83d\\u0041", 6},
                        {"\\ud83dx", 6},
                        {"\\ude00\\ude00", 6},
                        {"\\\xC3\xA9", 1}}) {
    CAPTURE(c.text);
    CHECK(json_unit(c.text, 0) == c.size);
  }
}

}  // namespace
}  // namespace shotlist::tests::escape_test
