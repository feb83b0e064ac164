// How long the wire waits, and that it reads what has arrived before it stops waiting.

#include <string>

#include "http/replies.h"
#include "support/catch2.h"
#include "support/raw_server.h"

namespace shotlist::tests::deadline_test {

using namespace shotlist::http;
using namespace std::chrono_literals;

namespace {

RawAnswer silence(const RawRequest&) {
  return {};
}

Message within_a_minute(const RawServer& server, const std::string& body = "{}") {
  Envelope envelope = post_to(server.url());
  envelope.timeout = 60s;
  return sealed(envelope, body);
}

/// Sends it, and comes back when the server has it.
void ask(Wire& wire, const RawServer& server, const Message& message) {
  const std::size_t before = server.requests().size();
  wire.transport.start(1, message);
  while (server.requests().size() == before)
    REQUIRE(wire.transport.wait(1ms).empty());
}

}  // namespace

TEST_CASE("an answer that arrived while nobody looked is no timeout") {
  const std::size_t size = GENERATE(std::size_t{20}, std::size_t{60'000});
  const bool closes = GENERATE(false, true);
  CAPTURE(size, closes);
  RawServer server(silence);
  Wire wire;
  ask(wire, server, within_a_minute(server));
  const std::string body(size, 'x');
  REQUIRE(server.write(1, http_answer(200, body),
                       closes ? RawAnswer::Then::close : RawAnswer::Then::keep));
  wire.time += 24h;
  const Reply reply = reply_of(wire.transport);
  CHECK(int(reply.transfer) == int(Transfer::complete));
  CHECK(reply.status == 200);
  CHECK(reply.body.size() == size);
  CHECK(reply.elapsed == 24h);
}

TEST_CASE("no answer that arrived among many is lost") {
  constexpr std::size_t many = 270;  // more than are read at a time
  RawServer server(silence);
  Wire wire(many);
  for (std::size_t i = 0; i < many; ++i)
    wire.transport.start(i, within_a_minute(server));
  while (server.requests().size() < many)
    REQUIRE(wire.transport.wait(1ms).empty());
  for (int connection = 1; connection <= int{many}; ++connection)
    REQUIRE(server.write(connection, http_answer(200, "{}")));
  wire.time += 24h;
  std::size_t complete = 0;
  for (std::size_t replies = 0; replies < many;) {
    for (const Reply& reply : wire.transport.wait(1h)) {
      ++replies;
      if (reply.transfer == Transfer::complete) ++complete;
    }
  }
  CHECK(complete == many);
}

TEST_CASE("silence ends at the deadline and not before, and the request may have been heard") {
  RawServer server(silence);
  Wire wire;
  ask(wire, server, within_a_minute(server));
  wire.time += 60s - 1ns;
  CHECK(wire.transport.wait(0ns).empty());
  wire.time += 1ns;
  const Reply reply = reply_of(wire.transport);
  CHECK(int(reply.transfer) == int(Transfer::timed_out));
  CHECK(reply.bytes_left);
  CHECK(reply.status == 0);
  CHECK(reply.fault == "no answer within 60s");
  server.stop();
  CHECK(server.requests().size() == 1);
}

TEST_CASE("of an answer that is half here at the deadline, the half is kept") {
  RawServer server(silence);
  Wire wire;
  ask(wire, server, within_a_minute(server));
  const std::string whole = http_answer(200, R"({"id":"T1"})");
  REQUIRE(server.write(1, whole.substr(0, whole.size() - 1)));
  wire.time += 60s;
  const Reply reply = reply_of(wire.transport);
  CHECK(int(reply.transfer) == int(Transfer::timed_out));
  CHECK(reply.status == 200);
  CHECK(reply.body == R"({"id":"T1")");
}

TEST_CASE("each message has a deadline of its own, and its connection is not used again") {
  RawServer server([](const RawRequest& request) {
    return request.body == "lost" ? RawAnswer{} : RawAnswer{http_answer(200, "{}")};
  });
  Wire wire;
  REQUIRE(send(wire.transport, within_a_minute(server)).status == 200);
  wire.let_silence_pass();
  ask(wire, server, within_a_minute(server, "lost"));
  wire.time += 30s;
  wire.transport.start(2, within_a_minute(server, "lost"));
  CHECK(wire.transport.wait(0ns).empty());
  wire.time += 30s;
  CHECK(reply_of(wire.transport).ticket == 1);
  wire.time += 29s;
  CHECK(wire.transport.wait(0ns).empty());
  wire.time += 1s;
  CHECK(reply_of(wire.transport).ticket == 2);
  CHECK(send(wire.transport, within_a_minute(server)).status == 200);
  server.stop();
  CHECK(server.requests().size() == 4);
}

}  // namespace shotlist::tests::deadline_test
