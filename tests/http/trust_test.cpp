// Whom the wire believes to be the server, and what it says of others, proxies among them.

#include <cstdlib>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "http/bad_certificate.h"
#include "http/replies.h"
#include "support/catch2.h"
#include "support/raw_server.h"
#include "support/temporary_directory.h"

namespace shotlist::tests::trust_test {

using namespace shotlist::http;
using namespace std::chrono_literals;

namespace {

/// A host that does not exist is asked for by way of this proxy.
class ProxyInTheEnvironment {
 public:
  explicit ProxyInTheEnvironment(const std::string& url) {
    for (const auto& [name, value] : kept_)
      ::unsetenv(name.c_str());
    ::setenv("https_proxy", url.c_str(), 1);
  }
  ProxyInTheEnvironment(const ProxyInTheEnvironment&) = delete;
  ProxyInTheEnvironment& operator=(const ProxyInTheEnvironment&) = delete;
  ~ProxyInTheEnvironment() {
    ::unsetenv("https_proxy");
    for (const auto& [name, value] : kept_) {
      if (!value.empty()) ::setenv(name.c_str(), value.c_str(), 1);
    }
  }

 private:
  static std::string value_of(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr ? value : "";
  }

  std::vector<std::pair<std::string, std::string>> kept_ = {{"no_proxy", value_of("no_proxy")},
                                                            {"NO_PROXY", value_of("NO_PROXY")}};
};

const std::string url = "https://api.example.invalid/v1/video/create";

RawServer::Script tunnel(std::string answer, RawAnswer::Then then = RawAnswer::Then::keep) {
  return [=](const RawRequest&) { return RawAnswer{answer, then}; };
}

const std::string opened = "HTTP/1.1 200 Connection established\r\n\r\n";

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("what goes wrong at a proxy is told of the proxy, and nothing left") {
  using Then = RawAnswer::Then;
  struct Case {
    std::string what;
    std::string answer;
    Then then;
    RawAnswer to_tls;
    Transfer transfer;
    std::string fault;
  };
  const std::vector<Case> cases = {
      {"wants a password",
       http_answer(407, "{\"id\":\"T1\"}", "Retry-After: 7\r\n"),
       Then::keep,
       {},
       Transfer::broken,
       "407"},
      {"cannot reach the server", http_answer(502, ""), Then::close, {}, Transfer::broken, "502"},
      {"redirects",
       http_answer(302, "", "Location: http://portal/\r\n"),
       Then::keep,
       {},
       Transfer::broken,
       "302"},
      {"closes", "", Then::close, {}, Transfer::broken, "CONNECT"},
      {"is silent", "", Then::keep, {}, Transfer::timed_out, "no connection within"},
      {"talks garbage", "SSH-2.0-OpenSSH\r\n\r\n", Then::close, {}, Transfer::broken, ""},
      {"closes the tunnel", opened, Then::keep, {"", Then::close}, Transfer::broken, ""},
      {"breaks the tunnel", opened, Then::keep, {"", Then::reset}, Transfer::broken, ""},
      {"is silent in the tunnel",
       opened,
       Then::keep,
       {"", Then::keep},
       Transfer::timed_out,
       "no connection within"},
      {"talks garbage in the tunnel",
       opened,
       Then::keep,
       {"this is no TLS\r\n", Then::close},
       Transfer::broken,
       "TLS|SSL|version"},
      {"shows another certificate",
       opened,
       Then::keep,
       {tls_greeting_with(self_signed_certificate), Then::keep},
       Transfer::untrusted,
       "self-signed certificate"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.what);
    RawServer proxy(tunnel(c.answer, c.then), {{}, c.to_tls});
    const std::string name = "127.0.0.1:" + std::to_string(proxy.port());
    const ProxyInTheEnvironment environment("http://user:password@" + name);
    Wire wire;
    Envelope envelope = post_to(url);
    envelope.connect_timeout = c.transfer == Transfer::timed_out ? 100ms : 60s;
    envelope.bearer = Secret("sk-test");
    const Reply reply = send(wire.transport, sealed(envelope, "{}"));
    CAPTURE(reply.fault);
    CHECK_FALSE(reply.bytes_left);
    CHECK(int(reply.transfer) == int(c.transfer));
    CHECK(reply.status == 0);
    CHECK(reply.body.empty());
    CHECK(reply.headers.empty());
    CHECK(holds(reply.fault, "proxy " + name + ": "));
    CHECK_FALSE(holds(reply.fault, "password"));
    bool is_named = false;
    for (const std::string_view word : split(c.fault, '|'))
      is_named = is_named || holds(reply.fault, std::string(word));
    CHECK(is_named);
    proxy.stop();
    REQUIRE(proxy.requests().size() == 1);
    CHECK(proxy.requests()[0].head.rfind("CONNECT api.example.invalid:443 ", 0) == 0);
    CHECK(proxy.requests()[0].count("authorization") == 0);
  }
}

TEST_CASE("a proxy that cannot be reached is named") {
  const DeadPort dead;
  const std::string name = "127.0.0.1:" + std::to_string(dead.port());
  struct Case {
    std::string url;
    std::string name;
  };
  const std::vector<Case> cases = {
      {"http://user:password@" + name, name},
      {"socks5h://" + name, name},
      {name, name},
      {"http://proxy.invalid:3128", "proxy.invalid:3128"},
      {"http://proxy.invalid", "proxy.invalid:1080"},
      {"nonsense://user:password@" + name, name},
  };
  for (const Case& c : cases) {
    CAPTURE(c.url);
    const ProxyInTheEnvironment environment(c.url);
    Wire wire;
    const Reply reply = send(wire.transport, post(url, "{}"));
    CAPTURE(reply.fault);
    CHECK_FALSE(reply.bytes_left);
    CHECK(int(reply.transfer) == int(Transfer::broken));
    CHECK(holds(reply.fault, "proxy " + c.name + ": "));
    CHECK_FALSE(holds(reply.fault, "password"));
  }
}

TEST_CASE("a deadline that passes while a proxy is silent finds nothing left") {
  RawServer proxy(tunnel(""));
  const ProxyInTheEnvironment environment(proxy.url(""));
  Wire wire;
  wire.transport.start(1, post(url, "{}"));
  while (proxy.requests().empty())
    REQUIRE(wire.transport.wait(1ms).empty());
  wire.time += 60s;
  const Reply reply = reply_of(wire.transport);
  CHECK(int(reply.transfer) == int(Transfer::timed_out));
  CHECK_FALSE(reply.bytes_left);
  CHECK(holds(reply.fault, "no connection within 60s"));
}

TEST_CASE("a server with a certificate that is not trusted is asked nothing") {
  RawServer server(tunnel(""), {{}, {tls_greeting_with(self_signed_certificate)}});
  Wire wire;
  const Reply reply =
      send(wire.transport, post("https://127.0.0.1:" + std::to_string(server.port()) + "/", "{}"));
  CHECK(int(reply.transfer) == int(Transfer::untrusted));
  CHECK_FALSE(reply.bytes_left);
  CHECK(holds(reply.fault, "self-signed certificate"));
  CHECK_FALSE(holds(reply.fault, "proxy"));
}

TEST_CASE("a file of certificates is trusted for the messages that name it, and for no others") {
  const TemporaryDirectory directory;
  const std::string file = directory.file("ca.pem");
  std::ofstream(file) << self_signed_certificate;
  RawServer server(tunnel(""),
                   {{}, {tls_greeting_with(self_signed_certificate), RawAnswer::Then::close}});
  const std::string server_url = "https://127.0.0.1:" + std::to_string(server.port()) + "/";
  Wire wire;
  Envelope envelope = post_to(server_url);
  CHECK(int(send(wire.transport, sealed(envelope, "{}")).transfer) == int(Transfer::untrusted));
  envelope.ca_file = file;
  // The server knows nothing to say after its certificate, which is accepted.
  CHECK(int(send(wire.transport, sealed(envelope, "{}")).transfer) == int(Transfer::broken));
  envelope.ca_file.clear();
  CHECK(int(send(wire.transport, sealed(envelope, "{}")).transfer) == int(Transfer::untrusted));
}

TEST_CASE("a certificate that is out of date is named so") {
  const TemporaryDirectory directory;
  const std::string file = directory.file("ca.pem");
  std::ofstream(file) << expired_certificate;
  RawServer server(tunnel(""), {{}, {tls_greeting_with(expired_certificate)}});
  Wire wire;
  Envelope envelope = post_to("https://127.0.0.1:" + std::to_string(server.port()) + "/");
  envelope.ca_file = file;
  const Reply reply = send(wire.transport, sealed(envelope, "{}"));
  CHECK(int(reply.transfer) == int(Transfer::untrusted));
  CHECK(holds(reply.fault, "certificate has expired"));
}

TEST_CASE("a file of certificates that is none is told") {
  const TemporaryDirectory directory;
  const std::string file = directory.file("ca.pem");
  std::ofstream(file) << "no certificate\n";
  RawServer server(tunnel(""), {{}, {tls_greeting_with(self_signed_certificate)}});
  Wire wire;
  Envelope envelope = post_to("https://127.0.0.1:" + std::to_string(server.port()) + "/");
  envelope.ca_file = file;
  const Reply reply = send(wire.transport, sealed(envelope, "{}"));
  CHECK(int(reply.transfer) == int(Transfer::untrusted));
  CHECK_FALSE(reply.bytes_left);
  CHECK(holds(reply.fault, file));
}

}  // namespace shotlist::tests::trust_test
