#include "api/base_url.h"

#include <optional>
#include <string>
#include <string_view>

#include "support/catch2.h"

namespace shotlist::tests::base_url_test {
namespace {

TEST_CASE("a base URL is an http address with a host, and perhaps a path") {
  for (const char* good :
       {"https://h.example", "http://127.0.0.1:8080", "https://h.example/gateway", "http://[::1]:1",
        "HTTPS://H.example", "https://h.example/v1/account/0123456789abcdef0123456789abcdef/openai",
        "http://sk-gateway:8080", "https://sk-proxy.h.example/sk-videos"}) {
    CAPTURE(good);
    CHECK_FALSE(api::mistake_in_base_url(good));
  }
}

TEST_CASE("what is wrong with a base URL is told with what to write instead") {
  struct Case {
    std::string url;
    std::string_view what;
    std::string_view remedy;
  };
  for (const Case& c : {
           Case{"", "is empty", "https://api.jxincm.cn"},
           {"h.example", "has no scheme", "write https://h.example"},
           {"h.example:8443/v1", "has no scheme", "write https://h.example:8443/v1"},
           {"localhost:8080", "has no scheme", "write http://localhost:8080"},
           {"127.0.0.1:8080", "has no scheme", "write http://127.0.0.1:8080"},
           {"/v1", "has no scheme", "such as https://"},
           {"ftp://h.example", "begins with neither https:// nor http://", "such as https://"},
           {"htps://h.example", "begins with neither https:// nor http://", "such as https://"},
           {"file:///etc/passwd", "begins with neither", "such as https://"},
           {"https://", "cannot be https://", "such as https://"},
           {"https:/h", "cannot be https:/h", "such as https://"},
           {"https:///h", "cannot be https:///h", "such as https://"},
           {"https://h.example:port", "cannot be https://h.example:port", "such as https://"},
           {" https://h.example", "has white space at its beginning or end", "take it away"},
           {"https://h.example\n", "has white space at its beginning or end", "take it away"},
           {"https://h .example", "holds white space", "such as https://"},
           {"https://h.example\r\nX: y", "holds white space", "such as https://"},
           {"\"https://h.example\"", "holds quotation marks", "such as https://"},
           {"<https://h.example>", "holds quotation marks or brackets", "such as https://"},
           {"https\xEF\xBC\x9A//h.example", "full-width", "plain letters"},
           {"https://h.example\x01", "characters that no address has", "plain letters"},
       }) {
    CAPTURE(c.url);
    const auto mistake = api::mistake_in_base_url(c.url);
    REQUIRE(mistake);
    CHECK(mistake->what.find(c.what) != std::string::npos);
    CHECK(mistake->remedy.find(c.remedy) != std::string::npos);
    CHECK_FALSE(mistake->secret);
  }
}

TEST_CASE("a secret in a base URL is refused and not repeated") {
  struct Case {
    std::string url;
    std::string_view what;
    std::string_view remedy;
  };
  for (const Case& c : {
           Case{"sk-hidden", "is an API key, not an address", "SHOTLIST_API_KEY"},
           {"sk-proj-hidden4fQz9Lm2Xw7Rt", "is an API key, not an address", "SHOTLIST_API_KEY"},
           {"hidden4fQz9Lm2Xw7Rt0Yb6N", "is an API key, not an address", "SHOTLIST_API_KEY"},
           {"https://sk-hidden@h.example", "a user name or a password", "SHOTLIST_API_KEY"},
           {"https://user:hidden@h.example", "a user name or a password", "https://api"},
           {"https://user:pa/hidden@h.example", "a user name or a password", "https://api"},
           {"https://user:pa#hidden@h.example", "a user name or a password", "https://api"},
           {"https://h.example?key=hidden", "a query", "write https://h.example"},
           {"https://h.example/p?hidden", "a query", "write https://h.example/p"},
           {"h.example?hidden", "a query", "https://api"},
           {"https://h.example/#hidden", "a fragment", "write https://h.example/"},
           {"https://h.example/sk-hidden4fQz9Lm2Xw7Rt0Yb/v1", "what looks like an API key",
            "https://api"},
           {"https://sk-hidden4fQz9Lm2Xw7Rt0Yb", "what looks like an API key", "https://api"},
           {"sk-hidden4fQz9Lm2Xw7Rt0Yb ", "what looks like an API key", "https://api"},
       }) {
    CAPTURE(c.url);
    const auto mistake = api::mistake_in_base_url(c.url);
    REQUIRE(mistake);
    CHECK(mistake->what.find(c.what) != std::string::npos);
    CHECK(mistake->remedy.find(c.remedy) != std::string::npos);
    CHECK(mistake->secret);
    CHECK((mistake->what + mistake->remedy).find("hidden") == std::string::npos);
  }
  // Elsewhere it might be a key; then it is not shown.
  for (const char* url : {"hidden4fQz9Lm2Xw7Rt0Yb.h", "ftp://hidden4fQz9Lm2Xw7Rt0Yb",
                          "https:/hidden4fQz9Lm2Xw7Rt0Yb", "eyJhbGciOi.hidden4fQz9Lm2Xw7Rt0Yb.x"}) {
    CAPTURE(url);
    const auto mistake = api::mistake_in_base_url(url);
    REQUIRE(mistake);
    CHECK((mistake->what + mistake->remedy).find("hidden") == std::string::npos);
  }
}

TEST_CASE("a path that would be in the address twice is taken off the base URL") {
  struct Case {
    std::string_view base_url;
    std::string_view create_path;
    std::optional<std::string> meant;
  };
  const std::optional<std::string> host = "https://h.example";
  for (const Case& c : {
           Case{"https://h.example/v1", "/v1/video/create", host},
           {"https://h.example/v1/video", "/v1/video/create", host},
           {"https://h.example/v1/video/create", "/v1/video/create", host},
           {"https://h.example/proxy/v1", "/v1/video/create", "https://h.example/proxy"},
           {"https://h.example/v2", "/v2/make", host},
           {"https://h.example", "/v1/video/create", std::nullopt},
           {"https://h.example/proxy", "/v1/video/create", std::nullopt},
           {"https://h.example/v1", "/video/create", std::nullopt},
           {"https://h.example/v2", "/v1/video/create", std::nullopt},
           {"https://h.example/v1/account", "/v1/video/create", std::nullopt},
           {"https://h.example/xv1", "/v1/video/create", std::nullopt},
           {"https://h.example/api", "/api/create", std::nullopt},
           {"https://v1", "/v1/video/create", std::nullopt},
       }) {
    CAPTURE(c.base_url, c.create_path);
    CHECK(api::without_repeated_path(c.base_url, c.create_path) == c.meant);
  }
}

}  // namespace
}  // namespace shotlist::tests::base_url_test
