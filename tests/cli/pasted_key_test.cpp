#include "cli/pasted_key.h"

#include <string>
#include <string_view>

#include "support/catch2.h"

namespace shotlist::tests::pasted_key_test {
namespace {

using namespace std::string_view_literals;

TEST_CASE("anything that may be sent as a key is one, however short or odd") {
  for (const std::string_view key : {"test"sv,
                                     "x"sv,
                                     "any"sv,
                                     "key"sv,
                                     "xxx"sv,
                                     "apikey"sv,
                                     "changeme"sv,
                                     "secret"sv,
                                     "rehearsal"sv,
                                     "sk-1"sv,
                                     "sk-right"sv,
                                     "1|AbCdEf0123"sv,
                                     "user:password"sv,
                                     "c2VjcmV0a2V5=="sv,
                                     "abc=def"sv,
                                     "a/b+c~d._-"sv,
                                     "bearer-of-news"sv,
                                     "basics"sv,
                                     "sk-proj-4fQz9Lm2Xw7Rt0Yb6Nc3Vd8Ks1Pj5Hg"sv,
                                     "50%"sv,
                                     "sk-of-the-benchmark-server"sv,
                                     "sk-this-is-the-secret"sv}) {
    CAPTURE(key);
    const auto mistake = cli::mistake_in_key(key);
    INFO((mistake ? mistake->what : std::string()));
    CHECK_FALSE(mistake);
  }
}

TEST_CASE("a key that was pasted badly is refused with what is wrong") {
  struct Case {
    std::string_view text;
    std::string_view what;
  };
  for (const Case& c : {
           Case{"\"sk-hidden\"", "has quotation marks around it"},
           {"'sk-hidden'", "has quotation marks around it"},
           {"`sk-hidden`", "has quotation marks around it"},
           {"\"sk-hidden", "has quotation marks around it"},
           {"sk-hidden'", "has quotation marks around it"},
           {"\u201Csk-hidden\u201D", "has quotation marks around it"},
           {"\u2018sk-hidden\u2019", "has quotation marks around it"},
           {"sk-\"hidden", "holds a quotation mark"},
           {"SHOTLIST_API_KEY=sk-hidden", "holds a whole assignment"},
           {"shotlist_api_key = hidden", "holds a whole assignment"},
           {"OPENAI_API_KEY=hidden", "holds a whole assignment"},
           {"token=hidden", "holds a whole assignment"},
           {"export SHOTLIST_API_KEY=hidden", "holds a whole assignment"},
           {"export KEY='hidden'", "holds a whole assignment"},
           {"set SHOTLIST_API_KEY=hidden", "holds a whole assignment"},
           {"$env:SHOTLIST_API_KEY = \"hidden\"", "holds a whole assignment"},
           {"Bearer sk-hidden", "begins with the word Bearer"},
           {"bearer  hidden", "begins with the word Bearer"},
           {"Bearer", "begins with the word Bearer"},
           {"Basic aGlkZGVu", "begins with the word Basic"},
           {"Authorization: Bearer sk-hidden", "holds a whole header"},
           {"authorization:hidden", "holds a whole header"},
           {"X-API-Key: hidden", "holds a whole header"},
           {"sk-...", "is a placeholder"},
           {"...", "is a placeholder"},
           {"sk-\u2026", "is a placeholder"},
           {"sk-xxx", "is a placeholder"},
           {"sk-xxxxxxxxxxxxxxxx", "is a placeholder"},
           {"sk-XXXX", "is a placeholder"},
           {"sk-hid****den", "is a placeholder or a shortened key"},
           {"sk-hid...den", "is a placeholder or a shortened key"},
           {"****************", "is a placeholder"},
           {"YOUR_API_KEY", "is a placeholder"},
           {"your-api-key-here", "is a placeholder"},
           {"sk-your-key", "is a placeholder"},
           {"<your key>", "is a placeholder"},
           {"<key>", "is a placeholder"},
           {"{{YOUR_API_KEY}}", "is a placeholder"},
           {"{{hidden}}", "is a placeholder"},
           {"${SHOTLIST_API_KEY}", "is a placeholder"},
           {"$SHOTLIST_API_KEY", "is a placeholder"},
           {"%SHOTLIST_API_KEY%", "is a placeholder"},
           {"[key]", "is a placeholder"},
           {"API_KEY", "is a placeholder"},
           {"SHOTLIST_API_KEY", "is a placeholder"},
           {"\u4F60\u7684key", "is a placeholder"},
           {"\xEF\xBB\xBFsk-hidden", "begins with a byte order mark"},
           {"\xFF\xFEs\0k\0-\0h\0"sv, "is in UTF-16"},
           {"\xFE\xFF\0s\0k\0-"sv, "is in UTF-16"},
           {"s\0k\0-\0h\0i\0"sv, "is in UTF-16"},
           {"\x89PNG hidden\0\x01"sv, "is no text"},
           {"sk-one hidden", "holds white space"},
           {"sk-\thidden", "holds white space"},
           {"sk-\x01hidden", "holds control characters"},
           {"sk-hidden\x7f", "holds control characters"},
           {"\x1b[31msk-hidden", "holds control characters"},
           {"sk-hidden\u00A0", "holds a no-break space"},
           {"sk-hidden\u200B", "holds an invisible character"},
           {"sk\uFF0Dhidden", "holds full-width characters"},
           {"sk-\u3000hidden", "holds full-width characters"},
           {"sk\u2013hidden", "holds a dash that is no hyphen"},
           {"sk-hidd\u00E9n", "holds characters that no key has"},
           {"sk-hidden\xFF", "holds characters that no key has"},
           {"sk-hidden\nsk-hidden", "holds 2 lines"},
           {"sk-hidden\r\nX-Header: 1", "holds 2 lines"},
           {"# my key\n\nsk-hidden\rthird", "holds 3 lines"},
       }) {
    CAPTURE(c.text);
    const auto mistake = cli::mistake_in_key(c.text);
    REQUIRE(mistake);
    CHECK(std::string_view(mistake->what).substr(0, c.what.size()) == c.what);
    CHECK_FALSE(mistake->remedy.empty());
    for (const char* part : {"hidden", "sk-", "hid", "SHOTLIST"})
      CHECK((mistake->what + mistake->remedy).find(part) == std::string::npos);
  }
}

TEST_CASE("a key that no server would take is too long") {
  CHECK_FALSE(cli::mistake_in_key(std::string(4096, 'a')));
  const auto mistake = cli::mistake_in_key(std::string(4097, 'a'));
  REQUIRE(mistake);
  CHECK(mistake->what == "holds 4097 characters, too many for a key");
}

}  // namespace
}  // namespace shotlist::tests::pasted_key_test
