#include "api/plain_answer.h"

#include <array>
#include <cstddef>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <tuple>

#include "api/answer.h"
#include "support/catch2.h"

namespace shotlist::tests::plain_answer_test {
namespace {

using namespace shotlist::api;

constexpr std::array<std::string_view, 12> answers = {
    R"({"id":"sora-2:task_01k9009g8ef1esr9ay5kb8pxbp","status":"pending","status_update_time":1762010677})",
    R"({"id":"task_1","object":"video","model":"sora-2","status":"queued","progress":0,"created_at":7})",
    " {\r\n\t\"id\" : \"v1\" ,\n \"status\" : \"pending\" } \n",
    R"({"id":"v1"})",
    R"({"id":"v1","status":"failed"})",
    R"({"id":"v1","status":500})",
    R"({"id":"v1","error":""})",
    R"({"id":"v1","created":true,"data":{"id":"v2"}})",
    R"({"id":"null","task_id":"v1"})",
    R"({"id":7,"code":0,"message":"ok"})",
    R"({"id":"v1","choices":[{"message":{"content":"v2"}}],"object":"chat.completion"})",
    R"({"error":{"message":"id","code":"invalid_request","type":"task_1"}})",
};

auto all_of(const Answer& answer) {
  return std::tie(answer.task_id, answer.named_task, answer.odd_id, answer.message, answer.code,
                  answer.is_json, answer.is_cut_short, answer.says_success, answer.says_error,
                  answer.from_gateway, answer.is_refusal);
}

bool is_read_alike(const std::string& body) {
  const Answer short_cut = read_answer(body);
  const Answer whole = read_any_answer(body);
  return all_of(short_cut) == all_of(whole);
}

void must_be_read_alike(const std::string& body) {
  CAPTURE(body);
  if (!is_read_alike(body)) FAIL_CHECK("the short cut reads something else");
}

TEST_CASE("a plain answer gives its id") {
  CHECK(task_id_of_plain_answer(answers[0]) == "sora-2:task_01k9009g8ef1esr9ay5kb8pxbp");
  CHECK(task_id_of_plain_answer(answers[1]) == "task_1");
  CHECK(task_id_of_plain_answer(answers[2]) == "v1");
  CHECK(task_id_of_plain_answer(answers[3]) == "v1");
}

TEST_CASE(
    "what could mean anything but success, or is not flat and plain, is left to the reader of "
    "all answers") {
  for (const char* body : {"",
                           "{",
                           "{}",
                           "[]",
                           R"(["id","v1"])",
                           R"("id")",
                           R"({"id":7})",
                           R"({"id":null})",
                           R"({"id":"v\u0031"})",
                           R"({"i\u0064":"v1"})",
                           "{\"id\":\"v\x01\"}",
                           R"({"id":"vé"})",
                           R"({"id":"v1","id":"v2"})",
                           R"({"id":"v1","status":"a","status":"b"})",
                           R"({"id":"v1","error":""})",
                           R"({"id":"v1","code":0})",
                           R"({"id":"v1","message":"ok"})",
                           R"({"id":"v1","success":true})",
                           R"({"id":"v1","data":null})",
                           R"({"id":"v1","status":null})",
                           R"({"id":"v1","status":[]})",
                           R"({"id":"v1","progress":1.5})",
                           R"({"id":"v1","progress":1e2})",
                           R"({"id":"v1","progress":-1})",
                           R"({"id":"v1","progress":01})",
                           R"({"id":"v1",})",
                           R"({"id":"v1","progress":1234567890123456789})",
                           R"({"id":"v1"}})",
                           R"({"id":"v1"} x)",
                           R"({"id":"v1"){)",
                           R"({"id":"v1)",
                           R"({"id":"v1")",
                           R"({"id" "v1"})",
                           R"({id:"v1"})",
                           R"({'id':'v1'})",
                           R"({"id":"v1" "status":"a"})",
                           R"({"status":"pending"})",
                           "\xEF\xBB\xBF{\"id\":\"v1\"}",
                           R"(data: {"id":"v1"})"}) {
    CAPTURE(body);
    CHECK_FALSE(task_id_of_plain_answer(body));
    must_be_read_alike(body);
  }
}

TEST_CASE("whatever is done to an answer, both readers say the same of it") {
  constexpr std::string_view pieces("\"{}[]:,\\ \n\t0-.ea\xC3\0\x1F", 20);
  for (const std::string_view answer : answers) {
    const std::string whole(answer);
    must_be_read_alike(whole);
    for (std::size_t at = 0; at < whole.size(); ++at) {
      must_be_read_alike(whole.substr(0, at));
      must_be_read_alike(whole.substr(at));
      must_be_read_alike(std::string(whole).erase(at, 1));
      for (const char piece : pieces) {
        must_be_read_alike(std::string(whole).insert(at, 1, piece));
        must_be_read_alike(std::string(whole).replace(at, 1, 1, piece));
      }
    }
  }
}

TEST_CASE("of any members in any order, both readers say the same") {
  static constexpr std::array<std::string_view, 15> names = {
      "id",         "status",  "status_update_time",
      "object",     "model",   "progress",
      "created_at", "error",   "message",
      "code",       "data",    "task_id",
      "created",    "success", "detail"};
  static constexpr std::array<std::string_view, 16> values = {
      R"("v1")", R"("pending")", R"("failed")", R"("")", R"(" ")", R"("null")",      "0",
      "200",     "500",          "true",        "false", "null",   R"({"id":"v2"})", R"(["v2"])",
      "1.5",     R"("500")"};
  std::mt19937 random(1);
  for (int round = 0; round < 20'000; ++round) {
    std::string body = "{";
    const std::size_t members = 1 + random() % 4;
    for (std::size_t member = 0; member < members; ++member) {
      if (member > 0) body += ',';
      const std::string_view name = member == 0 ? names[0] : names[random() % names.size()];
      body += '"';
      body += name;
      body += "\":";
      body += values[random() % values.size()];
    }
    must_be_read_alike(body + "}");
  }
}

}  // namespace
}  // namespace shotlist::tests::plain_answer_test
