#include "sandbox/request_check.h"

#include <nlohmann/json.hpp>

#include "support/catch2.h"

namespace shotlist::tests::request_check_test {

using namespace shotlist::sandbox;

namespace {

const nlohmann::json documented = {{"images", nlohmann::json::array()},
                                   {"model", "sora-2-pro"},
                                   {"orientation", "portrait"},
                                   {"prompt", "make animate"},
                                   {"size", "large"},
                                   {"duration", 15},
                                   {"watermark", false},
                                   {"private", true}};

std::string problem_with(const char* field, const char* value) {
  auto request = documented;
  request[field] = nlohmann::json::parse(value);
  return check_request(request.dump()).problem;
}

}  // namespace

TEST_CASE("the API document's own example is right") {
  const RequestCheck check = check_request(documented.dump());
  CHECK(check.problem.empty());
  CHECK(check.prompt == "make animate");
}

TEST_CASE("each of the eight fields is required and named when it is missing") {
  for (const auto& [field, value] : documented.items()) {
    auto request = documented;
    request.erase(field);
    CHECK(check_request(request.dump()).problem == field + " is required");
  }
}

TEST_CASE("values the API document allows are let pass") {
  const auto [field, value] = GENERATE(table<const char*, const char*>({
      {"images", R"(["https://example.com/a.jpg", "HTTP://example.com"])"},
      {"orientation", R"("landscape")"},
      {"prompt", R"("夜市 🌃")"},
      {"size", R"("small")"},
      {"duration", "25"},
      {"watermark", "true"},
      {"private", "false"},
      {"some_later_field", R"({"a": [1]})"},
  }));
  CAPTURE(field, value);
  CHECK(problem_with(field, value).empty());
}

TEST_CASE("values the API document does not allow are refused, and the field is named") {
  const auto [field, value] = GENERATE(table<const char*, const char*>({
      {"images", "null"},
      {"images", R"("https://example.com/a.jpg")"},
      {"images", "[1]"},
      {"images", R"(["https://example.com/a.jpg", "a.jpg"])"},
      {"images", R"(["ftp://example.com/a.jpg"])"},
      {"images", R"(["https://"])"},
      {"images", R"(["https:///a.jpg"])"},
      {"images", R"(["https://example.com/a b.jpg"])"},
      {"images", R"([""])"},
      {"model", "null"},
      {"model", R"("")"},
      {"orientation", R"("Portrait")"},
      {"orientation", R"("square")"},
      {"orientation", "1"},
      {"prompt", R"("")"},
      {"prompt", R"(" \n\t")"},
      {"prompt", "7"},
      {"size", R"("1080p")"},
      {"size", "null"},
      {"duration", "10"},
      {"duration", "15.0"},
      {"duration", R"("15")"},
      {"duration", "null"},
      {"watermark", R"("false")"},
      {"watermark", "0"},
      {"private", "null"},
      {"private", "[]"},
  }));
  CAPTURE(field, value);
  CHECK(problem_with(field, value).rfind(std::string(field) + " must be ", 0) == 0);
}

TEST_CASE("another model needs no more than a prompt") {
  CHECK(check_request(R"({"model":"veo3","prompt":"a harbor"})").problem.empty());
  CHECK(check_request(R"({"model":"veo3"})").problem == "prompt is required");
  CHECK(check_request(R"({"prompt":"a harbor"})").problem == "model is required");
}

TEST_CASE("a body that is no JSON object is refused") {
  for (const char* body : {"", "{", "nothing", "{}x", "{\"prompt\":\"\xff\"}"}) {
    CAPTURE(body);
    CHECK(check_request(body).problem == "the body is not valid JSON");
  }
  for (const char* body : {"[]", "null", "7", "\"text\""}) {
    CAPTURE(body);
    CHECK(check_request(body).problem == "the body must be a JSON object");
  }
}

}  // namespace shotlist::tests::request_check_test
