// Answers whose body, or whose headers, are not what they are said to be.

#include <string>
#include <vector>

#include "http/codings.h"
#include "http/replies.h"
#include "support/catch2.h"
#include "support/raw_server.h"

namespace shotlist::tests::coded_answers_test {

using namespace shotlist::http;

namespace {

const std::string plain = R"({"id":"T1"})";

Reply reply_to(const RawAnswer& answer) {
  RawServer server([&answer](const RawRequest&) { return answer; });
  Wire wire;
  return send(wire.transport, post(server.url(), "{}"));
}

std::string chunked(const std::string& bytes) {
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); at += 7) {
    const std::string piece = bytes.substr(at, 7);
    out += std::to_string(piece.size()) + "\r\n" + piece + "\r\n";
  }
  return out + "0\r\n\r\n";
}

}  // namespace

TEST_CASE("an id comes through, whatever the headers say of the body around it") {
  struct Case {
    std::string headers;
    std::string body;
    std::string read;
    bool undecoded = false;
  };
  const std::string gzip = gzipped(plain);
  const std::vector<Case> cases = {
      {"Content-Encoding: gzip\r\n", gzip, plain},
      {"Content-Encoding: deflate\r\n", deflated(plain, -15), plain},
      {"Content-Encoding: deflate\r\nContent-Encoding: gzip\r\n", gzipped(deflated(plain, 15)),
       plain},
      {"Content-Encoding: identity\r\n", plain, plain},
      {"Content-Encoding: none\r\n", plain, plain},
      {"Content-Encoding:\r\n", plain, plain},
      {"Content-Encoding: utf-8\r\n", plain, plain, true},
      {"Content-Encoding: binary\r\n", plain, plain, true},
      {"Content-Encoding: gzip, aws-chunked\r\n", plain, plain, true},
      {"Content-Encoding: gzip, aws-chunked\r\n", gzip, plain, true},
      {"Content-Encoding: gzip\r\n", plain, plain, true},
      // Gzip that no header speaks of, or a wrong one.
      {"", gzip, plain},
      {"Content-Encoding: identity\r\n", gzip, plain},
      {"Content-Encoding: utf-8\r\n", gzip, plain},
      {"Content-Encoding: gzip\r\n", gzipped(gzip), plain},
      {"Content-Encoding: br\r\n", plain, plain, true},
      {"Content-Encoding: gzip\r\n", gzip.substr(0, gzip.size() - 4), plain, true},
  };
  for (const Case& c : cases) {
    const bool is_chunked = GENERATE(false, true);
    CAPTURE(c.headers, is_chunked);
    const Reply reply = reply_to({is_chunked ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n" +
                                                   c.headers + "\r\n" + chunked(c.body)
                                             : http_answer(200, c.body, c.headers)});
    CHECK(int(reply.transfer) == int(Transfer::complete));
    CHECK(reply.status == 200);
    CHECK(reply.body == c.read);
    CHECK(reply.undecoded == c.undecoded);
    CHECK(reply.fault.empty());
  }
}

TEST_CASE("chunks that are none, and chunks that break off, give what can be read") {
  struct Case {
    std::string what;
    std::string headers;
    std::string body;
    std::string read;
    Transfer transfer;
    bool undecoded;
  };
  const std::string te = "Transfer-Encoding: chunked\r\n";
  const std::string whole = chunked(plain);
  const std::vector<Case> cases = {
      {"a plain body", te, plain, plain, Transfer::broken, true},
      {"a plain body with its length", te + "Content-Length: 11\r\n", plain, plain,
       Transfer::complete, true},
      {"not the last chunk", te, whole.substr(0, whole.size() - 5), plain, Transfer::broken, false},
      {"half a chunk", te, whole.substr(0, whole.size() - 8), plain.substr(0, 10), Transfer::broken,
       false},
      {"a chunk that is none behind others", te, whole.substr(0, whole.size() - 5) + "zz\r\n",
       plain, Transfer::broken, true},
      {"half a compressed body", te + "Content-Encoding: gzip\r\n",
       chunked(gzipped(plain + std::string(2000, ' '))).substr(0, 60), "", Transfer::broken, false},
      {"chunks that are compressed", "Transfer-Encoding: gzip, chunked\r\n",
       chunked(gzipped(plain)), plain, Transfer::complete, false},
  };
  for (const Case& c : cases) {
    CAPTURE(c.what);
    const Reply reply =
        reply_to({"HTTP/1.1 200 OK\r\n" + c.headers + "\r\n" + c.body, RawAnswer::Then::close});
    CAPTURE(reply.fault);
    CHECK(int(reply.transfer) == int(c.transfer));
    CHECK(reply.status == 200);
    CHECK(reply.bytes_left);
    if (!c.read.empty()) CHECK(reply.body == c.read);
    CHECK(reply.undecoded == c.undecoded);
    CHECK(reply.fault.empty() == (c.transfer == Transfer::complete));
  }
}

TEST_CASE("a compressed answer that is cut by its size, or grows beyond it, is cut") {
  const std::string bomb(Envelope().largest_body * 3, 'x');
  const Reply reply = reply_to({http_answer(200, gzipped(bomb), "Content-Encoding: gzip\r\n")});
  CHECK(int(reply.transfer) == int(Transfer::complete));
  CHECK(reply.body.size() == Envelope().largest_body);
  CHECK_FALSE(reply.undecoded);
}

TEST_CASE("many headers are no obstacle") {
  std::string headers;
  while (headers.size() < 200'000)
    headers += "X-Header: " + std::string(90, 'v') + "\r\n";
  const Reply reply = reply_to({http_answer(200, plain, headers)});
  CHECK(int(reply.transfer) == int(Transfer::complete));
  CHECK(reply.body == plain);
}

TEST_CASE("headers that libcurl refuses are told in its words, and the request was heard") {
  struct Case {
    std::string headers;
    std::string fault;
  };
  const std::vector<Case> cases = {
      {"This is no header\r\n", "Header without colon"},
      {std::string("X-Nul: a\0b\r\n", 12), "Nul byte in header"},
      {"Content-Length: -5\r\n", "Invalid Content-Length: value"},
      {"X-Long: " + std::string(200'000, 'v') + "\r\n",
       "the server sent a header that is too long"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.fault);
    const Reply reply =
        reply_to({"HTTP/1.1 200 OK\r\n" + c.headers + "Content-Length: 11\r\n\r\n" + plain});
    CHECK(int(reply.transfer) == int(Transfer::broken));
    CHECK(reply.bytes_left);
    CHECK(reply.status == 200);
    CHECK(reply.fault == c.fault);
  }
}

}  // namespace shotlist::tests::coded_answers_test
