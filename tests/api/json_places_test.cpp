#include "api/json_places.h"

#include <string>
#include <string_view>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::json_places_test {
namespace {

api::JsonPlaces all_of(std::string_view json) {
  return api::JsonPlaces(json, [](std::string_view) { return true; });
}

}  // namespace

TEST_CASE("values are found by their keys and indexes") {
  const api::JsonPlaces json =
      all_of(R"({"a":"x","b":{"c":1.50,"d":[{"e":true},"y"]},"f":null,"g":[],"h":-3})");
  CHECK(json.is_whole_object());
  CHECK(json.word("a") == "x");
  CHECK(json.word("b.c") == "1.50");
  CHECK(json.at("b.d[0].e")->text == "true");
  CHECK(json.word("b.d[0].e").empty());
  CHECK(json.word("b.d[1]") == "y");
  CHECK(json.at("b.d")->count == 2);
  CHECK((json.at("f")->type == api::PlacedValue::Type::null));
  CHECK(json.at("g")->count == 0);
  CHECK(json.word("h") == "-3");
  CHECK(json.at("b.x") == nullptr);
}

TEST_CASE("a key that looks like a path is none, and a key given twice is disputed") {
  const api::JsonPlaces json =
      all_of(R"({"b.c":"x","b[0]":"x","":"x","a":"1","a":"2","s":"1","s":"1","t":null,"t":"1"})");
  CHECK(json.at("b.c") == nullptr);
  CHECK(json.at("b[0]") == nullptr);
  CHECK(json.word("a") == "2");
  CHECK(json.at("a")->is_disputed);
  CHECK_FALSE(json.at("s")->is_disputed);
  CHECK(json.at("t")->is_disputed);
}

TEST_CASE("only one whole object counts") {
  const std::vector<std::string> others = {
      "",        "[]",         "[{\"a\":1}]",   "\"a\"",           "1",
      "null",    "{",          "{\"a\":1",      "{\"a\":1}}",      "{\"a\":1}{}",
      "{'a':1}", "{\"a\":1,}", "{\"a\":1e999}", "{\"a\":\"\xFF\"}"};
  for (const std::string& text : others) {
    CAPTURE(text);
    CHECK_FALSE(all_of(text).is_whole_object());
  }
  CHECK(all_of("{}").is_whole_object());
}

TEST_CASE("what is deep is passed over") {
  constexpr std::size_t depth = 1'000'000;
  const std::string deep = std::string(depth, '[') + std::string(depth, ']');
  const api::JsonPlaces json = all_of("{\"a\":" + deep + ",\"b\":\"x\"}");
  CHECK(json.is_whole_object());
  CHECK(json.word("b") == "x");
  CHECK(all_of(R"({"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}},"b":2})").word("b") == "2");
}

}  // namespace shotlist::tests::json_places_test
