#include "base/json_walk.h"

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "base/json_object.h"
#include "support/catch2.h"

namespace shotlist::tests::json_walk_test {
namespace {

using Members = std::vector<std::pair<std::string, std::string>>;

Members members_of(std::string_view json) {
  Members members;
  JsonWalk walk(json, JsonWalk::Over::object);
  while (walk.next())
    members.emplace_back(walk.name(), walk.value().written());
  CHECK(walk.is_sound());
  return members;
}

bool is_sound(std::string_view json, JsonWalk::Over over) {
  JsonWalk walk(json, over);
  while (walk.next()) {
  }
  CHECK_FALSE(walk.next());
  return walk.is_sound();
}

TEST_CASE("the members of an object come in their order, each value as it is written") {
  CHECK(members_of("{}").empty());
  CHECK(members_of(" { } ").empty());
  CHECK(members_of(R"({"b":"x","a":-1.50e3,"yes":true,"none":null})") ==
        Members{{"b", R"("x")"}, {"a", "-1.50e3"}, {"yes", "true"}, {"none", "null"}});
  CHECK(members_of("\t{ \"a\" : [1, {\"b\": \"]\"}] ,\r\n\"c\":{ } }") ==
        Members{{"a", "[1, {\"b\": \"]\"}]"}, {"c", "{ }"}});
  CHECK(members_of(R"({"a":"q\"}{[\\","b":1})") == Members{{"a", R"("q\"}{[\\")"}, {"b", "1"}});
  CHECK(members_of(R"({"\u0061":1,"b\"":2})") == Members{{R"(\u0061)", "1"}, {R"(b\")", "2"}});
}

TEST_CASE("the elements of an array come in their order") {
  std::vector<std::string> elements;
  JsonWalk walk(R"([ 1,"a,b",[2,3] , {"a":4}])", JsonWalk::Over::array);
  while (walk.next())
    elements.emplace_back(walk.value().written());
  CHECK(walk.is_sound());
  CHECK(elements == std::vector<std::string>{"1", R"("a,b")", "[2,3]", R"({"a":4})"});
}

TEST_CASE("a text is read with its escapes, and nothing else is a text") {
  const struct {
    const char* written;
    const char* text;
  } texts[] = {{R"("")", ""},
               {R"("夜 market")", "夜 market"},
               {R"("\b\t\n\f\r\"\\\/")", "\b\t\n\f\r\"\\/"},
               {R"("\u0041\u00e9\u00E9\u591c")", "Aéé夜"},
               {R"("\ud83d\ude80!")", "🚀!"}};
  for (const auto& [written, text] : texts)
    CHECK(JsonValue(written).text() == text);
  for (const char* other :
       {"", "1", "null", "\"", "{\"a\":\"b\"}", R"("\x")", R"("\u12")", R"("\u00g0")",
        R"("\ud83d")", R"("\ud83dx")", R"("\ud83d\u0041")", R"("\ude80")", R"("\")"}) {
    CAPTURE(other);
    CHECK_FALSE(JsonValue(other).text());
  }
}

TEST_CASE("numbers and truths are read, and nothing else is one") {
  CHECK(JsonValue("-9223372036854775808").number() == std::numeric_limits<std::int64_t>::min());
  CHECK(JsonValue("843").number() == 843);
  for (const char* other : {"", "1.5", "1e3", "\"1\"", "9223372036854775808", "true"})
    CHECK_FALSE(JsonValue(other).number());
  CHECK(JsonValue("true").truth() == true);
  CHECK(JsonValue("false").truth() == false);
  for (const char* other : {"", "1", "null", "\"true\"", "TRUE"})
    CHECK_FALSE(JsonValue(other).truth());
}

TEST_CASE("what is no object is not sound") {
  for (const char* text : {"",
                           " ",
                           "1",
                           "[]",
                           "{",
                           "{\"a\"",
                           "{\"a\":",
                           "{\"a\":1",
                           "{\"a\":1,",
                           "{\"a\":}",
                           "{\"a\" 1}",
                           "{\"a\":1 \"b\":2}",
                           "{,}",
                           "{1:2}",
                           "{\"a\":\"b}",
                           "{\"a\":\"b\\\"}",
                           "{\"a\":[1}",
                           "{\"a\":{\"b\":1}",
                           "{} x",
                           "{\"a\":1}}"}) {
    CAPTURE(text);
    CHECK_FALSE(is_sound(text, JsonWalk::Over::object));
  }
  for (const char* text : {"", "{}", "[", "[1", "[1,", "[1 2]", "[]]"}) {
    CAPTURE(text);
    CHECK_FALSE(is_sound(text, JsonWalk::Over::array));
  }
}

TEST_CASE("however deep values are nested, and wherever a text is cut, reading ends") {
  const std::string deep = std::string(1'000'000, '[') + std::string(1'000'000, ']');
  CHECK(members_of("{\"a\":" + deep + "}") == Members{{"a", deep}});
  const std::string whole = R"({"a":"x\\\"y","b":[{"c":"}"},2],"d":-3})";
  for (std::size_t size = 0; size < whole.size(); ++size)
    CHECK_FALSE(is_sound(whole.substr(0, size), JsonWalk::Over::object));
}

TEST_CASE("whatever text is written comes back") {
  std::string text;
  for (char32_t c = 1; c < 0x80; ++c)
    text += static_cast<char>(c);
  text += "夜🚀\"\\";
  for (std::size_t start = 0; start < text.size(); ++start) {
    if ((static_cast<unsigned char>(text[start]) & 0xC0U) == 0x80U) continue;  // within a character
    std::string json;
    JsonObject object(json);
    object.text("a", text.substr(start));
    object.end();
    JsonWalk walk(json, JsonWalk::Over::object);
    REQUIRE(walk.next());
    CHECK(walk.value().text() == text.substr(start));
    CHECK_FALSE(walk.next());
    CHECK(walk.is_sound());
  }
}

}  // namespace
}  // namespace shotlist::tests::json_walk_test
