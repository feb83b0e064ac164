// The promise that no paid request is repeated behind our back, by libcurl itself. HTTP/1.1 is the
// only version that is enabled.

#include <algorithm>
#include <string>

#include "http/curl_transport.h"
#include "http/replies.h"
#include "support/catch2.h"
#include "support/raw_server.h"
#include "system/epoll_queue.h"

namespace shotlist::tests::replay_test {

using namespace shotlist::http;
using namespace shotlist::system;

namespace {

std::size_t copies_of(const std::string& body, RawServer& server) {
  server.stop();
  const auto requests = server.requests();
  return static_cast<std::size_t>(
      std::count_if(requests.begin(), requests.end(),
                    [&](const RawRequest& request) { return request.body == body; }));
}

}  // namespace

TEST_CASE("a request lost on a reused connection is reported broken and never sent again") {
  const RawAnswer::Then end = GENERATE(RawAnswer::Then::close, RawAnswer::Then::reset);
  const std::size_t size = GENERATE(std::size_t{20}, std::size_t{200'000});
  // Reads the second request of a connection to its end, then goes away without a word.
  RawServer server([end](const RawRequest& request) {
    return request.number == 2 ? RawAnswer{"", end, 0} : RawAnswer{http_answer(200, "{}")};
  });
  const std::string second(size, '2');
  Reply reply;
  {
    Wire wire;
    REQUIRE(send(wire.transport, post(server.url(), "first")).status == 200);
    wire.let_silence_pass();
    reply = send(wire.transport, post(server.url(), second));
  }
  CHECK(reply.transfer == Transfer::broken);
  CHECK(reply.bytes_left);
  CHECK(reply.status == 0);
  CHECK(copies_of(second, server) == 1);
}

TEST_CASE("a request lost on a fresh connection is reported broken and never sent again") {
  const RawAnswer::Then end = GENERATE(RawAnswer::Then::close, RawAnswer::Then::reset);
  RawServer server([end](const RawRequest&) { return RawAnswer{"", end, 0}; });
  Reply reply;
  {
    EpollQueue events;
    CurlTransport transport(4, events);
    reply = send(transport, post(server.url(), "only"));
  }
  CHECK(reply.transfer == Transfer::broken);
  CHECK(reply.bytes_left);
  CHECK(copies_of("only", server) == 1);
}

TEST_CASE("after a lost request the next one goes out on a new connection") {
  RawServer server([](const RawRequest& request) {
    return request.number == 2 ? RawAnswer{"", RawAnswer::Then::close, 0}
                               : RawAnswer{http_answer(200, "{}")};
  });
  {
    Wire wire;
    CHECK(send(wire.transport, post(server.url(), "first")).status == 200);
    wire.let_silence_pass();
    CHECK(send(wire.transport, post(server.url(), "lost")).transfer == Transfer::broken);
    CHECK(send(wire.transport, post(server.url(), "third")).status == 200);
  }
  CHECK(copies_of("first", server) == 1);
  CHECK(copies_of("lost", server) == 1);
  CHECK(copies_of("third", server) == 1);
}

TEST_CASE("a server that crashed may have heard the request, though it cannot be reached again") {
  RawServer server([](const RawRequest& request) {
    return request.number == 2 ? RawAnswer{"", RawAnswer::Then::vanish, 0}
                               : RawAnswer{http_answer(200, "{}")};
  });
  Wire wire;
  REQUIRE(send(wire.transport, post(server.url(), "first")).status == 200);
  wire.let_silence_pass();
  const Reply reply = send(wire.transport, post(server.url(), "lost"));
  CHECK(reply.transfer == Transfer::broken);
  CHECK(reply.bytes_left);
  CHECK(reply.fault == "the server closed the connection without an answer");
  CHECK(copies_of("lost", server) == 1);
  CHECK_FALSE(send(wire.transport, post(server.url(), "next")).bytes_left);
}

TEST_CASE("an answer of 408 or 417 does not make a request go out again") {
  const int status = GENERATE(401, 408, 417, 425, 503);
  RawServer server([status](const RawRequest&) {
    return RawAnswer{http_answer(status, "{}", "Retry-After: 0\r\n")};
  });
  {
    EpollQueue events;
    CurlTransport transport(4, events);
    CHECK(send(transport, post(server.url(), "once")).status == status);
  }
  CHECK(copies_of("once", server) == 1);
}

}  // namespace shotlist::tests::replay_test
