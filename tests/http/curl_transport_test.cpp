#include "http/curl_transport.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include <unistd.h>

#include "http/replies.h"
#include "support/catch2.h"
#include "support/raw_server.h"
#include "system/epoll_queue.h"
#include "system/file_descriptor.h"

namespace shotlist::tests::curl_transport_test {

using namespace shotlist::http;
using namespace shotlist::system;
using namespace std::chrono_literals;

namespace {

RawServer::Script always(const std::string& bytes, RawAnswer::Then then = RawAnswer::Then::keep) {
  return [=](const RawRequest&) { return RawAnswer{bytes, then, 0}; };
}

}  // namespace

TEST_CASE("a request arrives as it was given, and its answer comes back") {
  RawServer server(
      always(http_answer(200, R"({"id":"sora-2:task_1"})", "X-Oneapi-Request-Id: r1\r\n")));
  EpollQueue events;
  CurlTransport transport(4, events);
  Envelope envelope = post_to(server.url("/v1/video/create?a=b"));
  envelope.headers = {"Content-Type: application/json", "User-Agent: shotlist/1"};
  envelope.bearer = Secret("sk-test");
  transport.start(7, sealed(envelope, R"({"prompt":"夜市"})"));
  const Reply reply = reply_of(transport);

  CHECK(reply.ticket == 7);
  CHECK(reply.transfer == Transfer::complete);
  CHECK(reply.bytes_left);
  CHECK(reply.status == 200);
  CHECK(reply.body == R"({"id":"sora-2:task_1"})");
  CHECK(reply.fault.empty());
  CHECK(reply.elapsed > 0ns);
  CHECK(reply.header("x-oneapi-request-id") == "r1");

  REQUIRE(server.requests().size() == 1);
  const RawRequest request = server.requests().front();
  CHECK(request.head.rfind("POST /v1/video/create?a=b HTTP/1.1\r\n", 0) == 0);
  CHECK(request.body == R"({"prompt":"夜市"})");
  CHECK(request.header("content-type") == "application/json");
  CHECK(request.header("user-agent") == "shotlist/1");
  CHECK(request.header("authorization") == "Bearer sk-test");
  CHECK(request.count("authorization") == 1);
  CHECK(request.count("content-length") == 1);
}

TEST_CASE("without a key no key is sent") {
  RawServer server(always(http_answer(200, "{}")));
  EpollQueue events;
  CurlTransport transport(4, events);
  CHECK(send(transport, post(server.url(), "{}")).status == 200);
  CHECK(server.requests().at(0).count("authorization") == 0);
}

TEST_CASE("one question, one answer: a large body is sent at once and arrives intact") {
  RawServer server(always(http_answer(200, "{}")));
  EpollQueue events;
  CurlTransport transport(4, events);
  std::string body;
  while (body.size() < 200'000)
    body += "{\"n\":" + std::to_string(body.size()) + "}";
  CHECK(send(transport, post(server.url(), body)).status == 200);
  REQUIRE(server.requests().size() == 1);
  CHECK((server.requests()[0].body == body));
  CHECK(server.requests()[0].count("expect") == 0);
}

TEST_CASE("a body may hold any byte") {
  RawServer server(always(http_answer(200, "{}")));
  EpollQueue events;
  CurlTransport transport(4, events);
  const std::string body("a\0b\r\n\r\n\xff", 8);
  CHECK(send(transport, post(server.url(), body)).status == 200);
  CHECK(server.requests().at(0).body == body);
}

TEST_CASE("a GET has no body") {
  RawServer server(always(http_answer(200, "{}")));
  EpollQueue events;
  CurlTransport transport(4, events);
  Envelope envelope = post_to(server.url("/v1/video/query?id=sora-2%3Atask_1"));
  envelope.method = "GET";
  CHECK(send(transport, sealed(envelope, "")).status == 200);
  CHECK(server.requests().at(0).head.rfind("GET /v1/video/query?id=sora-2%3Atask_1 ", 0) == 0);
  CHECK(server.requests().at(0).count("content-length") == 0);
}

TEST_CASE("a redirect is an answer, never an order") {
  const int status = GENERATE(301, 302, 303, 307, 308);
  RawServer target(always(http_answer(200, "{}")));
  RawServer server(always(http_answer(status, "", "Location: " + target.url() + "\r\n")));
  EpollQueue events;
  CurlTransport transport(4, events);
  Envelope envelope = post_to(server.url());
  envelope.bearer = Secret("sk-test");
  const Reply reply = send(transport, sealed(envelope, "{}"));
  CHECK(reply.status == status);
  CHECK(reply.transfer == Transfer::complete);
  target.stop();
  CHECK(target.connections() == 0);
}

TEST_CASE("header names are lowered, values kept and trimmed") {
  RawServer server(always(http_answer(429, "", "RETRY-After:  30 \r\nX-Case: MiXed: Value\r\n")));
  EpollQueue events;
  CurlTransport transport(4, events);
  const Reply reply = send(transport, post(server.url(), "{}"));
  CHECK(reply.header("retry-after") == "30");
  CHECK(reply.header("x-case") == "MiXed: Value");
  CHECK(reply.header("x-absent").empty());
}

TEST_CASE("a server that quotes the key is not quoted") {
  const std::string key = "sk-0123456789abcdef";
  RawServer server(
      always(http_answer(401, "bad: " + key + ", " + key, "X-Key: <" + key + ">\r\n")));
  EpollQueue events;
  CurlTransport transport(4, events);
  Envelope envelope = post_to(server.url());
  envelope.bearer = Secret(key);
  const Reply reply = send(transport, sealed(envelope, "{}"));
  CHECK(reply.body == "bad: [key], [key]");
  CHECK(reply.header("x-key") == "<[key]>");
  CHECK(reply.with_key.empty());
  envelope.keeps_quoted_key = true;
  const Reply whole = send(transport, sealed(envelope, "{}"));
  CHECK(whole.body == "bad: [key], [key]");
  CHECK(whole.with_key.reveal() == "bad: " + key + ", " + key);
}

TEST_CASE("the headers of an answer are its own, and without the key, whatever the last one had") {
  const std::string key = "sk-0123456789abcdef";
  const std::string other_key = "sk-fedcba9876543210";
  const std::vector<std::string> heads = {
      "X-Key: <" + key + ">\r\nX-Last: " + other_key + "\r\n",
      "X-Key: <" + key + ">\r\nX-Last: " + other_key + "\r\n",
      "X-First: 1\r\nX-Key: <" + key + ">\r\n",
      "X-Key: <" + key + ">\r\nX-Long: " + std::string(200, 'a') + "\r\nX-Last: 2\r\n",
      "X-Key: <" + key + ">\r\nX-Long: " + std::string(200, 'b') + "\r\nX-Last: " + other_key +
          "\r\n"};
  std::size_t asked = 0;
  RawServer server([&](const RawRequest&) {
    return RawAnswer{http_answer(200, "{}", heads.at(asked++)), RawAnswer::Then::keep, 0};
  });
  EpollQueue events;
  CurlTransport transport(1, events);
  Envelope envelope = post_to(server.url());
  envelope.bearer = Secret(key);
  const auto shared = std::make_shared<const Envelope>(envelope);
  const auto next = [&](const std::shared_ptr<const Envelope>& to) {
    return send(transport, {to, "{}"});
  };
  for (int i = 0; i < 2; ++i) {
    const Reply reply = next(shared);
    CHECK(reply.header("x-key") == "<[key]>");
    CHECK(reply.header("x-last") == other_key);
  }
  Reply reply = next(shared);
  CHECK(reply.header("x-first") == "1");
  CHECK(reply.header("x-key") == "<[key]>");
  CHECK(reply.header("x-last").empty());
  reply = next(shared);
  CHECK(reply.header("x-long") == std::string(200, 'a'));
  CHECK(reply.header("x-last") == "2");

  envelope.bearer = Secret(other_key);
  reply = next(std::make_shared<const Envelope>(envelope));
  CHECK(reply.header("x-key") == "<" + key + ">");
  CHECK(reply.header("x-long") == std::string(200, 'b'));
  CHECK(reply.header("x-last") == "[key]");
}

TEST_CASE("a key that is a short word does not tear a task id") {
  RawServer server(always(http_answer(200, R"({"id":"task_1"})")));
  EpollQueue events;
  CurlTransport transport(4, events);
  Envelope envelope = post_to(server.url());
  envelope.bearer = Secret("task");
  CHECK(send(transport, sealed(envelope, "{}")).body == R"({"id":"task_1"})");
}

TEST_CASE("an answer that was compressed unasked is read") {
  // {"id":"a"}, as gzip makes it.
  const char bytes[] =
      "\037\213\010\000\000\000\000\000\002\003\253\126\312\114\121\262\122\112\124\252\005\000\103"
      "\346\244\232\012\000\000\000";
  const std::string compressed(bytes, sizeof bytes - 1);
  RawServer server(always(http_answer(200, compressed, "Content-Encoding: gzip\r\n")));
  EpollQueue events;
  CurlTransport transport(4, events);
  CHECK(send(transport, post(server.url(), "{}")).body == R"({"id":"a"})");
  CHECK(server.requests().at(0).count("accept-encoding") == 0);
}

TEST_CASE("a server on this machine is asked directly, whatever the environment says of proxies") {
  RawServer server(always(http_answer(200, "{}")));
  ::unsetenv("no_proxy");
  ::setenv("http_proxy", "http://127.0.0.1:1", 1);
  EpollQueue events;
  CurlTransport transport(4, events);
  CHECK(send(transport, post(server.url(), "{}")).status == 200);
  ::unsetenv("http_proxy");
}

TEST_CASE("an interim answer leaves nothing behind") {
  RawServer server(always("HTTP/1.1 102 Processing\r\nX-Interim: yes\r\n\r\n" +
                          http_answer(200, "{}", "X-Final: yes\r\n")));
  EpollQueue events;
  CurlTransport transport(4, events);
  const Reply reply = send(transport, post(server.url(), "{}"));
  CHECK(reply.status == 200);
  CHECK(reply.header("x-final") == "yes");
  CHECK(reply.header("x-interim").empty());
}

TEST_CASE("an answer that is too large is cut, not refused") {
  const std::size_t size = Envelope().largest_body + 1'000'000;
  RawServer server(always(http_answer(200, std::string(size, 'x'))));
  EpollQueue events;
  CurlTransport transport(4, events);
  const Reply reply = send(transport, post(server.url(), "{}"));
  CHECK(reply.transfer == Transfer::complete);
  CHECK(reply.status == 200);
  CHECK(reply.body.size() == Envelope().largest_body);
  Envelope envelope = post_to(server.url());
  envelope.largest_body = size + 1;
  CHECK(send(transport, sealed(envelope, "{}")).body.size() == size);
}

TEST_CASE("an answer cut short is broken, and keeps what arrived") {
  const RawAnswer::Then then = GENERATE(RawAnswer::Then::close, RawAnswer::Then::reset);
  const std::string whole = http_answer(200, R"({"id":"sora-2:task_1"})");
  RawServer server(always(whole.substr(0, whole.size() - 5), then));
  EpollQueue events;
  CurlTransport transport(4, events);
  const Reply reply = send(transport, post(server.url(), "{}"));
  CHECK(reply.transfer == Transfer::broken);
  CHECK(reply.bytes_left);
  CHECK(reply.status == 200);
  CHECK_FALSE(reply.fault.empty());
  // A reset may overtake the last bytes.
  CHECK(std::string(R"({"id":"sora-2:tas)").rfind(reply.body, 0) == 0);
}

TEST_CASE("an answer that is no HTTP is broken") {
  RawServer server(always("SSH-2.0-OpenSSH\r\n", RawAnswer::Then::close));
  EpollQueue events;
  CurlTransport transport(4, events);
  const Reply reply = send(transport, post(server.url(), "{}"));
  CHECK(reply.transfer == Transfer::broken);
  CHECK(reply.bytes_left);
  CHECK(reply.status == 0);
}

TEST_CASE("nothing leaves where there is no connection") {
  const DeadPort dead;
  RawServer plain(always(http_answer(200, "{}")));
  struct Case {
    std::string why;
    std::string url;
  };
  const std::vector<Case> cases = {
      {"connection refused", "http://127.0.0.1:" + std::to_string(dead.port()) + "/"},
      {"name without an address", "http://name.invalid/"},
      {"no TLS on the other side", "https://127.0.0.1:" + std::to_string(plain.port()) + "/"},
      {"a scheme that is not ours", "ftp://127.0.0.1/"},
  };
  EpollQueue events;
  CurlTransport transport(4, events);
  for (const Case& c : cases) {
    CAPTURE(c.why);
    Envelope envelope = post_to(c.url);
    envelope.connect_timeout = 5s;
    const Reply reply = send(transport, sealed(envelope, R"({"prompt":"x"})"));
    CHECK_FALSE(reply.bytes_left);
    CHECK(reply.transfer != Transfer::complete);
    CHECK(reply.status == 0);
    CHECK(reply.body.empty());
    CHECK_FALSE(reply.fault.empty());
  }
  plain.stop();
  CHECK(plain.requests().empty());
  CHECK(plain.connections() == 1);
}

TEST_CASE("many are in flight at once and come back under their own tickets") {
  constexpr std::size_t many = 6;
  RawServer server([](const RawRequest& request) {
    return RawAnswer{http_answer(200, "echo " + request.body), RawAnswer::Then::keep, many};
  });
  EpollQueue events;
  CurlTransport transport(many, events);
  for (std::uint64_t ticket = 1; ticket <= many; ++ticket) {
    transport.start(ticket, post(server.url(), std::to_string(ticket)));
  }
  std::vector<Reply> replies;
  while (replies.size() < many) {
    for (Reply& reply : transport.wait(30s))
      replies.push_back(std::move(reply));
  }
  std::sort(replies.begin(), replies.end(),
            [](const Reply& a, const Reply& b) { return a.ticket < b.ticket; });
  for (std::uint64_t ticket = 1; ticket <= many; ++ticket) {
    CHECK(replies[ticket - 1].ticket == ticket);
    CHECK(replies[ticket - 1].body == "echo " + std::to_string(ticket));
  }
  CHECK(server.connections() == int{many});
}

TEST_CASE("one request after another shares a connection, once the server has kept quiet") {
  RawServer server(always(http_answer(200, "{}")));
  Wire wire;
  CHECK(send(wire.transport, post(server.url(), "{}")).status == 200);
  wire.let_silence_pass();
  for (int i = 0; i < 5; ++i)
    CHECK(send(wire.transport, post(server.url(), "{}")).status == 200);
  CHECK(server.requests().size() == 6);
  CHECK(server.connections() == 1);
}

TEST_CASE("waiting for nothing ends in time") {
  EpollQueue events;
  CurlTransport transport(4, events);
  CHECK(transport.wait(0ns).empty());
  CHECK(transport.wait(1ms).empty());
}

TEST_CASE("what wakes the queue ends a wait") {
  int ends[2] = {};
  REQUIRE(::pipe(ends) == 0);
  const FileDescriptor reader(ends[0]);
  const FileDescriptor writer(ends[1]);
  RawServer server(always(""));
  EpollQueue events;
  events.wake_by(reader.get());
  CurlTransport transport(4, events);
  REQUIRE(::write(writer.get(), "x", 1) == 1);
  // Were the descriptor not heard, this would wait for an hour.
  CHECK(transport.wait(1h).empty());
  transport.start(1, post(server.url(), "{}"));
  CHECK(transport.wait(1h).empty());
}

}  // namespace shotlist::tests::curl_transport_test
