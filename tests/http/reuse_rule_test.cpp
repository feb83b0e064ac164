#include "http/reuse_rule.h"

#include <string>
#include <vector>

#include "support/catch2.h"

using namespace shotlist::base;
using namespace shotlist::http;
using namespace std::chrono_literals;
using Use = ReuseRule::Use;

namespace {

const Moment start = Moment(1h);

}  // namespace

TEST_CASE("the first few requests leave a witness, the others nothing") {
  ReuseRule rule;
  for (std::size_t i = 0; i < ReuseRule::most_witnesses; ++i)
    CHECK(rule.next_use() == Use::witness);
  CHECK(rule.next_use() == Use::once);
  rule.witness_done(7, start);  // it stays
  CHECK(rule.next_use() == Use::once);
  rule.witness_done(std::nullopt, start);  // this one did not
  CHECK(rule.next_use() == Use::witness);
  rule.closed(7);
  CHECK(rule.next_use() == Use::witness);
  CHECK(rule.next_use() == Use::once);
}

TEST_CASE("a witness is asked once it was idle for long enough, and decides") {
  ReuseRule rule;
  REQUIRE(rule.next_use() == Use::witness);
  rule.witness_done(7, start);
  CHECK_FALSE(rule.witness_to_ask(start));
  CHECK_FALSE(rule.witness_to_ask(start + ReuseRule::silence - 1ns));
  REQUIRE(rule.witness_to_ask(start + ReuseRule::silence) == 7);

  SECTION("silence earns reuse") {
    rule.silent();
    CHECK(rule.next_use() == Use::again);
    CHECK_FALSE(rule.witness_to_ask(start + 1h));
    rule.closed(7);
    CHECK(rule.next_use() == Use::again);
  }
  SECTION("a word ends it for good") {
    rule.spoke();
    CHECK(rule.next_use() == Use::once);
    CHECK_FALSE(rule.witness_to_ask(start + 1h));
    rule.silent();
    CHECK(rule.next_use() == Use::once);
  }
  SECTION("one that was closed says nothing") {
    rule.closed(7);
    CHECK_FALSE(rule.witness_to_ask(start + 1h));
    CHECK(rule.next_use() == Use::witness);
  }
}

TEST_CASE("what was earned is lost with the first stray byte") {
  ReuseRule rule;
  REQUIRE(rule.next_use() == Use::witness);
  rule.witness_done(7, start);
  rule.silent();
  REQUIRE(rule.next_use() == Use::again);
  rule.spoke();
  CHECK(rule.next_use() == Use::once);
}

TEST_CASE("answers that are under way when it is decided change nothing") {
  ReuseRule rule;
  REQUIRE(rule.next_use() == Use::witness);
  REQUIRE(rule.next_use() == Use::witness);
  rule.witness_done(7, start);
  rule.silent();
  rule.witness_done(8, start);
  CHECK_FALSE(rule.witness_to_ask(start + 1h));
  CHECK(rule.next_use() == Use::again);
}

TEST_CASE("a TLS goodbye is no stray") {
  struct Case {
    std::string bytes;
    bool is_goodbye;
  };
  const std::vector<Case> cases = {
      {std::string("\x15\x03\x03\x00\x1a\x00\x00\x00", 8), true},   // TLS 1.2
      {std::string("\x17\x03\x03\x00\x13\xab\xcd\xef", 8), true},   // TLS 1.3
      {std::string("\x17\x03\x03\x00\x14\xab\xcd\xef", 8), false},  // something is in it
      {std::string("\x17\x03\x03\x01\x13\xab\xcd\xef", 8), false},
      {std::string("\x16\x03\x03\x00\x13\xab\xcd\xef", 8), false},  // a handshake
      {"HTTP/1.1", false},
      {"\x15", false},
      {"", false},
  };
  for (const Case& c : cases) {
    CAPTURE(c.bytes);
    CHECK(is_tls_goodbye(c.bytes) == c.is_goodbye);
  }
}
