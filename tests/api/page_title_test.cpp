#include "api/page_title.h"

#include <string_view>

#include "support/catch2.h"

namespace shotlist::tests::page_title_test {

using namespace shotlist::api;

TEST_CASE("the title of a page is told, and nothing of what is no page") {
  struct Case {
    std::string_view body;
    std::string_view title;
  };
  const Case cases[] = {
      {"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>", "502 Bad Gateway"},
      {"\n <!DOCTYPE html><HTML><TITLE lang=\"en\">\n 网关超时\n</TITLE>", "网关超时"},
      {"<html><head></head><body>no title</body></html>", ""},
      {"<html><title>never closed", ""},
      {"<html><title", ""},
      {"<html><title></title>", ""},
      {"<?xml version=\"1.0\"?><title>a feed</title>", ""},
      {"say <html><title>this</title>", ""},
      {"upstream connect error", ""},
      {"", ""},
  };
  for (const Case& c : cases) {
    CAPTURE(c.body);
    CHECK(page_title(c.body) == c.title);
  }
}

TEST_CASE("a page is known by how it starts") {
  for (const std::string_view page : {"<html>", "\r\n<!DOCTYPE HTML PUBLIC", "<HEAD><title>x",
                                      "<body>", "<title>403 Forbidden</title>"}) {
    CAPTURE(page);
    CHECK(is_page(page));
  }
  for (const std::string_view other :
       {"", "<", "<?xml version=\"1.0\"?>", "{\"error\":\"<html>\"}", "Forbidden <html>"}) {
    CAPTURE(other);
    CHECK_FALSE(is_page(other));
  }
}

}  // namespace shotlist::tests::page_title_test
