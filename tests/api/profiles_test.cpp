#include "api/profiles.h"

#include <string>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::profiles_test {

using namespace shotlist::api;

TEST_CASE("a model is found by its name, else by the longest start of it") {
  const Profiles known;
  struct Case {
    const char* model;
    const char* profile;  // empty: none
  };
  for (const Case& c : {Case{"sora-2", "sora-2"}, Case{"sora-2-pro", "sora-2-pro"},
                        Case{"sora-2-max", ""}, Case{"veo2", "veo2*"}, Case{"veo3-pro", "veo3*"},
                        Case{"veo3.1", "veo3.1*"}, Case{"veo3.1-fast", "veo3.1*"}, Case{"veo", ""},
                        Case{"grok-video-3", "grok-video-3"}, Case{"Sora-2", ""}, Case{"", ""}}) {
    CAPTURE(c.model);
    const Profile* profile = known.find(c.model);
    CHECK((profile == nullptr ? "" : profile->model) == c.profile);
  }
}

TEST_CASE("a model that is close to a known one is suggested") {
  const Profiles known;
  CHECK(known.nearest_model("sora2-pro") == "sora-2-pro");
  CHECK(known.nearest_model("veo-3") == "veo3");
  CHECK(known.nearest_model("grok-vidoe-3") == "grok-video-3");
  CHECK_FALSE(known.nearest_model("kling-v2").has_value());
}

TEST_CASE("a profile is added, or takes the place of one for the same model") {
  Profiles profiles;
  const std::size_t before = profiles.all().size();
  profiles.add({"my-model", {{.name = "style"}}, {}, "here"});
  CHECK(profiles.all().size() == before + 1);
  CHECK(profiles.find("my-model")->source == "here");
  CHECK(profiles.find_field("style") != nullptr);
  profiles.add({"sora-2-pro", {{.name = "prompt"}}, {}, "here"});
  CHECK(profiles.all().size() == before + 1);
  CHECK(profiles.find("sora-2-pro")->fields.size() == 1);
}

TEST_CASE("types have words, and only those of profiles can be read") {
  for (const std::string& word : field_type_words()) {
    CAPTURE(word);
    REQUIRE(parse_field_type(word).has_value());
    CHECK(to_text(*parse_field_type(word)) == word);
  }
  CHECK_FALSE(parse_field_type("json").has_value());
  CHECK_FALSE(parse_field_type("string").has_value());
}

}  // namespace shotlist::tests::profiles_test
