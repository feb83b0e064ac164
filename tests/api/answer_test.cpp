#include "api/answer.h"

#include <string>
#include <vector>

#include "base/utf8.h"
#include "support/catch2.h"

namespace shotlist::tests::answer_test {

using namespace shotlist::api;

TEST_CASE("message and code are found wherever a gateway puts them") {
  struct Case {
    std::string body;
    std::string message;
    std::string code;
  };
  const std::vector<Case> cases = {
      {R"({"error":{"message":"m","type":"t","code":"c"}})", "m", "c"},
      {R"({"error":{"message":"m","code":403}})", "m", "403"},
      {R"({"error":{"message":"m","code":""},"code":"outer"})", "m", "outer"},
      {R"({"error":{"message":"m","code":null}})", "m", ""},
      {R"({"code":"c","message":"m","data":null})", "m", "c"},
      {R"({"code":-1,"msg":"m"})", "m", "-1"},
      {R"({"error":"m"})", "m", ""},
      {R"({"success":false,"message":"m"})", "m", ""},
      {R"({"detail":"m"})", "m", ""},
      // In this order: error.message, error, message, msg, detail.
      {R"({"detail":"d","msg":"s","message":"m","error":{"message":"e"}})", "e", ""},
      {R"({"detail":"d","msg":"s","message":"m","error":"e"})", "e", ""},
      {R"({"detail":"d","msg":"s","message":"m"})", "m", ""},
      {R"({"detail":"d","msg":"s"})", "s", ""},
      // Else the text itself.
      {R"({"detail":[{"loc":["size"]}]})", R"({"detail":[{"loc":["size"]}]})", ""},
      {"  upstream timed out\n", "upstream timed out", ""},
      {"", "", ""},
  };
  for (const Case& c : cases) {
    CAPTURE(c.body);
    const Answer answer = read_answer(c.body);
    CHECK(answer.message == c.message);
    CHECK(answer.code == c.code);
  }
}

TEST_CASE("a page stands in for a message only with its beginning") {
  std::string page;
  while (page.size() < 5000)
    page += "夜市";
  const std::string message = read_answer(page).message;
  CHECK(message.size() == 300);
  CHECK_FALSE(first_invalid_utf8(message));
}

TEST_CASE("a message without end is cut to what a cell of a spreadsheet holds") {
  const std::string words(3'000'000, 'x');
  CHECK(read_answer(R"({"error":{"message":")" + words + R"("}})").message.size() == 2000);
}

TEST_CASE("an error is declared, and has the gateway's own shape or not") {
  struct Case {
    std::string body;
    bool says_error;
    bool from_gateway;
  };
  const std::vector<Case> cases = {
      {R"({"error":{"message":"m","code":"c"}})", true, true},
      {R"({"code":"c","message":"m","data":null})", true, true},
      {R"({"error":{"code":"c"}})", true, true},
      {R"({"error":"m"})", true, false},
      {R"({"success":false,"message":"m"})", true, false},
      {R"({"message":"m"})", false, false},
      {R"({"detail":"m"})", false, false},
      {R"({"code":"c"})", false, false},
      {R"({"code":200,"message":"m"})", false, false},
      {R"({"code":"SUCCESS","message":"m"})", false, false},
      {R"({"success":"false"})", false, false},
      {R"({"error":{}})", false, false},
      {R"({"error":{"message":"","type":"","param":"","code":null}})", false, false},
      {R"({"error":{"message":"","reason":"r"}})", true, false},
      {R"({"error":[]})", false, false},
      {R"(["error"])", false, false},
      {"error", false, false},
      {"", false, false},
  };
  for (const Case& c : cases) {
    CAPTURE(c.body);
    const Answer answer = read_answer(c.body);
    CHECK(answer.says_error == c.says_error);
    CHECK(answer.from_gateway == c.from_gateway);
  }
}

TEST_CASE("deep nesting and huge numbers are only text") {
  const std::string deep(100'000, '[');
  CHECK(read_answer(deep).task_id.empty());
  CHECK(read_answer(R"({"id":1e400})").task_id.empty());
  CHECK(read_answer(R"({"id":1.5})").task_id.empty());
  CHECK(read_answer(R"({"id":18446744073709551615})").task_id == "18446744073709551615");
}

}  // namespace shotlist::tests::answer_test
