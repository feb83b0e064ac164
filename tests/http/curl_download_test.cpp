#include "http/curl_download.h"

#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "http/bad_certificate.h"
#include "http/fetches.h"
#include "support/catch2.h"
#include "support/raw_server.h"
#include "support/temporary_directory.h"

namespace shotlist::tests::curl_download_test {

using namespace shotlist::http;
using namespace std::chrono_literals;

namespace {

using Then = RawAnswer::Then;

RawServer::Script saying(std::string bytes, Then then = Then::keep) {
  return [=](const RawRequest&) { return RawAnswer{bytes, then}; };
}

bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// Starts it, and comes back when the server has the request.
void begin(Wire& wire, const RawServer& server, const Fetched& fetched) {
  const std::size_t before = server.requests().size();
  wire.transport.fetch(fetched.fetch);
  while (server.requests().size() == before)
    wire.transport.wait(1ms);
}

void wait_for_bytes(Wire& wire, const RememberingSink& sink, std::size_t count) {
  while (sink.bytes.size() < count)
    wire.transport.wait(60s);
}

}  // namespace

TEST_CASE("a fetch is one GET with the headers it was given") {
  RawServer server(saying(http_answer(206, "bytes", "ETag: \"e\"\r\nSet-Cookie: a=b\r\n")));
  Wire wire;
  for (int i = 0; i < 2; ++i) {
    Fetched fetched = fetch_of(server.url("/v.mp4?sig=a"));
    fetched.fetch.headers = {"Range: bytes=10-", "If-Range: \"e\""};
    fetched.fetch.user_agent = "shotlist/1";
    fetched.fetch.bearer = Secret("sk-test");
    const Reply reply = run(wire.transport, fetched);
    CHECK(int(reply.transfer) == int(Transfer::complete));
    CHECK(reply.bytes_left);
    CHECK(reply.status == 206);
    CHECK(reply.header("etag") == "\"e\"");
    CHECK(reply.body.empty());
    CHECK(reply.fault.empty());
    CHECK(fetched.sink->bytes == "bytes");
    CHECK(fetched.sink->begun == 1);
    CHECK(fetched.sink->head.status == 206);
    CHECK(fetched.sink->head.header("etag") == "\"e\"");
  }
  server.stop();
  REQUIRE(server.requests().size() == 2);
  for (const RawRequest& request : server.requests()) {
    CHECK(request.head.rfind("GET /v.mp4?sig=a HTTP/1.1\r\n", 0) == 0);
    CHECK(request.header("range") == "bytes=10-");
    CHECK(request.header("if-range") == "\"e\"");
    CHECK(request.header("user-agent") == "shotlist/1");
    CHECK(request.header("accept-encoding") == "identity");
    CHECK(request.count("accept-encoding") == 1);
    CHECK(request.header("authorization") == "Bearer sk-test");
    CHECK(request.count("authorization") == 1);
    CHECK(request.count("cookie") == 0);
    CHECK(request.count("expect") == 0);
    CHECK(request.count("content-length") == 0);
    CHECK(request.body.empty());
  }
}

TEST_CASE("a fetch without a key sends none, whatever was sent before to the same server") {
  RawServer server(saying(http_answer(200, "bytes")));
  Wire wire;
  Envelope envelope = post_to(server.url());
  envelope.bearer = Secret("sk-test");
  CHECK(send(wire.transport, sealed(envelope, "{}")).status == 200);
  Fetched with_key = fetch_of(server.url());
  with_key.fetch.bearer = Secret("sk-test");
  run(wire.transport, with_key);
  CHECK(run(wire.transport, fetch_of(server.url())).status == 200);
  REQUIRE(server.requests().size() == 3);
  CHECK(server.requests()[1].count("authorization") == 1);
  CHECK(server.requests()[2].count("authorization") == 0);
  CHECK_FALSE(mentions(server.requests()[2].head, "sk-test"));
}

TEST_CASE("a link is asked for byte for byte") {
  RawServer server(saying(http_answer(200, "")));
  Wire wire;
  struct Case {
    std::string link;
    std::string target = {};  // empty: the same
  };
  const std::vector<Case> cases = {
      {"/"},
      {"", "/"},
      {"?x=1", "/?x=1"},
      {"/a/../b/./c//d/.."},
      {"/a%2Fb%2f..%2F%zz?st=2025-10-06T14%3A04%3A21Z&sig=a+b%3D&x=/../y"},
      {"/x?"},
      {"/a b?c d", "/a%20b?c%20d"},
      {"/夜市?夜", "/%E5%A4%9C%E5%B8%82?%E5%A4%9C"},
      {"/{x}|\"<>^`[1]\\"},
      {"/x?y#z", "/x?y"},
      {"/?sig=" + std::string(4096, 'x')},
  };
  for (const Case& c : cases) {
    CAPTURE(c.link);
    CHECK(run(wire.transport, fetch_of(server.url(c.link))).status == 200);
    const std::string target = c.target.empty() ? c.link : c.target;
    CHECK(server.requests().back().head.rfind("GET " + target + " HTTP/1.1\r\n", 0) == 0);
  }
}

TEST_CASE("a link that cannot be read ends its own fetch only") {
  RawServer server(saying(http_answer(200, "bytes")));
  Wire wire;
  for (const char* link : {"", "nonsense", "ftp://127.0.0.1/x", "http://user@127.0.0.1/x",
                           "http://127.0.0.1/\r\nX: y", "data:video/mp4;base64,AAAA"}) {
    CAPTURE(link);
    const Fetched bad = fetch_of(link);
    const Fetched good = fetch_of(server.url());
    wire.transport.fetch(bad.fetch);
    wire.transport.fetch(good.fetch);
    CHECK(wire.transport.fetches() == 2);
    const Reply reply = end_of(wire.transport, *bad.sink);
    CHECK(int(reply.transfer) == int(Transfer::broken));
    CHECK_FALSE(reply.bytes_left);
    CHECK(reply.fault == "the link cannot be read");
    CHECK(bad.sink->begun == 0);
    CHECK(end_of(wire.transport, *good.sink).status == 200);
    CHECK(wire.transport.fetches() == 0);
  }
}

TEST_CASE("a redirect is told, and not followed") {
  const int status = GENERATE(301, 302, 303, 307, 308);
  RawServer target(saying(http_answer(200, "")));
  RawServer server(
      saying(http_answer(status, "moved", "Location: " + target.url("/a b") + "\r\n")));
  Wire wire;
  Fetched fetched = fetch_of(server.url());
  fetched.fetch.bearer = Secret("sk-test");
  fetched.sink->wants_body = false;
  const Reply reply = run(wire.transport, fetched);
  CHECK(int(reply.transfer) == int(Transfer::refused));
  CHECK(reply.status == status);
  CHECK(fetched.sink->head.status == status);
  CHECK(fetched.sink->head.header("location") == target.url("/a b"));
  CHECK(fetched.sink->bytes.empty());
  target.stop();
  CHECK(target.connections() == 0);
}

TEST_CASE("a head comes before the body, once, even where there is no body") {
  struct Case {
    std::string answer;
    int status;
    std::string body;
  };
  const std::string interim = "HTTP/1.1 103 Early Hints\r\nX-Kind: interim\r\n\r\n";
  const std::vector<Case> cases = {
      {http_answer(200, "", "X-Kind: final\r\n"), 200, ""},
      {http_answer(416, "", "X-Kind: final\r\n"), 416, ""},
      {http_answer(404, "gone", "X-Kind: final\r\n"), 404, "gone"},
      {"HTTP/1.1 204 None\r\nX-Kind: final\r\n\r\n", 204, ""},
      {"HTTP/1.1 304 Same\r\nX-Kind: final\r\n\r\n", 304, ""},
      {interim + interim + http_answer(200, "x", "X-Kind: final\r\n"), 200, "x"},
      {"HTTP/1.1 200 OK\nX-Kind: final\nContent-Length: 1\n\nx", 200, "x"},
      {"HTTP/1.0 200 OK\r\nX-Kind: final\r\nContent-Length: 1\r\n\r\nx", 200, "x"},
      {"HTTP/1.1 200 OK\r\nX-Kind: final\r\nTransfer-Encoding: chunked\r\n\r\n"
       "1\r\nx\r\n0\r\nX-Kind: trailer\r\n\r\n",
       200, "x"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.answer);
    RawServer server(saying(c.answer));
    Wire wire;
    const Fetched fetched = fetch_of(server.url());
    std::vector<std::string> order;
    fetched.sink->when_begun = [&] { order.emplace_back("begin"); };
    fetched.sink->when_taken = [&] { order.emplace_back("take"); };
    fetched.sink->when_ended = [&] { order.emplace_back("ended"); };
    const Reply reply = run(wire.transport, fetched);
    CHECK(int(reply.transfer) == int(Transfer::complete));
    CHECK(reply.status == c.status);
    CHECK(reply.header("x-kind") == "final");
    CHECK(fetched.sink->head.header("x-kind") == "final");
    CHECK(fetched.sink->bytes == c.body);
    CHECK(order == (c.body.empty() ? std::vector<std::string>{"begin", "ended"}
                                   : std::vector<std::string>{"begin", "take", "ended"}));
  }
}

TEST_CASE("a file comes as it is: chunks are removed, and nothing is decoded") {
  const std::string file = std::string("\x1F\x8B\x08 not really gzip \0\r\n\r\n", 25);
  RawServer plain(saying(http_answer(200, file, "Content-Encoding: gzip\r\n")));
  RawServer chunked(
      saying("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
             "5;x=y\r\n" +
             file.substr(0, 5) + "\r\n14\r\n" + file.substr(5) + "\r\n0\r\nX: y\r\n\r\n"));
  Wire wire;
  for (RawServer* server : {&plain, &chunked}) {
    const Fetched fetched = fetch_of(server->url());
    CHECK(int(run(wire.transport, fetched).transfer) == int(Transfer::complete));
    CHECK(fetched.sink->bytes == file);
  }
}

TEST_CASE("a large file comes whole, in pieces") {
  std::string file;
  while (file.size() < 5'000'000)
    file += std::to_string(file.size());
  RawServer server(saying(http_answer(200, file)));
  Wire wire;
  const Fetched fetched = fetch_of(server.url());
  int pieces = 0;
  fetched.sink->when_taken = [&] { ++pieces; };
  CHECK(int(run(wire.transport, fetched).transfer) == int(Transfer::complete));
  CHECK((fetched.sink->bytes == file));
  CHECK(pieces > 10);
}

TEST_CASE("a file cut short is broken, and it is told after how much of how much") {
  struct Case {
    std::string what;
    std::string answer;
    Then then;
    Transfer transfer;
    std::string fault;
    std::string bytes;
  };
  const std::string chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  const std::string closing = "HTTP/1.1 200 OK\r\n\r\n";
  const std::string ten = http_answer(200, "0123456789");
  const std::vector<Case> cases = {
      {"a length", ten.substr(0, ten.size() - 7), Then::close, Transfer::broken,
       "the server closed the connection after 3 of 10 bytes", "012"},
      {"a length, and nothing came", ten.substr(0, ten.size() - 10), Then::close, Transfer::broken,
       "the server closed the connection after 0 of 10 bytes", ""},
      {"inside a chunk", chunks + "a\r\n012", Then::close, Transfer::broken,
       "the server closed the connection after 3 bytes", "012"},
      {"between chunks", chunks + "3\r\n012\r\n", Then::close, Transfer::broken,
       "the server closed the connection after 3 bytes", "012"},
      {"no chunks", chunks + "nonsense\r\n", Then::close, Transfer::broken, "after 0 bytes: ", ""},
      {"neither", closing + "012", Then::close, Transfer::complete, "", "012"},
      {"neither, and nothing came", closing, Then::close, Transfer::complete, "", ""},
      {"no answer", "", Then::close, Transfer::broken,
       "the server closed the connection without an answer", ""},
      {"half a head", "HTTP/1.1 200 OK\r\nX: y\r\n", Then::close, Transfer::broken,
       "the answer ends in its head", ""},
      {"no HTTP", "SSH-2.0-OpenSSH\r\n", Then::close, Transfer::broken, "", ""},
      {"a header that is too long",
       "HTTP/1.1 200 OK\r\nX: " + std::string(200'000, 'x') + "\r\n\r\n", Then::close,
       Transfer::broken, "the server sent a header that is too long", ""},
      {"more than the length", ten + "more", Then::close, Transfer::complete, "", "0123456789"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.what);
    RawServer server(saying(c.answer, c.then));
    Wire wire;
    const Fetched fetched = fetch_of(server.url());
    const Reply reply = run(wire.transport, fetched);
    CAPTURE(reply.fault);
    CHECK(int(reply.transfer) == int(c.transfer));
    CHECK(reply.bytes_left);
    CHECK(reply.fault.empty() == (c.transfer == Transfer::complete));
    CHECK(reply.fault.rfind(c.fault, 0) == 0);
    CHECK(fetched.sink->bytes == c.bytes);
    CHECK((reply.status == 200) == (fetched.sink->begun == 1));
    if (fetched.sink->begun == 0) CHECK(reply.headers.empty());
  }
}

TEST_CASE("a connection that breaks is told with what has arrived") {
  RawServer server(saying("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n012"));
  Wire wire;
  const Fetched fetched = fetch_of(server.url());
  wire.transport.fetch(fetched.fetch);
  wait_for_bytes(wire, *fetched.sink, 3);
  REQUIRE(server.write(1, "", Then::reset));
  const Reply reply = end_of(wire.transport, *fetched.sink);
  CHECK(int(reply.transfer) == int(Transfer::broken));
  CHECK(mentions(reply.fault, "after 3 of 10 bytes"));
}

TEST_CASE("a file that is not wanted ends at once, after its head or in its middle") {
  const bool at_head = GENERATE(true, false);
  RawServer server(saying("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n01234"));
  Wire wire;
  const Fetched fetched = fetch_of(server.url());
  fetched.sink->wants_body = !at_head;
  fetched.sink->most = 5;
  const Reply reply = run(wire.transport, fetched);
  CHECK(int(reply.transfer) == int(Transfer::refused));
  CHECK(reply.status == 200);
  CHECK(reply.header("content-length") == "1000000");
  CHECK_FALSE(reply.fault.empty());
  CHECK(fetched.sink->bytes == (at_head ? "" : "01234"));
  CHECK(fetched.sink->begun == 1);
  server.await_open_connections(0);
}

TEST_CASE("a stall ends a fetch at its time and not before") {
  struct Case {
    std::string what;
    std::string answer;
    std::size_t bytes;
    std::string fault;
  };
  const std::vector<Case> cases = {
      {"no answer", "", 0, "nothing arrived for 30s"},
      {"in the body", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n012", 3,
       "nothing arrived for 30s, after 3 of 10 bytes"},
      {"without a length", "HTTP/1.1 200 OK\r\n\r\n012", 3,
       "nothing arrived for 30s, after 3 bytes"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.what);
    RawServer server(saying(c.answer));
    Wire wire;
    const Fetched fetched = fetch_of(server.url());
    begin(wire, server, fetched);
    wait_for_bytes(wire, *fetched.sink, c.bytes);
    wire.time += 30s - 1ns;
    wire.transport.wait(0ns);
    CHECK_FALSE(fetched.sink->end);
    wire.time += 1ns;
    const Reply reply = end_of(wire.transport, *fetched.sink);
    CHECK(int(reply.transfer) == int(Transfer::timed_out));
    CHECK(reply.bytes_left);
    CHECK(reply.fault == c.fault);
    CHECK(reply.elapsed == 30s);
    CHECK(wire.transport.fetches() == 0);
    server.await_open_connections(0);
  }
}

TEST_CASE("a fetch may take for ever, as long as a byte arrives now and then") {
  RawServer server(saying("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"));
  Wire wire;
  const Fetched fetched = fetch_of(server.url());
  begin(wire, server, fetched);
  for (std::size_t i = 1; i <= 100; ++i) {
    wire.time += 29s;
    REQUIRE(server.write(1, "x"));
    wait_for_bytes(wire, *fetched.sink, i);
  }
  const Reply reply = end_of(wire.transport, *fetched.sink);
  CHECK(int(reply.transfer) == int(Transfer::complete));
  CHECK(reply.elapsed == 2900s);
}

TEST_CASE("what arrived while nobody looked is no stall") {
  const bool closes = GENERATE(false, true);
  const std::size_t size = GENERATE(std::size_t{1}, std::size_t{200'000});
  RawServer server(saying(""));
  Wire wire;
  const Fetched fetched = fetch_of(server.url());
  begin(wire, server, fetched);
  REQUIRE(
      server.write(1, http_answer(200, std::string(size, 'x')), closes ? Then::close : Then::keep));
  wire.time += 24h;
  const Reply reply = end_of(wire.transport, *fetched.sink);
  CHECK(int(reply.transfer) == int(Transfer::complete));
  CHECK(fetched.sink->bytes.size() == size);
}

TEST_CASE("no file that arrived among many is taken for a stall") {
  constexpr int many = 270;  // more than are read at a time
  RawServer server(saying(""));
  Wire wire(many);
  std::vector<Fetched> fetches;
  for (int i = 0; i < many; ++i) {
    fetches.push_back(fetch_of(server.url()));
    wire.transport.fetch(fetches.back().fetch);
  }
  while (server.requests().size() < std::size_t{many})
    wire.transport.wait(1ms);
  for (int connection = 1; connection <= many; ++connection)
    REQUIRE(server.write(connection, http_answer(200, "file")));
  wire.time += 24h;
  int complete = 0;
  for (const Fetched& fetched : fetches) {
    if (end_of(wire.transport, *fetched.sink).transfer == Transfer::complete) ++complete;
  }
  CHECK(complete == many);
}

TEST_CASE("a fetch that stalls does not end others, nor do they keep it alive") {
  RawServer silent(saying(""));
  RawServer server(saying("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"));
  Wire wire;
  const Fetched stalled = fetch_of(silent.url());
  const Fetched other = fetch_of(server.url());
  begin(wire, silent, stalled);
  begin(wire, server, other);
  wire.time += 20s;
  REQUIRE(server.write(1, "x"));
  wait_for_bytes(wire, *other.sink, 1);
  wire.time += 10s;
  CHECK(int(end_of(wire.transport, *stalled.sink).transfer) == int(Transfer::timed_out));
  CHECK_FALSE(other.sink->end);
  REQUIRE(server.write(1, "x"));
  CHECK(int(end_of(wire.transport, *other.sink).transfer) == int(Transfer::complete));
}

TEST_CASE("the time for connecting is for TLS, too") {
  RawServer server(saying(""), {{}, {"", Then::keep}});
  Wire wire;
  Fetched fetched = fetch_of("https://127.0.0.1:" + std::to_string(server.port()) + "/");
  fetched.fetch.connect_timeout = 100ms;
  const Reply reply = run(wire.transport, fetched);
  CHECK(int(reply.transfer) == int(Transfer::timed_out));
  CHECK_FALSE(reply.bytes_left);
  CHECK(reply.fault == "no connection within 100ms");
}

TEST_CASE("a file is fetched only from a server that is trusted") {
  const TemporaryDirectory directory;
  const std::string file = directory.file("ca.pem");
  std::ofstream(file) << self_signed_certificate;
  RawServer server(saying(""), {{}, {tls_greeting_with(self_signed_certificate), Then::close}});
  Wire wire;
  Fetched fetched = fetch_of("https://127.0.0.1:" + std::to_string(server.port()) + "/");
  Reply reply = run(wire.transport, fetched);
  CHECK(int(reply.transfer) == int(Transfer::untrusted));
  CHECK_FALSE(reply.bytes_left);
  CHECK(mentions(reply.fault, "self-signed certificate"));
  fetched.sink->end.reset();
  fetched.fetch.ca_file = file;
  // The server knows nothing to say after its certificate, which is accepted.
  CHECK(int(run(wire.transport, fetched).transfer) == int(Transfer::broken));
}

TEST_CASE("a server that quotes the key to a fetch is not quoted") {
  const std::string key = "sk-0123456789abcdef";
  RawServer server(saying(http_answer(401, "", "X-Key: <" + key + ">\r\n")));
  Wire wire;
  Fetched fetched = fetch_of(server.url());
  fetched.fetch.bearer = Secret(key);
  CHECK(run(wire.transport, fetched).header("x-key") == "<[key]>");
  CHECK(fetched.sink->head.header("x-key") == "<[key]>");

  Fetched named = fetch_of("http://" + key + ".localhost:1/");
  named.fetch.bearer = Secret(key);
  named.fetch.private_addresses = false;
  const Reply reply = run(wire.transport, named);
  CHECK(mentions(reply.fault, "[key]"));
  CHECK_FALSE(mentions(reply.fault, key));
}

TEST_CASE("a fetch uses no connection of a message, and a message none of a fetch") {
  RawServer server(saying(http_answer(200, "{}")));
  Wire wire;
  const auto message = [&] { return send(wire.transport, post(server.url(), "{}")).status; };
  CHECK(message() == 200);
  wire.let_silence_pass();
  CHECK(message() == 200);  // on the same connection, which stays open
  CHECK(server.connections() == 1);
  for (int i = 0; i < 3; ++i) {
    CHECK(run(wire.transport, fetch_of(server.url())).status == 200);
    CHECK(server.connections() == i + 2);
    CHECK(message() == 200);
    CHECK(server.connections() == i + 2);
  }
  for (const RawRequest& request : server.requests())
    CHECK((request.connection == 1) == (request.head.rfind("POST", 0) == 0));
}

TEST_CASE("what a server says after a file does not end the reuse of connections for messages") {
  RawServer files(saying(http_answer(200, "file") + "HTTP/1.1 200 stray\r\n\r\n"));
  RawServer server(saying(http_answer(200, "{}")));
  Wire wire;
  CHECK(send(wire.transport, post(server.url(), "{}")).status == 200);
  wire.let_silence_pass();
  for (int i = 0; i < 5; ++i) {
    CHECK(run(wire.transport, fetch_of(files.url())).status == 200);
    CHECK(send(wire.transport, post(server.url(), "{}")).status == 200);
  }
  CHECK(server.connections() == 1);
}

TEST_CASE("fetches leave idle connections of messages alone, however many there are") {
  constexpr std::size_t many = 40;
  RawServer files([](const RawRequest&) {
    return RawAnswer{http_answer(200, "file"), Then::keep, many};
  });
  RawServer server(saying(http_answer(200, "{}")));
  Wire wire(1);
  CHECK(send(wire.transport, post(server.url(), "{}")).status == 200);
  wire.let_silence_pass();
  std::vector<Fetched> fetches;
  const auto start = [&] {
    fetches.push_back(fetch_of(files.url()));
    wire.transport.fetch(fetches.back().fetch);
  };
  while (fetches.size() < many - 1)
    start();
  while (files.requests().size() < many - 1)
    wire.transport.wait(1ms);
  CHECK(send(wire.transport, post(server.url(), "{}")).status == 200);
  start();  // now the server answers them all
  for (const Fetched& fetched : fetches)
    CHECK(end_of(wire.transport, *fetched.sink).status == 200);
  CHECK(send(wire.transport, post(server.url(), "{}")).status == 200);
  CHECK(server.connections() == 1);
  CHECK(files.connections() == int{many});
}

TEST_CASE("a message whose time is over ends, though a file never stops arriving") {
  RawServer server([](const RawRequest& request) {
    return RawAnswer{request.head[0] == 'P' ? "" : "HTTP/1.1 200 OK\r\n\r\nx"};
  });
  Wire wire;
  wire.transport.start(1, post(server.url(), "{}"));
  while (server.requests().empty())
    wire.transport.wait(1ms);
  const Fetched fetched = fetch_of(server.url());
  fetched.sink->when_taken = [&] { server.write(2, "x"); };
  wire.transport.fetch(fetched.fetch);
  wait_for_bytes(wire, *fetched.sink, 1);
  const std::size_t before = fetched.sink->bytes.size();
  wire.time += 60s;
  const Reply reply = reply_of(wire.transport);
  CHECK(int(reply.transfer) == int(Transfer::timed_out));
  // libcurl reads a few hundred times before it returns.
  CHECK(fetched.sink->bytes.size() < before + 2000);
  wire.transport.abandon_all();
}

TEST_CASE("a wait ends with a fetch, and a sink may start the next one") {
  RawServer server(saying(http_answer(200, "file")));
  Wire wire;
  const Fetched first = fetch_of(server.url("/1"));
  const Fetched second = fetch_of(server.url("/2"));
  first.sink->when_ended = [&] {
    CHECK(wire.transport.fetches() == 0);
    wire.transport.fetch(second.fetch);
  };
  wire.transport.fetch(first.fetch);
  while (!first.sink->end)
    CHECK(wire.transport.wait(1h).empty());
  CHECK_FALSE(second.sink->end);
  CHECK(wire.transport.fetches() == 1);
  CHECK(end_of(wire.transport, *second.sink).status == 200);
  CHECK(server.requests().size() == 2);
}

TEST_CASE("abandoned fetches tell nothing more, and their connections are closed") {
  RawServer server(saying("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n012"));
  Wire wire;
  const Fetched running = fetch_of(server.url());
  wire.transport.fetch(running.fetch);
  wait_for_bytes(wire, *running.sink, 3);
  const Fetched waiting = fetch_of(server.url());
  wire.transport.fetch(waiting.fetch);
  CHECK(wire.transport.fetches() == 2);
  wire.transport.abandon_all();
  CHECK(wire.transport.fetches() == 0);
  CHECK(wire.transport.wait(0ns).empty());
  CHECK_FALSE(running.sink->end);
  CHECK(waiting.sink->begun == 0);
  CHECK(running.sink.use_count() == 2);  // this test's two: nobody else holds it
  server.await_open_connections(0);
  server.stop();
  CHECK(server.connections() == 1);
}

TEST_CASE("what a sink throws comes out of the wait, costs no reply, and ends its fetch") {
  const int when = GENERATE(0, 1, 2);
  RawServer server([](const RawRequest&) {
    return RawAnswer{http_answer(200, "file"), Then::keep, 2};
  });
  Wire wire;
  const Fetched fetched = fetch_of(server.url());
  const auto fail = [] { throw std::runtime_error("disk full"); };
  (when == 0   ? fetched.sink->when_begun
   : when == 1 ? fetched.sink->when_taken
               : fetched.sink->when_ended) = fail;
  wire.transport.fetch(fetched.fetch);
  wire.transport.start(1, post(server.url(), "{}"));
  int replies = 0;
  int failures = 0;
  while (replies + failures < 2) {
    try {
      replies += static_cast<int>(wire.transport.wait(60s).size());
    } catch (const std::runtime_error& error) {
      CHECK(std::string(error.what()) == "disk full");
      ++failures;
    }
  }
  CHECK(replies == 1);
  CHECK(failures == 1);
  CHECK(fetched.sink->end.has_value() == (when == 2));
  CHECK(wire.transport.fetches() == 0);
  CHECK(wire.transport.wait(0ns).empty());
}

TEST_CASE("sixteen files come at once, each to its own sink") {
  constexpr std::size_t many = 16;
  RawServer server([](const RawRequest& request) {
    const std::string name = request.head.substr(0, request.head.find(" HTTP"));
    return RawAnswer{http_answer(200, std::string(100'000, 'x') + name), Then::keep, many};
  });
  Wire wire;
  std::vector<Fetched> fetches;
  for (std::size_t i = 0; i < many; ++i) {
    fetches.push_back(fetch_of(server.url("/" + std::to_string(i))));
    wire.transport.fetch(fetches.back().fetch);
  }
  for (std::size_t i = 0; i < many; ++i) {
    CHECK(int(end_of(wire.transport, *fetches[i].sink).transfer) == int(Transfer::complete));
    CHECK(fetches[i].sink->bytes.substr(100'000) == "GET /" + std::to_string(i));
  }
  server.await_open_connections(0);
}

}  // namespace shotlist::tests::curl_download_test
