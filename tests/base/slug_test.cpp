#include "base/slug.h"

#include <string>
#include <utility>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::slug_test {

TEST_CASE("text becomes a part of a file name") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"dawn", "dawn"},
      {"Dawn", "Dawn"},
      {"16:9", "16-9"},
      {"veo3.1-fast", "veo3.1-fast"},
      {"shot on 35mm, natural light", "shot-on-35mm-natural-light"},
      {"  --  a  --  ", "a"},
      {"../etc/passwd", "etc-passwd"},
      {"...", ""},
      {"a.", "a"},
      {"", ""},
      {"!?", ""},
      {"夜市，下雨", "夜市-下雨"},
      {"crème brûlée", "crème-brûlée"},
      {"a\u202Eb", "a-b"},
      {"a\xFF", "a"},
      {"15", "15"},
      {"a_b", "a_b"},
  };
  for (const auto& [text, slug] : cases) {
    CAPTURE(text);
    CHECK(slug_of(text) == slug);
  }
}

TEST_CASE("a long slug keeps its beginning, and what tells it from others") {
  const std::string slug = "a-rather-long-description-of-weather";
  CHECK(shortened(slug, 40, "x") == slug);
  const std::string one = shortened(slug, 24, "one");
  const std::string other = shortened(slug, 24, "other");
  CHECK(one.size() <= 24);
  CHECK(one.substr(0, 15) == "a-rather-long-d");
  CHECK(one != other);
  CHECK(shortened("夜市夜市夜市夜市夜市", 20, "x").substr(0, 9) == "夜市夜");
}

}  // namespace shotlist::tests::slug_test
