#include <utility>

#include "api/profiles.h"
#include "base/translation.h"

namespace shotlist::api {
namespace {

constexpr const char* document = marked("the API document of POST /v1/video/create for sora-2-pro");
constexpr const char* gateways = marked("public documents of gateways with the same endpoint");
constexpr const char* clients = marked("public clients and backends that encode the rule");

FieldRule prompt() {
  return {
      .name = "prompt", .required = true, .meaning = marked("what to film; the words of the shot")};
}

FieldRule model() {
  return {.name = "model", .required = true, .meaning = marked("which model makes the video")};
}

FieldRule images() {
  return {.name = "images",
          .type = FieldType::urls,
          .meaning = marked("http(s) URLs of reference images")};
}

FieldRule choice(std::string name, std::vector<std::string> allowed, std::string meaning) {
  return {.name = std::move(name), .allowed = std::move(allowed), .meaning = std::move(meaning)};
}

FieldRule truth(std::string name, std::string meaning) {
  return {.name = std::move(name), .type = FieldType::boolean, .meaning = std::move(meaning)};
}

FieldRule duration(std::vector<std::string> allowed, std::vector<std::string> tolerated) {
  return {.name = "duration",
          .type = FieldType::integer,
          .allowed = std::move(allowed),
          .meaning = marked("in seconds"),
          .tolerated = std::move(tolerated)};
}

FieldRule required(FieldRule rule) {
  rule.required = true;
  return rule;
}

FieldRule by_default(FieldRule rule, Value value) {
  rule.default_value = std::move(value);
  return rule;
}

FieldRule orientation() {
  return choice("orientation", {"portrait", "landscape"}, marked("upright or wide"));
}

FieldRule sora_size() {
  return choice("size", {"small", "large"}, marked("small is 720p, large is 1080p"));
}

FieldRule watermark() {
  return truth("watermark",
               marked("true prefers none and falls back to one; false insists on none"));
}

FieldRule hidden() {
  return truth("private", marked("true: not published, and cannot be remixed"));
}

FieldRule character_url() {
  return {.name = "character_url",
          .type = FieldType::url,
          .meaning = marked("a video that shows a character to keep; not on all gateways")};
}

FieldRule character_timestamps() {
  return {.name = "character_timestamps",
          .type = FieldType::span,
          .meaning = marked("where in that video, in seconds: 1,3")};
}

Rule short_character() {
  return {{{.field = "character_timestamps", .below = 1, .above = 3}},
          false,
          marked("a character is taken from 1 to 3 seconds of its video"),
          marked("write a start and an end that are 1 to 3 seconds apart, such as 1,3"),
          gateways};
}

Rule long_and_large() {
  return {{{.field = "duration", .is = {"25"}}, {.field = "size", .is = {"large"}}},
          false,
          marked("25 seconds in size large is refused by the backends we know of"),
          marked("use size small or duration 15, or be ready for a refusal"),
          clients};
}

Profile sora_2_pro() {
  return {
      "sora-2-pro",
      {by_default(images(), std::vector<std::string>()), model(), required(orientation()), prompt(),
       required(sora_size()), required(duration({"15", "25"}, {"10"})),
       by_default(watermark(), true), by_default(hidden(), false), character_url(),
       character_timestamps()},
      {long_and_large(),
       {{{.field = "duration", .is = {"10"}}},
        false,
        marked("10 seconds are not in the document of sora-2-pro; only some gateways take them"),
        marked("use 15 or 25, or be ready for a refusal"),
        gateways},
       short_character()},
      document};
}

// Sends only what the user wrote: the documents of this model do not say what is required.
Profile sora_2() {
  return {"sora-2",
          {images(), model(), orientation(), prompt(), sora_size(), duration({"10", "15"}, {"25"}),
           watermark(), hidden(), character_url(), character_timestamps()},
          {{{{.field = "size", .is = {"large"}}},
            false,
            marked("size large is for sora-2-pro"),
            marked("use size small, or model sora-2-pro"),
            gateways},
           {{{.field = "duration", .is = {"25"}}},
            false,
            marked("25 seconds are for sora-2-pro"),
            marked("use 10 or 15, or model sora-2-pro"),
            gateways},
           short_character()},
          gateways};
}

FieldRule aspect_ratio(std::vector<std::string> allowed) {
  return choice("aspect_ratio", std::move(allowed), marked("width to height"));
}

Profile veo(std::string model_names) {
  return {std::move(model_names),
          {images(), model(), prompt(), aspect_ratio({"16:9", "9:16"}),
           truth("enhance_prompt", marked("true: the prompt is rewritten, and put into English")),
           truth("enable_upsample", marked("true: the video is made larger afterwards"))},
          {{{{.field = "images", .above = 3}},
            true,
            marked("veo takes 3 images at most"),
            marked("remove some"),
            gateways},
           {{{.field = "images", .above = 2}},
            false,
            marked("a third image is only for models that take components; frames are 2 at most"),
            marked("remove one, unless the model takes components"),
            gateways}},
          gateways};
}

Profile grok_video_3() {
  FieldRule pictures = images();
  pictures.data_uris = true;
  pictures.largest_picture = 20'000'000;
  pictures.meaning = marked("http(s) URLs, data: URIs or files (20 MB each) of reference images");
  return {
      "grok-video-3",
      {std::move(pictures), model(), prompt(), aspect_ratio({"2:3", "3:2", "1:1", "16:9", "9:16"}),
       choice("size", {"720P", "1080P"}, marked("lines of the picture")),
       duration({"6", "10", "15"}, {})},
      {{{{.field = "images", .above = 6}},
        true,
        marked("grok-video-3 takes 6 images at most"),
        marked("remove some"),
        gateways}},
      gateways};
}

Profile jimeng_video_3() {
  return {"jimeng-video-3.0",
          {model(), prompt(), aspect_ratio({}), choice("size", {}, marked("lines of the picture"))},
          {},
          gateways};
}

}  // namespace

const std::vector<Profile>& built_in_profiles() {
  static const std::vector<Profile> profiles = {sora_2_pro(),    sora_2(),       veo("veo2*"),
                                                veo("veo3*"),    veo("veo3.1*"), grok_video_3(),
                                                jimeng_video_3()};
  return profiles;
}

}  // namespace shotlist::api
