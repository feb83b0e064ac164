#include "api/mended_json.h"

#include <string>
#include <utility>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::mended_json_test {

TEST_CASE("What can be meant in one way only is mended, and nothing else is touched") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {R"({"a":"\ud83d\ude00 \u4e2d \\ud83d"})", R"({"a":"\ud83d\ude00 \u4e2d \\ud83d"})"},
      {R"({"a":"\uD83D"})", R"({"a":"\ufffd"})"},
      {R"({"a":"\udE00\ud83d"})", R"({"a":"\ufffd\ufffd"})"},
      {R"({"a":"\ud83d\ud83d\ude00"})", R"({"a":"\ufffd\ud83d\ude00"})"},
      {R"({"a":"\ud83"})", R"({"a":"\ud83"})"},
      {R"({"a":"\ud8)", R"({"a":"\ud8)"},
      {R"({"a":"\)", R"({"a":"\)"},
      {"{\n\"a\":\"1\n2\x01\"}", R"({)"
                                 "\n"
                                 R"("a":"1\u000a2\u0001"})"},
      {R"({"NaN":"Infinity","b":NaN,"c":[-Infinity,Infinity]})",
       R"({"NaN":"Infinity","b":null,"c":[null,null]})"},
      {R"({"a":"quoted \" NaN"})", R"({"a":"quoted \" NaN"})"},
      {R"({"a":nan} {)", R"({"a":nan} {)"},
      {"", ""},
  };
  for (const auto& [json, mended] : cases)
    CHECK(api::mended_json(json) == mended);
}

}  // namespace shotlist::tests::mended_json_test
