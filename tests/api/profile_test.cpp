#include <optional>
#include <string>
#include <vector>

#include "api/profiles.h"
#include "http/url.h"
#include "support/catch2.h"

namespace shotlist::tests::profile_test {

using namespace shotlist::api;
using namespace shotlist::http;

namespace {

using Urls = std::vector<std::string>;

const Profiles known;

const FieldRule& rule(const std::string& field) {
  const FieldRule* found = known.find("sora-2-pro")->find(field);
  REQUIRE(found != nullptr);
  return *found;
}

}  // namespace

TEST_CASE("the profile of sora-2-pro is the API document's") {
  const Profile* profile = known.find("sora-2-pro");
  REQUIRE(profile != nullptr);
  struct Case {
    std::string name;
    FieldType type;
    std::vector<std::string> allowed;
    std::optional<Value> default_value;
    bool required;
  };
  const std::vector<Case> cases = {
      {"images", FieldType::urls, {}, Value(Urls()), false},
      {"model", FieldType::text, {}, std::nullopt, true},
      {"orientation", FieldType::text, {"portrait", "landscape"}, std::nullopt, true},
      {"prompt", FieldType::text, {}, std::nullopt, true},
      {"size", FieldType::text, {"small", "large"}, std::nullopt, true},
      {"duration", FieldType::integer, {"15", "25"}, std::nullopt, true},
      {"watermark", FieldType::boolean, {}, Value(true), false},
      {"private", FieldType::boolean, {}, Value(false), false},
      {"character_url", FieldType::url, {}, std::nullopt, false},
      {"character_timestamps", FieldType::span, {}, std::nullopt, false},
  };
  REQUIRE(profile->fields.size() == cases.size());
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const FieldRule& field = profile->fields[i];
    CAPTURE(cases[i].name);
    CHECK(field.name == cases[i].name);
    CHECK(field.type == cases[i].type);
    CHECK(field.allowed == cases[i].allowed);
    CHECK((field.default_value == cases[i].default_value));
    CHECK(field.required == cases[i].required);
    CHECK_FALSE(field.meaning.empty());
  }
}

TEST_CASE("profiles and fields are found by their exact name") {
  CHECK(known.find("sora-2-pro") == &known.all().front());
  CHECK(known.find("Sora-2-Pro") == nullptr);
  CHECK(known.find("") == nullptr);
  CHECK(known.find_field("duration")->type == FieldType::integer);
  CHECK(known.find_field("time") == nullptr);
  CHECK(known.find("sora-2-pro")->find("Size") == nullptr);
}

TEST_CASE("text is read as the field's type, never guessed") {
  struct Case {
    std::string field;
    std::string text;
    Value value;
  };
  const std::vector<Case> cases = {
      {"prompt", "007", Value(std::string("007"))},
      {"prompt", "true", Value(std::string("true"))},
      {"prompt", " kept as it is ", Value(std::string(" kept as it is "))},
      {"orientation", "portrait", Value(std::string("portrait"))},
      {"duration", "15", Value(std::int64_t{15})},
      {"duration", " 25 ", Value(std::int64_t{25})},
      {"watermark", "true", Value(true)},
      {"watermark", "FALSE", Value(false)},
      {"watermark", " True ", Value(true)},
      {"images", "", Value(Urls())},
      {"images", "https://a.com/1.jpg", Value(Urls{"https://a.com/1.jpg"})},
      {"images", "https://a.com/1.jpg | http://b.com/2\nhttps://c.com/3",
       Value(Urls{"https://a.com/1.jpg", "http://b.com/2", "https://c.com/3"})},
      {"images", R"( ["https://a.com/a%7Cb.jpg"] )", Value(Urls{"https://a.com/a%7Cb.jpg"})},
      {"images", "\u3000https://a.com/1.jpg\u00A0https://b.com/2\u3000",
       Value(Urls{"https://a.com/1.jpg", "https://b.com/2"})},
      {"orientation", "\u3000竖屏 ", Value(std::string("portrait"))},
      {"orientation", "横屏", Value(std::string("landscape"))},
      {"watermark", "是", Value(true)},
      {"private", " 否\u00A0", Value(false)},
      {"duration", "15s", Value(std::int64_t{15})},
      {"duration", "15.0", Value(std::int64_t{15})},
      {"duration", "２５秒", Value(std::int64_t{25})},
      {"images", "[]", Value(Urls())},
  };
  for (const Case& c : cases) {
    CAPTURE(c.field, c.text);
    std::vector<FieldMistake> mistakes;
    for (Value value : {Value(), Value(true), Value(std::string("old")), Value(Urls{"a", "b"})}) {
      REQUIRE(parse_value(rule(c.field), c.text, value, mistakes));
      CHECK((value == c.value));
    }
    CHECK(mistakes.empty());
  }
}

TEST_CASE("text that is no value of its field is one mistake that says what to write") {
  struct Case {
    std::string field;
    std::string text;
    std::string remedy;  // a part of it
  };
  const std::vector<Case> cases = {
      {"orientation", "portait", "did you mean portrait?"},
      {"orientation", "Portrait", "did you mean portrait?"},
      {"orientation", "16:9", "use portrait or landscape"},
      {"orientation", "", "use portrait or landscape"},
      {"size", "huge", "use small or large"},
      {"duration", "20", "15 or 25"},
      {"duration", "15min", "use 15 or 25"},
      {"duration", "15.5", "use 15 or 25"},
      {"size", "竖屏", "use small or large"},
      {"duration", "", "use 15 or 25"},
      {"duration", "99999999999999999999", "use 15 or 25"},
      {"watermark", "yes", "write true or false"},
      {"watermark", "0", "write true or false"},
      {"watermark", "", "write true or false"},
      {"images", "harbor.jpg", "https://example.com/harbor.jpg"},
      {"images", "https://a.com/1.jpg ftp://b.com/2", "https://example.com/image.jpg"},
      {"images", "https://a.com/1.jpg;https://b.com/2",
       "write https://a.com/1.jpg https://b.com/2"},
      {"images", "https://a.com/1.jpg, https://b.com/2",
       "write https://a.com/1.jpg https://b.com/2"},
      {"images", "https://a.com/1.jpg https://b.com/2;",
       "write https://a.com/1.jpg https://b.com/2"},
      {"images", "https://a.com/1.jpg,b.com/2.jpg", "separate URLs by spaces or |"},
      {"images", R"(["https://a.com/a|b.jpg"])", "write it as %7C"},
      {"images", R"(["https://a.com/1.jpg,https://b.com/2"])",
       R"(write "https://a.com/1.jpg", "https://b.com/2")"},
      {"images", "[https://a.com/1.jpg, https://b.com/2]",
       "write https://a.com/1.jpg https://b.com/2"},
      {"character_url", "https://a.com/1.mp4 https://b.com/2.mp4", "write one of them"},
      {"character_url", "https://a.com/1.mp4。", "write https://a.com/1.mp4"},
      {"images", "[", "write [\"https://example.com/a.jpg\"]"},
      {"images", R"(["https://a.com", 5])", "write [\"https://example.com/a.jpg\"]"},
      {"images", R"({"a":1})", "https://example.com/image.jpg"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.field, c.text);
    std::vector<FieldMistake> mistakes;
    Value value;
    CHECK_FALSE(parse_value(rule(c.field), c.text, value, mistakes));
    REQUIRE(mistakes.size() == 1);
    CHECK(mistakes[0].field == c.field);
    CHECK(mistakes[0].error);
    CHECK_FALSE(mistakes[0].what.empty());
    CAPTURE(mistakes[0].remedy);
    CHECK(mistakes[0].remedy.find(c.remedy) != std::string::npos);
  }
}

TEST_CASE("an image is good exactly where its URL can be read") {
  for (const std::string url : {"https://example.com",
                                "http://a/b.jpg",
                                "https://a.b-c.com/x_y/z=1.jpg",
                                "https://",
                                "https:///a",
                                "https://-a.com/",
                                "https://1.2.3.4/a.jpg",
                                "https://a b.com/",
                                "https://a.com/a b.jpg",
                                "https://a.com:99999/",
                                "https://a.com:8080/a",
                                "https://user@a.com/",
                                "ftp://a.com/a.jpg",
                                "httpss://a.com/",
                                "HTTPS://a.com/a.jpg",
                                "https:/a.com/",
                                "https://a.com\\b",
                                "https://a.com/夜.jpg",
                                "https://夜.com/a.jpg",
                                "https://a.com/?a=b&c=d#e",
                                "https://a..com/",
                                "https://.com/",
                                "https://a.com/\x7F",
                                "https://[::1]/a.jpg",
                                "https://a_b.com/"}) {
    CAPTURE(url);
    std::vector<FieldMistake> mistakes;
    CHECK(check_value(rule("images"), Value(Urls{url}), mistakes) == parse_url(url).has_value());
  }
}

TEST_CASE("every bad URL of a list is a mistake of its own") {
  std::vector<FieldMistake> mistakes;
  Value value;
  CHECK_FALSE(parse_value(rule("images"), "a.jpg https://a.com/ b.jpg", value, mistakes));
  CHECK(mistakes.size() == 2);
}

TEST_CASE("a typed value is held against its rule") {
  struct Case {
    std::string field;
    Value value;
    bool good;
  };
  const std::vector<Case> cases = {
      {"duration", Value(std::int64_t{15}), true},
      {"duration", Value(std::int64_t{16}), false},
      {"duration", Value(std::string("15")), false},
      {"watermark", Value(true), true},
      {"watermark", Value(std::string("true")), false},
      {"watermark", Value(std::int64_t{1}), false},
      {"size", Value(std::string("small")), true},
      {"size", Value(std::string("")), false},
      {"prompt", Value(std::string("007")), true},
      {"prompt", Value(std::int64_t{7}), false},
      {"images", Value(Urls{}), true},
      {"images", Value(Urls{"https://a.com/1.jpg"}), true},
      {"images", Value(Urls{"1.jpg"}), false},
      {"images", Value(std::string("https://a.com/1.jpg")), false},
  };
  for (const Case& c : cases) {
    CAPTURE(c.field, to_text(c.value));
    std::vector<FieldMistake> mistakes;
    CHECK(check_value(rule(c.field), c.value, mistakes) == c.good);
    CHECK(mistakes.empty() == c.good);
  }
}

}  // namespace shotlist::tests::profile_test
