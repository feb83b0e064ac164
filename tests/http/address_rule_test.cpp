// Where a fetch may connect to.

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include <dlfcn.h>
#include <netdb.h>

#include "http/fetches.h"
#include "support/catch2.h"
#include "support/raw_server.h"

// Stands before the system's for libcurl: it knows some names more, as a DNS server of somebody
// else might.
int getaddrinfo(const char* name, const char* service, const addrinfo* hints, addrinfo** result) {
  static const auto of_the_system =
      reinterpret_cast<decltype(&getaddrinfo)>(::dlsym(RTLD_NEXT, "getaddrinfo"));
  const std::string known = name != nullptr ? name : "";
  const std::string end = ".named.invalid";
  if (known.size() <= end.size() || known.substr(known.size() - end.size()) != end)
    return of_the_system(name, service, hints, result);
  if (known == "loopback" + end) return of_the_system("127.0.0.1", service, hints, result);
  if (known == "private" + end) return of_the_system("10.1.2.3", service, hints, result);
  if (known == "six" + end) return of_the_system("::1", service, hints, result);
  return EAI_NONAME;
}

namespace shotlist::tests::address_rule_test {

using namespace shotlist::http;
using namespace std::chrono_literals;

namespace {

/// Variables of the environment, until this goes away.
class Environment {
 public:
  explicit Environment(const std::vector<std::pair<std::string, std::string>>& variables) {
    for (const char* name : {"no_proxy", "NO_PROXY"})
      set(name, "");
    for (const auto& [name, value] : variables)
      set(name, value);
  }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;
  ~Environment() {
    for (auto it = kept_.rbegin(); it != kept_.rend(); ++it)
      write(it->first, it->second);
  }

 private:
  static void write(const std::string& name, const std::string& value) {
    if (value.empty()) {
      ::unsetenv(name.c_str());
    } else {
      ::setenv(name.c_str(), value.c_str(), 1);
    }
  }
  void set(const std::string& name, const std::string& value) {
    const char* before = std::getenv(name.c_str());
    kept_.emplace_back(name, before != nullptr ? before : "");
    write(name, value);
  }

  std::vector<std::pair<std::string, std::string>> kept_;
};

RawAnswer file(const RawRequest&) {
  return {http_answer(200, "file")};
}

Fetched public_only(const std::string& url) {
  Fetched fetched = fetch_of(url);
  fetched.fetch.private_addresses = false;
  fetched.fetch.bearer = Secret("sk-test");
  return fetched;
}

bool states(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("this machine is not connected to, in whatever form it is written") {
  RawServer server(file);
  const std::string port = ":" + std::to_string(server.port()) + "/v.mp4";
  Wire wire;
  struct Case {
    std::string host;
    std::string address;
    std::string kind;
  };
  const std::vector<Case> cases = {
      {"127.0.0.1", "127.0.0.1", "loopback"},
      {"127.1", "127.0.0.1", "loopback"},
      {"2130706433", "127.0.0.1", "loopback"},
      {"0x7f.1", "127.0.0.1", "loopback"},
      {"0177.0.0.1", "127.0.0.1", "loopback"},
      {"%31%32%37.0.0.1", "127.0.0.1", "loopback"},
      {"0", "0.0.0.0", "unspecified"},
      {"[::1]", "0:0:0:0:0:0:0:1", "loopback"},
      {"[::ffff:127.0.0.1]", "127.0.0.1", "loopback"},
      {"10.0.0.1", "10.0.0.1", "private"},
      {"169.254.169.254", "169.254.169.254", "link-local"},
      {"[fe80::1]", "fe80:0:0:0:0:0:0:1", "link-local"},
      {"[64:ff9b::7f00:1]", "64:ff9b:0:0:0:0:7f00:1", "loopback"},
      {"224.0.0.1", "224.0.0.1", "multicast"},
      {"255.255.255.255", "255.255.255.255", "broadcast"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.host);
    const Fetched fetched = public_only("http://" + c.host + port);
    const Reply reply = run(wire.transport, fetched);
    CHECK(int(reply.transfer) == int(Transfer::broken));
    CHECK_FALSE(reply.bytes_left);
    CHECK(fetched.sink->begun == 0);
    CHECK(states(reply.fault,
                 " is at " + c.address + ", which is not a public address (" + c.kind + ")"));
  }
  const Reply reply = run(wire.transport, public_only("http://localhost" + port));
  CHECK_FALSE(reply.bytes_left);
  CHECK(states(reply.fault, "localhost is at "));
  server.stop();
  CHECK(server.connections() == 0);
}

TEST_CASE("a name is judged by the address that it leads to") {
  RawServer server(file);
  const std::string port = ":" + std::to_string(server.port()) + "/v.mp4";
  const std::string loopback = "loopback.named.invalid";
  Wire wire;
  Fetched allowed = public_only("http://" + loopback + port);
  allowed.fetch.private_addresses = true;
  REQUIRE(run(wire.transport, allowed).status == 200);
  CHECK(run(wire.transport, public_only("http://" + loopback + port)).fault ==
        loopback +
            " is at 127.0.0.1, which is not a public address (loopback): it is not "
            "connected to");
  CHECK(states(run(wire.transport, public_only("https://private.named.invalid" + port)).fault,
               "is at 10.1.2.3, which is not a public address (private)"));
  CHECK_FALSE(run(wire.transport, public_only("http://six.named.invalid" + port)).bytes_left);
  server.stop();
  CHECK(server.connections() == 1);
  CHECK(server.requests().size() == 1);
}

TEST_CASE("this machine is connected to where that is allowed") {
  RawServer server(file);
  Wire wire;
  Fetched fetched = public_only(server.url());
  fetched.fetch.private_addresses = true;
  CHECK(run(wire.transport, fetched).status == 200);
  CHECK(server.connections() == 1);
}

TEST_CASE("the rule is for files: a message goes wherever its user says") {
  RawServer server(file);
  Wire wire;
  CHECK(run(wire.transport, public_only(server.url())).status == 0);
  CHECK(send(wire.transport, post(server.url(), "{}")).status == 200);
}

TEST_CASE("a proxy may have any address, and looks up the host of the link") {
  RawServer proxy(file);
  const Environment environment({{"http_proxy", proxy.url("")}});
  Wire wire;
  const Fetched fetched = public_only("http://videos.example/a/../v.mp4");
  const Reply reply = run(wire.transport, fetched);
  CHECK(reply.status == 200);
  CHECK(reply.fault.empty());
  CHECK(fetched.sink->bytes == "file");
  REQUIRE(proxy.requests().size() == 1);
  CHECK(proxy.requests()[0].head.rfind("GET http://videos.example/a/../v.mp4 HTTP/1.1\r\n", 0) ==
        0);
}

TEST_CASE("a proxy is not asked for an address that is not public") {
  RawServer proxy(file);
  const Environment environment({{"http_proxy", proxy.url("")}, {"https_proxy", proxy.url("")}});
  Wire wire;
  for (const std::string& host : std::vector<std::string>{
           "10.0.0.1",     "0xa.1",       "167772161",         "012.0.0.1",
           "10.0.0.1.",    "192.168.1.1", "127.0.0.1",         "2130706433",

           "%31%30.0.0.1", "%3167772161", "169.254.169.254",   "localhost",
           "LOCALHOST",    "localhost.",  "a.localhost",       "0",
           "[::1]",        "[fd00::1]",   "[::ffff:10.0.0.1]", "[64:ff9b::a00:1]"}) {
    for (const std::string scheme : {"http://", "https://"}) {
      CAPTURE(scheme + host);
      const Reply reply = run(wire.transport, public_only(scheme + host + ":1/v.mp4"));
      CHECK(int(reply.transfer) == int(Transfer::broken));
      CHECK_FALSE(reply.bytes_left);
      CHECK(states(reply.fault, "which is not a public address"));
      CHECK_FALSE(states(reply.fault, "proxy"));
    }
  }
  CHECK(run(wire.transport, public_only("http://8.8.8.8/v.mp4")).status == 200);
  proxy.stop();
  CHECK(proxy.connections() == 1);
}

TEST_CASE("a host that needs no proxy is judged by its address, as without one") {
  RawServer proxy(file);
  const Environment environment(
      {{"http_proxy", proxy.url("")}, {"no_proxy", "named.invalid,10.0.0.1"}});
  Wire wire;
  for (const char* host : {"private.named.invalid", "10.0.0.1"}) {
    const Reply reply = run(wire.transport, public_only(std::string("http://") + host + ":1/"));
    CHECK_FALSE(reply.bytes_left);
    CHECK(states(reply.fault, "which is not a public address"));
  }
  CHECK(proxy.connections() == 0);
}

TEST_CASE("a proxy that fails a fetch is named without its password") {
  RawServer proxy([](const RawRequest&) { return RawAnswer{http_answer(502, "")}; });
  const std::string name = "127.0.0.1:" + std::to_string(proxy.port());
  const Environment environment({{"https_proxy", "http://user:password@" + name}});
  Wire wire;
  const Reply reply = run(wire.transport, public_only("https://videos.example/v.mp4"));
  CHECK(int(reply.transfer) == int(Transfer::broken));
  CHECK_FALSE(reply.bytes_left);
  CHECK(reply.status == 0);
  CHECK(states(reply.fault, "proxy " + name + ": "));
  CHECK_FALSE(states(reply.fault, "password"));
  REQUIRE(proxy.requests().size() == 1);
  CHECK(proxy.requests()[0].count("authorization") == 0);
}

}  // namespace shotlist::tests::address_rule_test
