#include <string>
#include <vector>

#include "api/profiles.h"
#include "support/catch2.h"

namespace shotlist::tests::built_in_profiles_test {

using namespace shotlist::api;

namespace {

using Urls = std::vector<std::string>;

const Profiles known;

// What is said of a request of `model` that is complete but for `fields`: `error` or `warning` and
// the field, one a line.
std::string said_of(const std::string& model, Fields fields) {
  const Profile* profile = known.find(model);
  REQUIRE(profile != nullptr);
  std::vector<FieldMistake> mistakes;
  for (const auto& [name, value] : fields) {
    const FieldRule* rule = profile->find(name);
    if (rule != nullptr) check_value(*rule, value, mistakes);
  }
  fields.emplace_back("model", model);
  fields.emplace_back("prompt", std::string("a harbor"));
  for (FieldMistake& mistake : complete(profile, fields))
    mistakes.push_back(std::move(mistake));
  std::string text;
  for (const FieldMistake& mistake : mistakes) {
    CHECK_FALSE(mistake.what.empty());
    CHECK_FALSE(mistake.remedy.empty());
    text += (mistake.error ? "error " : "warning ") + mistake.field + '\n';
  }
  return text;
}

Urls images(std::size_t count) {
  return Urls(count, "https://example.com/a.jpg");
}

}  // namespace

TEST_CASE("each model takes what its documents say, warns where gateways differ") {
  const Value sixteen_to_nine = std::string("16:9");
  const Value large = std::string("large");
  const Value small = std::string("small");
  const Value portrait = std::string("portrait");
  const auto seconds = [](std::int64_t count) { return Value(count); };
  struct Case {
    std::string model;
    Fields fields;
    std::string said;
  };
  const std::vector<Case> cases = {
      {"sora-2-pro", {{"orientation", portrait}, {"size", large}, {"duration", seconds(15)}}, ""},
      {"sora-2-pro", {{"orientation", portrait}, {"size", small}, {"duration", seconds(25)}}, ""},
      {"sora-2-pro",
       {{"orientation", portrait}, {"size", large}, {"duration", seconds(25)}},
       "warning duration\n"},
      {"sora-2-pro",
       {{"orientation", portrait}, {"size", small}, {"duration", seconds(10)}},
       "warning duration\n"},
      {"sora-2-pro",
       {{"orientation", portrait}, {"size", small}, {"duration", seconds(12)}},
       "error duration\n"},
      {"sora-2-pro", {}, "error orientation\nerror size\nerror duration\n"},
      {"sora-2-pro",
       {{"orientation", portrait},
        {"size", small},
        {"duration", seconds(15)},
        {"character_url", std::string("https://example.com/cat.mp4")},
        {"character_timestamps", std::string("0.5,3")}},
       ""},
      {"sora-2", {}, ""},
      {"sora-2", {{"size", small}, {"duration", seconds(10)}}, ""},
      {"sora-2", {{"size", large}, {"duration", seconds(15)}}, "warning size\n"},
      {"sora-2", {{"size", small}, {"duration", seconds(25)}}, "warning duration\n"},
      {"sora-2", {{"character_url", std::string("cat.mp4")}}, "error character_url\n"},
      {"sora-2", {{"character_timestamps", std::string("1-3")}}, "error character_timestamps\n"},
      {"sora-2", {{"character_timestamps", std::string("3,1")}}, "error character_timestamps\n"},
      {"sora-2", {{"character_timestamps", std::string("1,2")}}, ""},
      {"sora-2",
       {{"character_timestamps", std::string("1,1.5")}},
       "warning character_timestamps\n"},
      {"sora-2", {{"character_timestamps", std::string("1,5")}}, "warning character_timestamps\n"},
      {"veo2-fast", {{"aspect_ratio", sixteen_to_nine}, {"enhance_prompt", true}}, ""},
      {"veo3", {{"enable_upsample", false}, {"images", images(2)}}, ""},
      {"veo3.1-components", {{"images", images(3)}}, "warning images\n"},
      {"veo3.1", {{"images", images(4)}}, "error images\n"},
      {"veo3", {{"aspect_ratio", std::string("1:1")}}, "error aspect_ratio\n"},
      {"veo3", {{"duration", seconds(8)}}, "error duration\n"},
      {"veo3", {{"orientation", portrait}}, "error orientation\n"},
      {"veo3", {{"images", Urls{"data:image/png;base64,AA=="}}}, "error images\n"},
      {"grok-video-3",
       {{"aspect_ratio", std::string("2:3")},
        {"size", std::string("720P")},
        {"duration", seconds(6)},
        {"images", images(6)}},
       ""},
      {"grok-video-3", {{"images", images(7)}}, "error images\n"},
      {"grok-video-3", {{"images", Urls{"data:image/png;base64,AA=="}}}, ""},
      {"grok-video-3",
       {{"images", Urls{"data:image/png;base64,AA==,https://a.com/1.jpg"}}},
       "error images\n"},
      {"grok-video-3", {{"size", std::string("720p")}}, "error size\n"},
      {"grok-video-3", {{"duration", seconds(25)}}, "error duration\n"},
      {"jimeng-video-3.0",
       {{"aspect_ratio", std::string("21:9")}, {"size", std::string("2K")}},
       ""},
      {"jimeng-video-3.0", {{"watermark", true}}, "error watermark\n"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.model);
    std::string shown;
    for (const auto& [name, value] : c.fields)
      shown += name + "=" + to_text(value) + " ";
    CAPTURE(shown);
    CHECK(said_of(c.model, c.fields) == c.said);
  }
}

TEST_CASE("only the documented model sends what nobody wrote") {
  for (const Profile& profile : known.all()) {
    CAPTURE(profile.model);
    Fields fields = {{"model", std::string("x")}, {"prompt", std::string("y")}};
    complete(&profile, fields);
    CHECK(fields.size() == (profile.model == "sora-2-pro" ? 5U : 2U));
  }
}

TEST_CASE("every profile and every rule says where it is from") {
  for (const Profile& profile : known.all()) {
    CAPTURE(profile.model);
    CHECK_FALSE(profile.source.empty());
    CHECK(profile.find("model") != nullptr);
    CHECK(profile.find("prompt") != nullptr);
    for (const Rule& rule : profile.rules) {
      REQUIRE_FALSE(rule.when.empty());
      for (const Condition& condition : rule.when)
        CHECK(profile.find(condition.field) != nullptr);
      CHECK_FALSE(rule.what.empty());
      CHECK_FALSE(rule.remedy.empty());
      CHECK_FALSE(rule.source.empty());
    }
  }
}

TEST_CASE("a field has one type in all profiles: it says how a column is read") {
  for (const Profile& profile : known.all()) {
    for (const FieldRule& rule : profile.fields) {
      CAPTURE(profile.model, rule.name);
      CHECK(known.find_field(rule.name)->type == rule.type);
    }
  }
}

}  // namespace shotlist::tests::built_in_profiles_test
