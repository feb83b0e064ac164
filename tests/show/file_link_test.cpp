#include "show/file_link.h"

#include <string_view>
#include <utility>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::file_link_test {

using shotlist::show::file_link;

TEST_CASE("a file's address leads to that file, whatever it is called") {
  const std::vector<std::pair<std::string_view, std::string_view>> cases = {
      {"clips/a.mp4", "./clips/a.mp4"},
      {"../videos/a@b-c_d~1.mp4", "./../videos/a%40b-c_d~1.mp4"},
      {"/srv/a b.mp4", "file:///srv/a%20b.mp4"},
      {"https://elsewhere.example/a.mp4", "./https%3A//elsewhere.example/a.mp4"},
      {"javascript:alert(1)", "./javascript%3Aalert%281%29"},
      {"a#b?c%2e.mp4", "./a%23b%3Fc%252e.mp4"},
      {"雨.mp4", "./%E9%9B%A8.mp4"},
      {"a\"'<&>\n\xff.mp4", "./a%22%27%3C%26%3E%0A%FF.mp4"},
  };
  for (const auto& [path, link] : cases) {
    CAPTURE(path);
    CHECK(file_link(path) == link);
  }
}

TEST_CASE("a path that may be on another machine has no address") {
  for (const std::string_view path :
       {"", "//elsewhere/a.mp4", "\\\\elsewhere\\a.mp4", "a\\b.mp4"}) {
    CAPTURE(path);
    CHECK(file_link(path).empty());
  }
}

}  // namespace shotlist::tests::file_link_test
