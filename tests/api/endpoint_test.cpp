#include "api/endpoint.h"

#include <string>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::endpoint_test {
namespace {

using namespace std::chrono_literals;

api::Endpoint gateway() {
  api::Endpoint endpoint;
  endpoint.base_url = "https://gateway.invalid/at";
  endpoint.key = Secret("a-key-of-nobody");
  endpoint.user_agent = "shotlist/1";
  endpoint.timeout = 20s;
  endpoint.connect_timeout = 5s;
  endpoint.ca_file = "/certificates.pem";
  return endpoint;
}

}  // namespace

TEST_CASE("a task is looked at with its id, its bytes escaped") {
  struct Case {
    std::string path;
    std::string id;
    std::string url;
  };
  const std::string base = "https://gateway.invalid/at";
  const std::vector<Case> cases = {
      {"/v1/video/query", "sora-2:task_01k6", "/v1/video/query?id=sora-2%3Atask_01k6"},
      {"/v1/video/query", "a-Z_0.~9", "/v1/video/query?id=a-Z_0.~9"},
      {"/v1/video/query", "a b&id=c#/../?%2F",
       "/v1/video/query?id=a%20b%26id%3Dc%23%2F..%2F%3F%252F"},
      {"/v1/video/query", "\xE4\xBB\xBB\r\n", "/v1/video/query?id=%E4%BB%BB%0D%0A"},
      {"/query?as=json", "t1", "/query?as=json&id=t1"},
      {"/v2/videos/{id}", "a/b", "/v2/videos/a%2Fb"},
      {"/v2/videos/{id}", "{id}", "/v2/videos/%7Bid%7D"},
  };
  for (const Case& test : cases) {
    CAPTURE(test.path, test.id);
    api::Endpoint endpoint = gateway();
    endpoint.query_path = test.path;
    CHECK(query_envelope(endpoint, test.id)->url == base + test.url);
  }
}

TEST_CASE("a look is a GET with the key and the limits of a submission, and no body's type") {
  const auto look = query_envelope(gateway(), "t1");
  CHECK(look->method == "GET");
  CHECK((look->headers == std::vector<std::string>{"Accept: application/json",
                                                   "User-Agent: shotlist/1",
                                                   "Cache-Control: no-cache"}));
  CHECK(look->bearer.reveal() == "a-key-of-nobody");
  CHECK((look->timeout == 20s));
  CHECK((look->connect_timeout == 5s));
  CHECK(look->ca_file == "/certificates.pem");
}

TEST_CASE("a gateway's own place of a video has the id, escaped, or there is none") {
  api::Endpoint endpoint = gateway();
  CHECK(content_url(endpoint, "t:1").empty());
  endpoint.content_path = "/v1/videos/{id}/content";
  CHECK(content_url(endpoint, "t:1/2") == endpoint.base_url + "/v1/videos/t%3A1%2F2/content");
}

}  // namespace shotlist::tests::endpoint_test
