#include "http/reuse_rule.h"

#include <string>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::reuse_rule_test {

using namespace shotlist::http;
using namespace std::chrono_literals;
using Use = ReuseRule::Use;

namespace {

const Moment start = Moment(1h);
constexpr ReuseRule::Terms few = {3, 2, 250ms, 50ms};

}  // namespace

TEST_CASE("the first few requests leave a witness, the others nothing") {
  ReuseRule rule;
  for (std::size_t i = 0; i < ReuseRule::most_witnesses; ++i)
    CHECK(rule.next_use(start) == Use::witness);
  CHECK(rule.next_use(start) == Use::once);
  rule.witness_done(7, start);  // it stays
  CHECK(rule.next_use(start) == Use::once);
  rule.witness_done(std::nullopt, start);  // this one did not
  CHECK(rule.next_use(start) == Use::witness);
  rule.closed(7);
  CHECK(rule.next_use(start) == Use::witness);
  CHECK(rule.next_use(start) == Use::once);
}

TEST_CASE("a witness is asked once it was idle for long enough") {
  ReuseRule rule(few);
  REQUIRE(rule.next_use(start) == Use::witness);
  rule.witness_done(7, start);
  CHECK_FALSE(rule.witness_to_ask(start));
  CHECK_FALSE(rule.witness_to_ask(start + few.silence - 1ns));
  REQUIRE(rule.witness_to_ask(start + few.silence) == 7);
  SECTION("its silence is noted once") {
    rule.silent(7);
    CHECK_FALSE(rule.witness_to_ask(start + 1h));
  }
  SECTION("one that was closed says nothing") {
    rule.closed(7);
    CHECK_FALSE(rule.witness_to_ask(start + 1h));
    CHECK(rule.next_use(start) == Use::witness);
  }
  SECTION("a word ends reuse for good") {
    rule.spoke();
    CHECK(rule.is_lost());
    CHECK_FALSE(rule.witness_to_ask(start + 1h));
    rule.silent(7);
    rule.silent(8);
    CHECK(rule.next_use(start) == Use::once);
  }
}

TEST_CASE("connections are used again after enough answers and enough silence, by who is fast") {
  const auto rule_with = [](std::size_t answers, int witnesses) {
    ReuseRule rule(few);
    for (int witness = 1; witness <= witnesses; ++witness) {
      rule.next_use(start);
      rule.witness_done(witness, start);
      rule.silent(witness);
    }
    for (std::size_t i = 0; i < answers; ++i)
      rule.answered(start);
    return rule;
  };
  CHECK(rule_with(3, 2).next_use(start) == Use::again);
  CHECK(rule_with(2, 2).next_use(start) == Use::once);
  CHECK(rule_with(3, 1).next_use(start) == Use::witness);

  ReuseRule rule = rule_with(3, 2);
  CHECK(rule.next_use(start + few.longest_pause) == Use::again);
  CHECK(rule.next_use(start + few.longest_pause + 1ns) == Use::once);
  rule.answered(start + 1h);
  CHECK(rule.next_use(start + 1h) == Use::again);
  rule.spoke();
  CHECK(rule.next_use(start + 1h) == Use::once);
}

TEST_CASE("no batch of videos is large and fast enough to use a connection twice") {
  ReuseRule rule;
  Moment now = start;
  for (int row = 0; row < 1000; ++row) {
    CHECK(rule.next_use(now) != Use::again);
    rule.answered(now);
    now += 100ms;
  }
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

}  // namespace shotlist::tests::reuse_rule_test
