#include "http/url.h"

#include <string>
#include <vector>

#include "http/message.h"
#include "support/catch2.h"

namespace shotlist::tests::url_test {

using namespace shotlist::http;

TEST_CASE("http and https URLs are taken apart") {
  struct Case {
    std::string text;
    std::string scheme;
    std::string host;
    bool is_loopback;
  };
  const std::vector<Case> cases = {
      {"https://api.jxincm.cn", "https", "api.jxincm.cn", false},
      {"http://example.com:8080/a/b?c=d#e", "http", "example.com", false},
      {"HTTPS://example.com/", "https", "example.com", false},
      {"https://例子.测试/图.jpg", "https", "例子.测试", false},
      {"http://localhost:8080", "http", "localhost", true},
      {"http://127.0.0.1:1", "http", "127.0.0.1", true},
      {"http://LocalHost/", "http", "LocalHost", true},
      {"http://127.8.9.10/", "http", "127.8.9.10", true},
      {"http://[::1]:9/", "http", "[::1]", true},
      {"http://[2001:db8::1]/", "http", "[2001:db8::1]", false},
      {"http://128.0.0.1/", "http", "128.0.0.1", false},
      // Names that only look like this machine.
      {"http://127.0.0.1.example.com/", "http", "127.0.0.1.example.com", false},
      {"http://127.example.com/", "http", "127.example.com", false},
      {"http://localhost.example.com/", "http", "localhost.example.com", false},
      {"http://mylocalhost/", "http", "mylocalhost", false},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const auto url = parse_url(c.text);
    REQUIRE(url);
    CHECK(url->scheme == c.scheme);
    CHECK(url->host == c.host);
    CHECK(url->text == c.text);
    CHECK(url->is_loopback() == c.is_loopback);
  }
}

TEST_CASE("what is no absolute http or https URL is refused") {
  for (const std::string& text : std::vector<std::string>{"",
                                                          "example.com",
                                                          "/v1/video",
                                                          "//example.com/",
                                                          "https://",
                                                          "http:///x",
                                                          "https:/example.com/a.jpg",
                                                          "https:example.com",
                                                          "ftp://example.com/",
                                                          "file:///etc/passwd",
                                                          "data:image/png;base64,AAAA",
                                                          "javascript:alert(1)",
                                                          "https://user:secret@example.com/",
                                                          "https://user@example.com/",
                                                          "https://exa mple.com/",
                                                          "https://example.com/a b",
                                                          " https://example.com",
                                                          "https://example.com\n",
                                                          "https://example.com/\x7f",
                                                          "https://example.com:port/",
                                                          "https://example.com:99999/",
                                                          "http://[::1",
                                                          std::string("https://a\0b", 11)}) {
    CAPTURE(text);
    CHECK_FALSE(parse_url(text));
  }
}

TEST_CASE("a reply's header is found by its name") {
  Reply reply;
  reply.headers = {{"a", "1"}, {"b", "2"}, {"a", "3"}};
  CHECK(reply.header("a") == "1");
  CHECK(reply.header("b") == "2");
  CHECK(reply.header("c").empty());
}

}  // namespace shotlist::tests::url_test
