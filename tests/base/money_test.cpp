#include "base/money.h"

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::money_test {

namespace {

Money money(const std::string& text) {
  const auto amount = parse_money(text);
  REQUIRE(amount.has_value());
  return *amount;
}

}  // namespace

TEST_CASE("amounts are read to a millionth, and shown with two decimals or as many as they have") {
  const std::vector<std::pair<std::string, std::string>> cases = {{"4.8", "4.80"},
                                                                  {"0", "0.00"},
                                                                  {"25", "25.00"},
                                                                  {"0.125", "0.125"},
                                                                  {"0.000001", "0.000001"},
                                                                  {"007.10", "7.10"},
                                                                  {"1000000000", "1000000000.00"},
                                                                  {"0.100000", "0.10"}};
  for (const auto& [text, shown] : cases) {
    CAPTURE(text);
    CHECK(to_text(money(text)) == shown);
  }
}

TEST_CASE("what is no amount is not guessed at") {
  for (const char* text : {"", ".", ".5", "5.", "-1", "+1", "1e3", "1,5", "1.2.3", " 1", "1 ",
                           "0.0000001", "1000000001", "99999999999999999999", "CNY 1", "inf"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_money(text).has_value());
  }
}

TEST_CASE("sums are exact") {
  Money sum;
  for (int i = 0; i < 10; ++i)
    sum += money("0.1");
  CHECK(sum == money("1"));
  CHECK(money("0.06").times(15) == money("0.9"));
  CHECK(money("1").times(0) == Money());
  CHECK(money("1").times(-1) == Money());
  CHECK(money("1").minus(money("0.4")) == money("0.6"));
  CHECK(money("1").minus(money("2")) == Money());
  CHECK(money("0.9") < money("1"));
}

TEST_CASE("what is more than can be counted stays more than anything") {
  const Money most = Money::of_millionths(std::numeric_limits<std::int64_t>::max());
  CHECK(money("1000000000").times(1'000'000'000) == most);
  CHECK(most + money("1") == most);
  CHECK(most > money("1000000000"));
}

}  // namespace shotlist::tests::money_test
