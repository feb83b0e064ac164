#include "api/url_list.h"

#include "support/catch2.h"

namespace shotlist::tests::url_list_test {

using namespace shotlist::api;

namespace {

const std::string one = "https://a.com/1.jpg";
const std::string two = "https://a.com/2.jpg";

}  // namespace

TEST_CASE("white space of any alphabet and | separate URLs") {
  for (const char* gap : {" ", "\t", "\n", "\r\n", "|", " | ", "\u00A0", "\u3000", "\u2003",
                          "\u2028", "\u202F", "\u1680", "\u205F", "\u3000 \u00A0"}) {
    INFO(gap);
    CHECK(split_urls(one + gap + two) == std::vector<std::string_view>{one, two});
    CHECK(split_urls(gap + one + gap) == std::vector<std::string_view>{one});
  }
  CHECK(split_urls("").empty());
  CHECK(split_urls(" | ").empty());
}

TEST_CASE("anything else between two URLs is a fault, and both are known") {
  for (const char* between :
       {"，",     "；",     "、",     ",",      ";",     ", ",  "; ",     "。",     "：",
        "｜",     "／",     "/",      "\\",     "\\n",   "\\t", "<br>",   "<br/>",  "&nbsp;",
        "\u200B", "\u200D", "\uFEFF", "\u2060", "·",     "•",   "—",      "-",      "+",
        "和",     " 和 ",   "'",      "\"",     "\",\"", ")(",  "][",     "&",      "?",
        "=",      "#",      "~",      "_",      "!",     "*",   "\u00AD", "\uFFFD", "",
        "//",     "&amp;",  "%20",    "%0A",    "%2C",   "->"}) {
    INFO(between);
    std::string faults;
    const std::string cell = one + between + two;
    for (const std::string_view url : split_urls(cell)) {
      if (const auto fault = fault_of_url(url)) faults += fault->what;
    }
    if (std::string_view(between) != " 和 ") CHECK_FALSE(faults.empty());
    CHECK(urls_among(cell) == std::vector<std::string>{one, two});
  }
}

TEST_CASE("what ends a sentence, a quote or a list is no end of a URL") {
  for (const char* tail :
       {"。", "，",  "；",   "、",     "！",     "）",     "」",     "”",   "…",      ")",   "]",
        "}",  ">",   "\"",   "'",      ",",      ".",      ";",      ":",   "!",      "*",   "`",
        "\\", "\\n", "<br>", "\u200B", "\u00AD", "\uFEFF", "\uFFFD", ").",  "”。",    "\",", "');",
        "&",  "-",   "_",    "~",      "=",      "+",      "%20",    "%0A", "&nbsp;", "--"}) {
    INFO(tail);
    CHECK(fault_of_url(one + tail).has_value());
    CHECK(urls_among(one + tail) == std::vector<std::string>{one});
  }
}

TEST_CASE("a URL is taken as it is where it is one") {
  for (const char* url : {"https://a.com",
                          "http://a.com/",
                          "https://a.com:8443/1.jpg",
                          "HTTPS://A.COM/1.JPG",
                          "https://a.com/1.jpg?x=1&y=2#top",
                          "https://a.com/1.jpg?x-oss-process=image/resize,w_300",
                          "https://a.com/w_300,h_200/1.jpg",
                          "https://a.com/1.jpg!thumb",
                          "https://a.com/1.jpg:large",
                          "https://a.com/1.jpg@2x",
                          "https://a.com/1.jpg;v=2",
                          "https://a.com/1_(fox).jpg",
                          "https://a.com/Fox_(animal)",
                          "https://a.com/?a[]=1&a[]=2",
                          "http://[::1]:8080/1.jpg",
                          "https://a.com/%E5%A4%9C%E5%B8%82.jpg",
                          "https://a.com/夜市/第1张.jpg",
                          "https://a.com/夜市",
                          "https://a.com/café.png",
                          "https://a.com/コーヒー.jpg",
                          "https://例子.cn/1.jpg",
                          "https://a.com/get?url=https://b.com/1.jpg",
                          "https://a.com/get?url=https%3A%2F%2Fb.com%2F1.jpg",
                          "https://a.com/image/fetch/https://b.com/1.jpg",
                          "https://a.com/?https://b.com/1.jpg",
                          "https://a.com/1.jpg?sign=a+b/c==",
                          "https://a.com/1.jpg~tplv-x:300:0.image",
                          "https://a.com/x.jpg_400x400.webp",
                          "https://a.com/~user/1.jpg",
                          "https://a.com/1.jpg?",
                          "https://a.com/1.jpg#",
                          "https://a.com/1.jpg/",
                          "https://a.com/1.jpg?sig=abc==",
                          "https://a.com/fox-",
                          "https://a.com/a'b.jpg"}) {
    INFO(url);
    CHECK_FALSE(fault_of_url(url).has_value());
    CHECK(urls_among(url) == std::vector<std::string>{url});
  }
}

TEST_CASE("a fault says what it is, and how to write what is meant") {
  const auto said = [](const char* url) {
    const auto fault = fault_of_url(url);
    return fault ? fault->what + " " + fault->encoded : std::string();
  };
  CHECK(said("https://a.com/1.jpg。") == "ends in `。` %E3%80%82");
  CHECK(said("https://a.com/1.jpg)") == "ends in `)` %29");
  CHECK(said("https://a.com/1.jpg\u200B") == "ends in the invisible character U+200B %E2%80%8B");
  CHECK(said("https://a.com/a（1）.jpg") == "holds `（` %EF%BC%88");
  CHECK(said("https://a.com/100%.jpg") ==
        "holds a `%` without two hexadecimal digits behind it %25");
  CHECK(said("https://a.com/1.jpg夜市") == "goes on with `夜` behind the picture %E5%A4%9C");
  CHECK(said("https://a.com/1.jpg,2.jpg") == "goes on with `,` behind the picture %2C");
  CHECK(said("https://a.com/1.jpg-") == "ends in `-` %2D");
  CHECK(said("https://a.com/1.jpg%0A") == "ends in `%0A` ");
  CHECK(said("https://a.com/1.jpg//b.com/2.jpg") == "goes on with `/` behind the picture %2F");
  CHECK(said("https://a.com/1,data:image/png;base64,AA") == "looks like several URLs in one ");
  CHECK(said("https://a.com/1.jpghttps://a.com/2.jpg") == "looks like several URLs in one ");
  CHECK(said("https://a.com/1.jpg/https://b.com/2.jpg") == "looks like several URLs in one ");
  CHECK(said("https://a.com/1/HTTP://a.com/2.jpg") == "looks like several URLs in one ");
}

TEST_CASE("URLs are not guessed where something may be lost") {
  CHECK_FALSE(urls_among("").has_value());
  CHECK_FALSE(urls_among("fox.jpg").has_value());
  CHECK_FALSE(urls_among("https://a.com/1.jpg,2.jpg").has_value());
  CHECK_FALSE(urls_among("https://a.com/1.jpg, b.com/2.jpg").has_value());
  CHECK_FALSE(urls_among("https://a.com/1.jpg https://a.com/a（1）.jpg").has_value());
  CHECK(urls_among("[\"https://a.com/1.jpg\", 'https://a.com/2.jpg']") ==
        std::vector<std::string>{one, two});
  CHECK(urls_among("https://a.com/1.jpg#, https://a.com/2.jpg") ==
        std::vector<std::string>{one + "#", two});
  CHECK(urls_among(one + "# " + two) == std::vector<std::string>{one + "#", two});
  CHECK(urls_among("![fox](https://a.com/1.jpg)") == std::vector<std::string>{one});
  CHECK(urls_among("图1：https://a.com/1.jpg；图2：https://a.com/2.jpg") == std::nullopt);
}

}  // namespace shotlist::tests::url_list_test
