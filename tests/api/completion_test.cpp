#include <algorithm>
#include <string>
#include <vector>

#include "api/profiles.h"
#include "support/catch2.h"

namespace shotlist::tests::completion_test {

using namespace shotlist::api;

namespace {

// By the profile of the model that the fields name.
std::vector<FieldMistake> complete(Fields& fields) {
  static const Profiles known;
  const Value* model = find_field(fields, "model");
  return shotlist::api::complete(known.find(model == nullptr ? std::string() : to_text(*model)),
                                 fields);
}

Fields whole() {
  return {{"model", std::string("sora-2-pro")},
          {"prompt", std::string("a night market")},
          {"orientation", std::string("portrait")},
          {"size", std::string("large")},
          {"duration", std::int64_t{15}}};
}

Fields with(const std::string& name, Value value) {
  Fields fields = whole();
  fields.erase(std::remove_if(fields.begin(), fields.end(),
                              [&](const auto& field) { return field.first == name; }),
               fields.end());
  fields.emplace_back(name, std::move(value));
  return fields;
}

Fields without(const std::string& name) {
  Fields fields = with(name, Value(true));
  fields.pop_back();
  return fields;
}

}  // namespace

TEST_CASE("defaults are filled in, so that all eight fields are always sent") {
  Fields fields = whole();
  CHECK(complete(fields).empty());
  CHECK(fields.size() == 8);
  REQUIRE(find_field(fields, "watermark") != nullptr);
  CHECK(*find_field(fields, "watermark") == Value(true));
  CHECK(*find_field(fields, "private") == Value(false));
  CHECK((*find_field(fields, "images") == Value(std::vector<std::string>())));
}

TEST_CASE("what the manifest says is never overwritten by a default") {
  Fields fields = with("watermark", Value(false));
  fields.emplace_back("private", true);
  CHECK(complete(fields).empty());
  CHECK(*find_field(fields, "watermark") == Value(false));
  CHECK(*find_field(fields, "private") == Value(true));
  CHECK(fields.size() == 8);
}

TEST_CASE("a field without a default that is missing is a mistake with a remedy") {
  struct Case {
    std::string field;
    std::string remedy;
  };
  const std::vector<Case> cases = {
      {"prompt", "put one under defaults"},
      {"orientation", "use portrait or landscape"},
      {"size", "use small or large"},
      {"duration", "use 15 or 25"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.field);
    Fields fields = without(c.field);
    const auto mistakes = complete(fields);
    REQUIRE(mistakes.size() == 1);
    CHECK(mistakes[0].field == c.field);
    CHECK(mistakes[0].error);
    CHECK(mistakes[0].what == c.field + " is missing");
    CHECK(mistakes[0].remedy.find(c.remedy) != std::string::npos);
  }
}

TEST_CASE("all that is missing is said in one pass") {
  Fields fields = {{"model", std::string("sora-2-pro")}};
  CHECK(complete(fields).size() == 4);
  Fields nothing;
  const auto mistakes = complete(nothing);
  REQUIRE(mistakes.size() == 2);
  CHECK(mistakes[0].field == "model");
  CHECK(mistakes[1].field == "prompt");
}

TEST_CASE("an empty prompt is found before it is paid for") {
  for (const std::string prompt : {"", " ", "\n\t "}) {
    Fields fields = with("prompt", Value(prompt));
    const auto mistakes = complete(fields);
    REQUIRE(mistakes.size() == 1);
    CHECK(mistakes[0].field == "prompt");
    CHECK(mistakes[0].what == "the prompt is empty");
  }
}

TEST_CASE("a prompt may be long, but not without end") {
  Fields longest = with("prompt", Value(std::string(longest_prompt_bytes, 'x')));
  CHECK(complete(longest).empty());
  Fields longer = with("prompt", Value(std::string(longest_prompt_bytes + 1, 'x')));
  CHECK(complete(longer).size() == 1);
}

TEST_CASE("a field the model does not have is a mistake, with the nearest name it has") {
  struct Case {
    std::string field;
    std::string remedy;
  };
  const std::vector<Case> cases = {
      {"watermarks", "did you mean watermark?"},
      {"Privat", "did you mean private?"},
      {"aspect_ratio", "remove it, or see `shotlist models`"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.field);
    Fields fields = with(c.field, Value(std::string("x")));
    const auto mistakes = complete(fields);
    REQUIRE(mistakes.size() == 1);
    CHECK(mistakes[0].field == c.field);
    CHECK(mistakes[0].error);
    CHECK(mistakes[0].what == "sora-2-pro has no field " + c.field);
    CHECK(mistakes[0].remedy == c.remedy);
  }
}

TEST_CASE("25 seconds in size large is a warning, and either alone is none") {
  Fields both = with("duration", Value(std::int64_t{25}));
  const auto mistakes = complete(both);
  REQUIRE(mistakes.size() == 1);
  CHECK_FALSE(mistakes[0].error);
  CHECK(mistakes[0].what.find("25 seconds in size large") != std::string::npos);
  CHECK_FALSE(mistakes[0].remedy.empty());

  Fields small = with("size", Value(std::string("small")));
  *std::find_if(small.begin(), small.end(), [](const auto& field) {
    return field.first == "duration";
  }) = {"duration", std::int64_t{25}};
  CHECK(complete(small).empty());
}

TEST_CASE("a model without a profile is passed through as it is") {
  Fields fields = {{"model", std::string("veo9")},
                   {"prompt", std::string("x")},
                   {"aspect_ratio", std::string("16:9")}};
  const Fields before = fields;
  CHECK(complete(fields).empty());
  CHECK((fields == before));
}

TEST_CASE("a model without a profile still needs a prompt") {
  Fields missing = {{"model", std::string("veo9")}};
  CHECK(complete(missing).size() == 1);
  Fields empty = {{"model", std::string("veo9")}, {"prompt", std::string(" ")}};
  CHECK(complete(empty).size() == 1);
}

}  // namespace shotlist::tests::completion_test
