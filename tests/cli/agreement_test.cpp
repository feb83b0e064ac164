#include "cli/agreement.h"

#include "support/catch2.h"

namespace shotlist::tests::agreement_test {

using namespace shotlist::cli;

TEST_CASE("a person is asked where something would be paid for, and nobody else is") {
  CHECK(must_ask({false, false, true}));
  CHECK_FALSE(must_ask({true, false, true}));
  CHECK_FALSE(must_ask({false, true, true}));
  CHECK_FALSE(must_ask({false, false, false}));
}

TEST_CASE("what was not agreed to is more, and what was left out is not") {
  const Fingerprint one{1, 1};
  const Fingerprint two{2, 2};
  const auto money = [](const char* text) { return parse_money(text).value(); };
  const Payment agreed{{two, one, one}, money("7.20")};
  CHECK_FALSE(is_more({}, {}));
  CHECK_FALSE(is_more(agreed, agreed));
  CHECK_FALSE(is_more({{one, two, one}, money("7.20")}, agreed));
  CHECK_FALSE(is_more({{one}, money("2.40")}, agreed));
  CHECK(is_more({{one, two, two}, money("7.20")}, agreed));
  CHECK(is_more({{one, one, one}, money("2.40")}, agreed));
  CHECK(is_more({{one, two}, money("7.21")}, agreed));
  CHECK(is_more({{one}, {}}, {}));
}

TEST_CASE("the question says how many requests go where, and for how much") {
  Bill bill{1, "https://api.example.com", "", 0, ""};
  CHECK(question(bill) == "send 1 request to https://api.example.com (no price is known)? [y/N] ");
  bill.requests = 6;
  bill.cost = "CNY 28.80";
  CHECK(question(bill) == "send 6 requests to https://api.example.com (est. CNY 28.80)? [y/N] ");
  bill.warnings = 2;
  CHECK(question(bill) ==
        "2 warnings: send 6 requests to https://api.example.com (est. CNY 28.80) all the same? "
        "[y/N] ");
  bill.warnings_command = "shotlist check shots.yaml";
  CHECK(question(bill).starts_with("2 warnings (see shotlist check shots.yaml): send 6 requests"));
}

TEST_CASE("only y and yes are yes") {
  for (const char* answer : {"y", "Y", "yes", "YES", " y ", "y\r"})
    CHECK(is_yes(answer));
  for (const char* answer : {"", "n", "no", "yeah", "ja", "1", "ye", "yy"})
    CHECK_FALSE(is_yes(answer));
}

}  // namespace shotlist::tests::agreement_test
