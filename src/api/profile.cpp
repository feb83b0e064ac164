#include "api/profile.h"

#include <algorithm>

#include <fmt/format.h>

namespace shotlist {
namespace {

FieldRule prompt_rule() {
  return {"prompt", FieldType::text, {}, std::nullopt, true, "what to film; the words of the shot"};
}

FieldRule model_rule() {
  return {"model", FieldType::text, {}, std::nullopt, true, "which model makes the video"};
}

Profile sora_2_pro() {
  return {
      "sora-2-pro",
      {
          {"images",
           FieldType::urls,
           {},
           Value(std::vector<std::string>()),
           false,
           "http(s) URLs of reference images"},
          model_rule(),
          {"orientation",
           FieldType::text,
           {"portrait", "landscape"},
           std::nullopt,
           true,
           "upright or wide"},
          prompt_rule(),
          {"size",
           FieldType::text,
           {"small", "large"},
           std::nullopt,
           true,
           "small is 720p, large is 1080p"},
          {"duration", FieldType::integer, {"15", "25"}, std::nullopt, true, "in seconds"},
          {"watermark",
           FieldType::boolean,
           {},
           Value(true),
           false,
           "true prefers none and falls back to one; false insists on none"},
          {"private",
           FieldType::boolean,
           {},
           Value(false),
           false,
           "true: not published, and can not be remixed"},
      },
      {
          {{{"duration", "25"}, {"size", "large"}},
           false,
           "25 seconds in size large is refused by the backends we know of",
           "use size small or duration 15, or be ready for a refusal"},
      },
      "the API document of POST /v1/video/create for sora-2-pro",
  };
}

}  // namespace

const FieldRule* Profile::find(std::string_view field) const {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const FieldRule& rule) { return rule.name == field; });
  return found == fields.end() ? nullptr : &*found;
}

const std::vector<Profile>& known_profiles() {
  static const std::vector<Profile> profiles = {sora_2_pro()};
  return profiles;
}

const Profile* find_profile(std::string_view model) {
  for (const Profile& profile : known_profiles()) {
    if (profile.model == model) return &profile;
  }
  return nullptr;
}

const FieldRule* find_request_field(std::string_view name) {
  for (const Profile& profile : known_profiles()) {
    if (const FieldRule* rule = profile.find(name)) return rule;
  }
  return nullptr;
}

}  // namespace shotlist
