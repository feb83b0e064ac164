#include "base/json_object.h"

#include <cstdint>
#include <limits>
#include <string>

#include "support/catch2.h"

namespace shotlist::tests::json_object_test {
namespace {

TEST_CASE("an object has its members in the order in which they were given") {
  std::string json = "> ";
  JsonObject object(json);
  object.text("b", "\t夜");
  object.number("a", std::numeric_limits<std::int64_t>::min());
  object.truth("yes", true);
  object.truth("no", false);
  object.json("list", "[1]");
  object.end();
  CHECK(json == R"(> {"b":"\t夜","a":-9223372036854775808,"yes":true,"no":false,"list":[1]})");
}

TEST_CASE("an object without members is an object") {
  std::string json;
  JsonObject(json).end();
  CHECK(json == "{}");
}

TEST_CASE("bytes that are not UTF-8 become U+FFFD, and the text around them stays") {
  std::string json;
  JsonObject object(json);
  object.text("a", "a\xff\"b");
  object.text("b", "夜\xe5\xb8");
  object.end();
  CHECK(json == "{\"a\":\"a\xEF\xBF\xBD\\\"b\",\"b\":\"夜\xEF\xBF\xBD\xEF\xBF\xBD\"}");
}

}  // namespace
}  // namespace shotlist::tests::json_object_test
