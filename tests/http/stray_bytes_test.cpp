// What a server sends unasked is no answer.

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "http/replies.h"
#include "support/catch2.h"
#include "support/raw_server.h"

namespace shotlist::tests::stray_bytes_test {

using namespace shotlist::http;
using namespace shotlist::system;
using namespace std::chrono_literals;

namespace {

/// The answer to a request is the body of it.
RawAnswer echo(const RawRequest& request) {
  return {http_answer(200, request.body)};
}

std::vector<std::string> bodies_of(const RawServer& server) {
  std::vector<std::string> bodies;
  for (const RawRequest& request : server.requests())
    bodies.push_back(request.body);
  return bodies;
}

/// An event queue that lets a test do something just before a connection is looked at, once.
class WatchedQueue final : public EventQueue {
 public:
  void watch(int descriptor, bool readable, bool writable) override {
    queue_.watch(descriptor, readable, writable);
  }
  void forget(int descriptor) override { queue_.forget(descriptor); }
  void close(int descriptor) override { queue_.close(descriptor); }
  Waiting waiting_on(int connection) override {
    if (before_looking) std::exchange(before_looking, nullptr)();
    return queue_.waiting_on(connection);
  }
  void hang_up(int connection) override { queue_.hang_up(connection); }
  int local_port(int connection) override { return queue_.local_port(connection); }
  const std::vector<Event>& wait(Duration at_most) override { return queue_.wait(at_most); }

  std::function<void()> before_looking;

 private:
  EpollQueue queue_;
};

const std::string stray = http_answer(503, R"({"error":"stray"})");

void check_echo(CurlTransport& transport, const RawServer& server, const std::string& body) {
  CAPTURE(body);
  const Reply reply = send(transport, post(server.url(), body));
  CHECK(reply.status == 200);
  CHECK(reply.body == body);
  CHECK(reply.fault.empty());
}

}  // namespace

TEST_CASE("a server that answers twice, each time, is understood once, each time") {
  struct Case {
    std::string second;
    RawAnswer::Then then = RawAnswer::Then::keep;
    std::chrono::milliseconds after{};
  };
  const std::vector<Case> cases = {
      {http_answer(503, "{}")},
      {http_answer(503, "{}"), RawAnswer::Then::keep, 3ms},
      {http_answer(429, "{}", "Retry-After: 1\r\n"), RawAnswer::Then::keep, 20ms},
      {http_answer(401, "{}"), RawAnswer::Then::keep, 1ms},
      {http_answer(408, "", "Connection: close\r\n"), RawAnswer::Then::close, 2ms},
      {http_answer(200, R"({"id":"another"})"), RawAnswer::Then::keep, 5ms},
      {"\r\n\r\n", RawAnswer::Then::keep, 1ms},
  };
  for (const Case& c : cases) {
    CAPTURE(c.second, c.after.count());
    RawServer server([&c](const RawRequest& request) {
      RawAnswer answer = echo(request);
      answer.later = {{c.after, c.second}};
      answer.then = c.then;
      return answer;
    });
    EpollQueue events;
    CurlTransport transport(4, events);
    for (int row = 1; row <= 6; ++row)
      check_echo(transport, server, std::to_string(row));
    CHECK(bodies_of(server) == std::vector<std::string>{"1", "2", "3", "4", "5", "6"});
  }
}

TEST_CASE("a connection on which something came while it was idle is not used again") {
  const bool was_noticed = GENERATE(false, true);
  CAPTURE(was_noticed);
  RawServer server(echo);
  Wire wire;
  check_echo(wire.transport, server, "1");
  wire.let_silence_pass();
  check_echo(wire.transport, server, "2");
  REQUIRE(server.connections() == 1);
  REQUIRE(server.write(1, stray));
  if (was_noticed) {
    CHECK(wire.transport.wait(1h).empty());
    server.await_open_connections(0);
  }
  check_echo(wire.transport, server, "3");
  CHECK(server.connections() == 2);
  // Nor is any other connection to this server, ever.
  wire.let_silence_pass();
  check_echo(wire.transport, server, "4");
  check_echo(wire.transport, server, "5");
  CHECK(server.connections() == 4);
  server.await_open_connections(0);
}

TEST_CASE("what comes between the choice of a connection and the request is seen") {
  const bool is_a_word = GENERATE(true, false);
  CAPTURE(is_a_word);
  RawServer server(echo);
  WatchedQueue events;
  Moment now = Moment(1h);
  CurlTransport transport(
      4, events, [&] { return now; }, soon_trusted);
  check_echo(transport, server, "1");
  now += soon_trusted.silence;
  check_echo(transport, server, "2");
  REQUIRE(server.connections() == 1);
  events.before_looking = [&] {
    REQUIRE((is_a_word ? server.write(1, stray) : server.write(1, "", RawAnswer::Then::close)));
  };
  check_echo(transport, server, "3");
  CHECK(bodies_of(server) == std::vector<std::string>{"1", "2", "3"});
  CHECK(server.connections() == 2);
  // To close a connection is nobody's mistake.
  check_echo(transport, server, "4");
  CHECK(server.connections() == (is_a_word ? 3 : 2));
}

TEST_CASE("a server that talks first is not asked") {
  RawServer server(echo, {http_answer(200, R"({"id":"early"})"), {}});
  WatchedQueue events;
  events.before_looking = [&] { server.await_connections(1); };
  CurlTransport transport(4, events);
  const Reply reply = send(transport, post(server.url(), "{}"));
  CHECK_FALSE(reply.bytes_left);
  CHECK(int(reply.transfer) == int(Transfer::broken));
  CHECK(reply.status == 0);
  CHECK(reply.body.empty());
  CHECK(reply.fault == "the server sent bytes before it was asked");
  server.stop();
  CHECK(server.requests().empty());
}

TEST_CASE("a server that closes a new connection is not asked") {
  RawServer server(echo);
  WatchedQueue events;
  events.before_looking = [&] {
    server.await_connections(1);
    server.write(1, "", RawAnswer::Then::close);
  };
  CurlTransport transport(4, events);
  const Reply reply = send(transport, post(server.url(), "{}"));
  CHECK_FALSE(reply.bytes_left);
  CHECK(reply.fault == "the server closed the connection before it was asked");
}

TEST_CASE("a stray that meets the next request on its way is on another connection") {
  RawServer server(
      [](const RawRequest& request) { return request.body == "2" ? RawAnswer{} : echo(request); });
  Wire wire;
  check_echo(wire.transport, server, "1");
  wire.transport.start(2, post(server.url(), "2"));
  while (server.requests().size() < 2)
    REQUIRE(wire.transport.wait(1ms).empty());
  REQUIRE(server.write(1, stray));
  REQUIRE(server.write(server.requests()[1].connection, http_answer(200, "2")));
  const Reply reply = reply_of(wire.transport);
  CHECK(reply.status == 200);
  CHECK(reply.body == "2");
}

TEST_CASE("until a server has shown that it stays quiet, each request has its own connection") {
  RawServer server(echo);
  Wire wire;
  constexpr int requests = 10;
  for (int i = 1; i <= requests; ++i)
    check_echo(wire.transport, server, std::to_string(i));
  CHECK(server.connections() == requests);
  server.await_open_connections(int{ReuseRule::most_witnesses});
  CHECK(server.open_connections() == int{ReuseRule::most_witnesses});

  wire.let_silence_pass();
  for (int i = 1; i <= requests; ++i)
    check_echo(wire.transport, server, "again " + std::to_string(i));
  CHECK(server.connections() == requests);
}

TEST_CASE("a witness that speaks ends reuse, one that hangs up does not") {
  const bool speaks = GENERATE(true, false);
  const bool was_noticed = GENERATE(true, false);
  CAPTURE(speaks, was_noticed);
  RawServer server(echo);
  Wire wire;
  check_echo(wire.transport, server, "1");
  REQUIRE((speaks ? server.write(1, stray) : server.write(1, "", RawAnswer::Then::close)));
  if (was_noticed) CHECK(wire.transport.wait(1h).empty());
  wire.let_silence_pass();
  check_echo(wire.transport, server, "2");
  CHECK(server.connections() == 2);
  wire.let_silence_pass();
  check_echo(wire.transport, server, "3");
  CHECK(server.connections() == (speaks ? 3 : 2));
}

TEST_CASE("a server that never keeps a connection open is asked all the same") {
  RawServer server([](const RawRequest& request) {
    return RawAnswer{http_answer(200, request.body, "Connection: close\r\n"),
                     RawAnswer::Then::close};
  });
  Wire wire;
  for (int i = 1; i <= 10; ++i) {
    check_echo(wire.transport, server, std::to_string(i));
    wire.let_silence_pass();
  }
  CHECK(server.connections() == 10);
}

TEST_CASE("what follows an answer at once is dropped") {
  const bool is_chunked = GENERATE(false, true);
  CAPTURE(is_chunked);
  RawServer server([&](const RawRequest& request) {
    const std::string answer = is_chunked
                                   ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n" +
                                         request.body + "\r\n0\r\n\r\n"
                                   : http_answer(200, request.body);
    return RawAnswer{answer + (request.body == "2" ? stray : "")};
  });
  Wire wire;
  check_echo(wire.transport, server, "1");
  wire.let_silence_pass();
  check_echo(wire.transport, server, "2");
  REQUIRE(server.connections() == 1);
  check_echo(wire.transport, server, "3");
  CHECK(server.connections() == 2);
}

TEST_CASE("one server's words say nothing of another") {
  RawServer quiet(echo);
  RawServer loud(echo);
  Wire wire;
  check_echo(wire.transport, quiet, "1");
  check_echo(wire.transport, loud, "1");
  REQUIRE(loud.write(1, stray));
  wire.let_silence_pass();
  for (int i = 2; i <= 4; ++i) {
    check_echo(wire.transport, quiet, std::to_string(i));
    check_echo(wire.transport, loud, std::to_string(i));
  }
  CHECK(quiet.connections() == 1);
  CHECK(loud.connections() == 4);
}

}  // namespace shotlist::tests::stray_bytes_test
