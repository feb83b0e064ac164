#include "api/account_marks.h"

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "support/catch2.h"

namespace shotlist::tests::account_marks_test {

TEST_CASE("whose account made an answer is not kept, and the rest is, byte for byte") {
  struct Case {
    std::string json;
    std::string kept;
  };
  const std::vector<Case> cases = {
      {R"({"user":"user-Ab12Cd34Ef","n":1.50})", R"({"user":"[account]","n":1.50})"},
      {R"({"user_id" : 1234, "a":[ ]})", R"({"user_id" : "[account]", "a":[ ]})"},
      {R"({"user":{"name":"Ann}","x":[1]},"b":2})", R"({"user":"[account]","b":2})"},
      {R"({"user":null})", R"({"user":null})"},
      {R"({"Email":"ann@mail.invalid"})", R"({"Email":"[account]"})"},
      {R"({"m":"no credit for user-a1b2c3d4e5, ask ann.b+c@mail.invalid"})",
       R"({"m":"no credit for [account], ask [account]"})"},
      {R"({"m":"\nann@mail.invalid \u4e2dann@mail.invalid"})",
       R"({"m":"\n[account] \u4e2d[account]"})"},
      {R"({"u":"https://h.invalid/a?u=ann%40mail.invalid&x=1"})",
       R"({"u":"https://h.invalid/a?u=[account]&x=1"})"},
      {R"({"m":"ann\u0040mail.invalid"})", R"({"m":"[account]"})"},
      {R"({"p":"a user-friendly robot @ home, me@home"})",
       R"({"p":"a user-friendly robot @ home, me@home"})"},
      {R"({"u":"https://h.invalid/@ann/v.mp4"})", R"({"u":"https://h.invalid/@ann/v.mp4"})"},
      {R"({"user":"user-a1b2c3d4)", R"({"user":"[account]")"},
      {R"({"user":{"name":"x")", R"({"user":"[account]")"},
      {R"({"user":)", R"({"user":"[account]")"},
      {R"({"user)", R"({"user)"},
      {"\"\\", "\"\\"},
  };
  for (const Case& test : cases) {
    CAPTURE(test.json);
    CHECK(api::without_accounts(test.json) == test.kept);
    if (nlohmann::json::accept(test.json)) CHECK(nlohmann::json::accept(test.kept));
  }
}

TEST_CASE("a video inside an answer keeps only its beginning") {
  const std::string json =
      R"({"video_url":"data:video/mp4;base64,)" + std::string(100'000, 'A') + R"(","b":1})";
  const std::string kept = api::without_accounts(json);
  CHECK(kept.size() < 200);
  CHECK(nlohmann::json::accept(kept));
  CHECK(kept.ends_with(R"(...","b":1})"));
}

}  // namespace shotlist::tests::account_marks_test
