#include "http/data_link.h"

#include <string>
#include <vector>

#include "base/base64.h"
#include "support/catch2.h"

namespace shotlist::tests::data_link_test {

using namespace shotlist::http;

TEST_CASE("a data link holds a type and bytes") {
  struct Case {
    std::string text;
    std::string media_type;
    std::string bytes;
  };
  const std::vector<Case> cases = {
      {"data:video/mp4;base64,AAAA", "video/mp4", std::string(3, '\0')},
      {"DATA:Video/MP4;codecs=avc1;BASE64,Zm9v", "video/mp4", "foo"},
      {"data:video/mp4;base64,Zm8%3D", "video/mp4", "fo"},
      {"data:video/mp4;base64,Z%6D8", "video/mp4", "fo"},
      {"data:text/html,%3Cp%3E a,b", "text/html", "<p> a,b"},
      {"data:,x%00y", "text/plain", std::string("x\0y", 3)},
      {"data:;base64,Zm9v", "text/plain", "foo"},
      {"data:base64,Zm9v", "base64", "Zm9v"},
      {"data:video/mp4;base64,", "video/mp4", ""},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const auto link = parse_data_link(c.text);
    REQUIRE(link);
    CHECK(link->media_type == c.media_type);
    CHECK(link->bytes == c.bytes);
  }
}

TEST_CASE("what is no data link, or a broken one, is not read") {
  for (const std::string& text : std::vector<std::string>{
           "", "data", "data:", "data:video/mp4", "data:video/mp4;base64", "https://a/data:,x",
           " data:,x", "data:;base64,A", "data:;base64,AA-_", "data:,%", "data:,%4", "data:,%4x",
           "data:,%-1", "data:," + std::string(DataLink::largest, 'x')}) {
    CAPTURE(text.substr(0, 40));
    CHECK_FALSE(parse_data_link(text));
  }
  CHECK(is_data_link("Data:nonsense"));
  CHECK_FALSE(is_data_link("dat"));
}

TEST_CASE("a data link of some megabytes is read") {
  std::string bytes(4'000'000, 'x');
  std::string text = "data:video/mp4;base64,";
  append_base64(text, bytes);
  const auto link = parse_data_link(text);
  REQUIRE(link);
  CHECK((link->bytes == bytes));
}

}  // namespace shotlist::tests::data_link_test
