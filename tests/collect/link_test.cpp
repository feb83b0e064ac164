#include "collect/link.h"

#include <string>

#include "support/catch2.h"

namespace shotlist::tests::link_test {

using collect::is_whole_link;
using collect::link_to_store;

TEST_CASE("A link that holds the video itself is stored without it") {
  CHECK(link_to_store("https://h.invalid/v,1.mp4") == "https://h.invalid/v,1.mp4");
  CHECK(link_to_store("data:video/mp4;base64,AAAA") == "data:video/mp4;base64,…");
  CHECK(link_to_store("DATA:," + std::string(9'000'000, 'x')) == "DATA:,…");
  CHECK(link_to_store("data:" + std::string(9'000, 'x')).size() < 200);
  CHECK(link_to_store("data:") == "data:…");
}

TEST_CASE("A stored link that lacks the video or the key is not fetched") {
  CHECK(is_whole_link("https://h.invalid/v.mp4"));
  CHECK(!is_whole_link("data:video/mp4;base64,…"));
  CHECK(!is_whole_link("https://h.invalid/v.mp4?key=[key]"));
}

}  // namespace shotlist::tests::link_test
