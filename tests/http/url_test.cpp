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

TEST_CASE("a link from a server is read whatever its path holds, and sent byte for byte") {
  struct Case {
    std::string text;
    std::string server;
    std::string encoded = {};  // empty: as it is
  };
  const std::string four_kb = "https://a.example/v.mp4?sig=" + std::string(4096, 'x') + "%3D";
  const std::vector<Case> cases = {
      {"https://a.example/v.mp4", "https://a.example"},
      {"https://a.example", "https://a.example"},
      {"https://a.example?x=1", "https://a.example"},
      {"HTTPS://A.Example:443/V.mp4", "https://a.example"},
      {"http://a.example:8080/v.mp4", "http://a.example:8080"},
      {"https://a.example/a/../b/./c//d", "https://a.example"},
      {"https://a.example/assets%2Fvideos%2F..%2fsrc.mp4?st=2025-10-06T14%3A04%3A21Z&sig=a+b%3D",
       "https://a.example"},
      {"https://a.example/a b.mp4?name=c d", "https://a.example",
       "https://a.example/a%20b.mp4?name=c%20d"},
      {"https://a.example/夜市.mp4?q=夜", "https://a.example",
       "https://a.example/%E5%A4%9C%E5%B8%82.mp4?q=%E5%A4%9C"},
      {"https://a.example/\xFF", "https://a.example", "https://a.example/%FF"},
      {"https://a.example/{x}|\"<>^`\\[1]%zz", "https://a.example"},
      {"https://a.example/?u=https://b.example/@c", "https://a.example"},
      {four_kb, "https://a.example"},
      {"http://2130706433/", "http://127.0.0.1"},
      {"http://0x7f.1/", "http://127.0.0.1"},
      {"http://[::1]:80/", "http://[::1]"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const auto link = parse_link(c.text);
    REQUIRE(link);
    CHECK(link->server == c.server);
    CHECK(link->text == c.text);
    CHECK(encoded_link(c.text) == (c.encoded.empty() ? c.text : c.encoded));
  }
  CHECK(parse_link("https://a/" + std::string(longest_link - 10, 'x')));
  CHECK_FALSE(parse_link("https://a/" + std::string(longest_link - 9, 'x')));
}

TEST_CASE("what is no link to a file on a server is refused, and nothing is thrown") {
  for (const std::string& text :
       std::vector<std::string>{"",
                                "://",
                                "https",
                                "https://",
                                "https:///x",
                                "https://?x",
                                "https:/a.example/x",
                                "a.example/x",
                                "//a.example/x",
                                "/x",
                                "ftp://a.example/x",
                                "file:///etc/passwd",
                                "data:video/mp4;base64,AAAA",
                                "javascript://a.example/x",
                                "https://user:secret@a.example/x",
                                "https://user@a.example/x",
                                "https://@a.example/x",
                                "https://b.example\\@a.example/x",
                                "https://a.example:99999/x",
                                "https://a.example:port/x",
                                "https://a example/x",
                                "https://[::1/x",
                                " https://a.example/x",
                                "https://a.example/x\r\nX-Header: y",
                                "https://a.example/x\ty",
                                "https://a.example/\x7f",
                                std::string("https://a.example/\0x", 20)}) {
    CAPTURE(text);
    CHECK_FALSE(parse_link(text));
  }
}

TEST_CASE("a redirect leads where its header says") {
  struct Case {
    std::string location;
    std::string target;  // empty: nowhere
  };
  const std::string base = "https://a.example:8443/one/two/v.mp4?sig=a/b#c";
  const std::vector<Case> cases = {
      {"https://b.example/x/../y%2F?z", "https://b.example/x/../y%2F?z"},
      {"HTTP://b.example", "HTTP://b.example"},
      {"//b.example/x/./y", "https://b.example/x/./y"},
      {"/x/../y z", "https://a.example:8443/x/../y z"},
      {"/", "https://a.example:8443/"},
      {"w.mp4?n=1", "https://a.example:8443/one/two/w.mp4?n=1"},
      {"./w.mp4", "https://a.example:8443/one/two/w.mp4"},
      {"../w.mp4", "https://a.example:8443/one/w.mp4"},
      {"../../w", "https://a.example:8443/w"},
      {"../../../w", "https://a.example:8443/w"},
      {"..", "https://a.example:8443/one/"},
      {"x/../w", "https://a.example:8443/one/two/x/../w"},
      {"?sig=d", "https://a.example:8443/one/two/v.mp4?sig=d"},
      {"#d", "https://a.example:8443/one/two/v.mp4?sig=a/b#d"},
      {"", "https://a.example:8443/one/two/v.mp4?sig=a/b"},
      {"w?u=https://c.example/", "https://a.example:8443/one/two/w?u=https://c.example/"},
      {"ftp://b.example/x", ""},
      {"file:///etc/passwd", ""},
      {"https:x", ""},
      {"https://u@b.example/", ""},
      {"javascript:alert(1)", ""},
      {"/\t", ""},
  };
  for (const Case& c : cases) {
    CAPTURE(c.location);
    const auto target = redirect_target(*parse_link(base), c.location);
    CHECK((target ? target->text : "") == c.target);
  }
  const auto of_root = [](const std::string& location) {
    return redirect_target(*parse_link("http://a.example"), location).value().text;
  };
  CHECK(of_root("x") == "http://a.example/x");
  CHECK(of_root("../x") == "http://a.example/x");
  CHECK(of_root("?x") == "http://a.example/?x");
}

TEST_CASE("an origin is a scheme, a host and a port") {
  const auto same = [](const std::string& a, const std::string& b) {
    return same_origin(*parse_link(a), *parse_link(b));
  };
  CHECK(same("https://a.example/x", "https://a.example"));
  CHECK(same("https://a.example/x", "HTTPS://A.EXAMPLE:443/y?z"));
  CHECK(same("http://a.example", "http://a.example:80"));
  CHECK(same("https://a.example:8443/x", "https://a.example:8443/y"));
  CHECK_FALSE(same("https://a.example", "http://a.example"));
  CHECK_FALSE(same("https://a.example", "http://a.example:443"));
  CHECK_FALSE(same("https://a.example", "https://a.example:8443"));
  CHECK_FALSE(same("https://a.example", "https://b.a.example"));
  CHECK_FALSE(same("https://a.example", "https://a.example.b"));
  CHECK_FALSE(same("https://a.example", "https://a.example."));
}

TEST_CASE("a reply's header is found by its name") {
  Reply reply;
  reply.headers = {{"a", "1"}, {"b", "2"}, {"a", "3"}};
  CHECK(reply.header("a") == "1");
  CHECK(reply.header("b") == "2");
  CHECK(reply.header("c").empty());
}

}  // namespace shotlist::tests::url_test
