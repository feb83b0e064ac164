#include "http/proxy_log.h"

#include "support/catch2.h"

namespace shotlist::tests::proxy_log_test {

using namespace shotlist::http;

TEST_CASE("a proxy is named without its password") {
  ProxyLog log;
  CHECK_FALSE(log.is_used());
  CHECK(log.tell("no answer") == "no answer");
  log.read("Uses proxy env variable https_proxy == 'http://user:secret@proxy.example:3128'\n");
  CHECK(log.is_used());
  CHECK(log.tell("http://user:secret@proxy.example:3128 is silent") ==
        "proxy proxy.example:3128: proxy.example:3128 is silent");
  log.clear();
  CHECK_FALSE(log.is_used());
}

TEST_CASE("the list of hosts without a proxy is no proxy, nor is any other line of the log") {
  for (const char* line :
       {"Uses proxy env variable no_proxy == 'localhost,api.example'\n",
        "Uses proxy env variable NO_PROXY == '*'\n", "Uses proxy env variable http_proxy == ''\n",
        "Uses proxy env variable http_proxy == '", "Uses proxy env variable ",
        "Connected to api.example == 'x'\n", ""}) {
    CAPTURE(line);
    ProxyLog log;
    log.read(line);
    CHECK_FALSE(log.is_used());
  }
}

}  // namespace shotlist::tests::proxy_log_test
