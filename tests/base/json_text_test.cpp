#include "base/json_text.h"

#include <cstdint>
#include <limits>
#include <string>

#include <nlohmann/json.hpp>

#include "support/catch2.h"

namespace shotlist {
namespace {

std::string json_string(std::string_view text) {
  std::string json;
  append_json_string(json, text);
  return json;
}

TEST_CASE("a text becomes the JSON string that a JSON library writes") {
  for (int c = 0; c < 0x80; ++c) {
    const std::string text = std::string("a") + static_cast<char>(c) + "b" + static_cast<char>(c);
    CAPTURE(c);
    CHECK(json_string(text) == nlohmann::json(text).dump());
  }
  for (const std::string text : {"", "夜市 🎬 café", "\"quoted\"", "\\", "line\r\nline", "\x7f"}) {
    CAPTURE(text);
    CHECK(json_string(text) == nlohmann::json(text).dump());
    CHECK(nlohmann::json::parse(json_string(text)) == text);
  }
}

TEST_CASE("bytes that are not UTF-8 become U+FFFD, and the text around them stays") {
  CHECK(json_string("a\xff\"b") == "\"a\xEF\xBF\xBD\\\"b\"");
  CHECK(json_string("夜\xe5\xb8") == "\"夜\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

TEST_CASE("an object has its members in the order in which they were given") {
  std::string json = "> ";
  JsonObject object(json);
  object.text("b", "\t");
  object.number("a", std::numeric_limits<std::int64_t>::min());
  object.truth("yes", true);
  object.truth("no", false);
  object.json("list", "[1]");
  object.end();
  CHECK(json == R"(> {"b":"\t","a":-9223372036854775808,"yes":true,"no":false,"list":[1]})");
}

TEST_CASE("an object without members is an object") {
  std::string json;
  JsonObject(json).end();
  CHECK(json == "{}");
}

}  // namespace
}  // namespace shotlist
