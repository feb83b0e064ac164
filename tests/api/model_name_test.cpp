#include "api/model_name.h"

#include "api/profiles.h"
#include "support/catch2.h"

namespace shotlist::tests::model_name_test {

using namespace shotlist::api;

TEST_CASE("another spelling of a known model is recognised") {
  const Profiles known;
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"sora2", "sora-2"},
      {"Sora-2", "sora-2"},
      {"sora_2", "sora-2"},
      {"sora 2", "sora-2"},
      {"sora", "sora-2"},
      {"sroa-2", "sora-2"},
      {"Sora-2-Pro", "sora-2-pro"},
      {"SORA-2-PRO", "sora-2-pro"},
      {"sora_2_pro", "sora-2-pro"},
      {"sora2pro", "sora-2-pro"},
      {"sora-2-pro\u00A0", "sora-2-pro"},
      {"\u3000sora-2-pro", "sora-2-pro"},
      {"sora-2-pro\u200B", "sora-2-pro"},
      {"sora-2-pr\u043E", "sora-2-pro"},  // Cyrillic
      {"sоra-2", "sora-2"},
      {"ｓｏｒａ－２", "sora-2"},
      {"sora—2—pro", "sora-2-pro"},
      {"sora-pro", "sora-2-pro"},
      {"sora-2-pr", "sora-2-pro"},
      {"sora-2.", "sora-2"},
      {"Veo3-fast", "veo3-fast"},
      {"veo-3", "veo3"},
      {"VEO 3.1", "veo3.1"},
      {"voe3", "veo3"},
      {"grok-vidoe-3", "grok-video-3"},
      {"Jimeng-Video-3.0", "jimeng-video-3.0"},
  };
  for (const auto& [name, meant] : cases) {
    INFO(name);
    CHECK(known.misspelt_model(name) == meant);
  }
}

TEST_CASE("another version, a further word and another model are no misspelling") {
  const Profiles known;
  for (const char* name :
       {"sora-3", "sora-1", "sora-3-pro", "sora-2-hd", "sora-2-pro-hd", "sora-2-all", "veo4",
        "veo-4", "kling-v2", "kling", "wan2.5", "vidu", "hailuo-02", "可灵2", "grok-video-4", "x",
        "runway-gen4", "seedance-1.0-pro", "luma-ray-2"}) {
    INFO(name);
    CHECK(known.misspelt_model(name).empty());
  }
}

}  // namespace shotlist::tests::model_name_test
