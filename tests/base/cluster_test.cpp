#include "base/cluster.h"

#include <string>
#include <string_view>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::cluster_test {

TEST_CASE("a text is cut between the characters that a reader sees") {
  struct Case {
    std::string text;
    std::size_t bytes;
    std::string kept;
  };
  const std::vector<Case> cases = {
      {"", 3, ""},
      {"abc", 0, ""},
      {"abc", 2, "ab"},
      {"abc", 9, "abc"},
      {"夜市", 5, "夜"},
      {"ae\u0301b", 2, "a"},
      {"ae\u0301b", 4, "ae\u0301"},
      {"a👩‍🚀b", 5, "a"},
      {"a👩‍🚀b", 12, "a👩‍🚀"},
      {"🇨🇳🇫🇷", 12, "🇨🇳"},
      {"👍🏽.", 4, ""},
      {"a\xFF\xFF", 2, "a\xFF"},
  };
  for (const Case& test : cases) {
    CAPTURE(test.text, test.bytes);
    CHECK(cluster_prefix(test.text, test.bytes) == test.kept);
  }
}

}  // namespace shotlist::tests::cluster_test
