#include "model/cost.h"

#include <string>

#include "support/catch2.h"

namespace shotlist::tests::cost_test {

namespace {

Cost cost(const char* known, std::size_t unpriced) {
  return {*parse_money(known), unpriced};
}

}  // namespace

TEST_CASE("an unknown price is said to be unknown, and never counted as nothing") {
  Cost sum;
  CHECK(to_text(sum, "CNY") == "CNY 0.00");
  sum.add(std::nullopt);
  CHECK(to_text(sum, "CNY") == "1 row of unknown price");
  sum.add(parse_money("24"));
  sum.add(parse_money("4.8"));
  sum.add(std::nullopt);
  CHECK(to_text(sum, "CNY") == "CNY 28.80 + 2 rows of unknown price");
}

TEST_CASE("what was spent is a range where some of it is in doubt") {
  CHECK(to_text(Spent{cost("24", 0), {}}, "CNY") == "est. CNY 24.00");
  CHECK(to_text(Spent{cost("24", 0), cost("4.8", 0)}, "CNY") ==
        "est. CNY 24.00, or up to CNY 28.80 with what is in doubt");
  CHECK(
      to_text(Spent{cost("24", 1), cost("0", 1)}, "CNY") ==
      "est. CNY 24.00 + 1 row of unknown price, or up to CNY 24.00 + 2 rows of unknown price with "
      "what is in doubt");
}

}  // namespace shotlist::tests::cost_test
