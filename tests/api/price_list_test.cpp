#include "api/price_list.h"

#include <string>
#include <utility>

#include "support/catch2.h"

namespace shotlist::tests::price_list_test {

using namespace shotlist::api;

namespace {

PriceLine line(Fields when, const char* amount, bool per_second = false) {
  return {std::move(when), *parse_money(amount), per_second, {}};
}

Fields request(const std::string& model, const std::string& size, std::int64_t duration) {
  return {{"model", model}, {"size", size}, {"duration", duration}, {"prompt", std::string("x")}};
}

std::string quoted(const PriceList& list, const Fields& fields) {
  const Quote quote = list.quote(fields);
  if (quote.rival != nullptr) return "tie";
  return quote.price ? to_text(*quote.price) : "unknown";
}

const std::pair<std::string, Value> pro = {"model", std::string("pro")};
const std::pair<std::string, Value> large = {"size", std::string("large")};
const std::pair<std::string, Value> long_one = {"duration", std::int64_t{25}};

}  // namespace

TEST_CASE("the line with the most fields holds, wherever it stands") {
  const PriceList list = {"CNY",
                          {line({pro, large, long_one}, "9"), line({}, "1"), line({pro}, "3.2"),
                           line({pro, large}, "4.8")}};
  CHECK(quoted(list, request("pro", "large", 25)) == "9.00");
  CHECK(quoted(list, request("pro", "large", 15)) == "4.80");
  CHECK(quoted(list, request("pro", "small", 15)) == "3.20");
  CHECK(quoted(list, request("other", "small", 15)) == "1.00");
}

TEST_CASE("a request that no line fits has no price") {
  const PriceList list = {"CNY", {line({pro, large}, "4.8")}};
  CHECK(quoted(list, request("pro", "small", 15)) == "unknown");
  CHECK(quoted(list, {}) == "unknown");
  CHECK(quoted({"CNY", {}}, request("pro", "small", 15)) == "unknown");
}

TEST_CASE("a price per second is that of the duration, and unknown without one") {
  const PriceList list = {"CNY", {line({pro}, "0.06", true)}};
  CHECK(quoted(list, request("pro", "small", 15)) == "0.90");
  CHECK(quoted(list, {pro}) == "unknown");
  CHECK(quoted(list, {pro, {"duration", std::string("15")}}) == "unknown");
}

TEST_CASE("what the lines give no price to has the other one") {
  PriceList list = {"CNY", {line({pro, large}, "4.8"), line({long_one}, "0.06", true)}};
  list.otherwise = parse_money("2");
  CHECK(quoted(list, request("pro", "large", 15)) == "4.80");
  CHECK(quoted(list, request("pro", "small", 15)) == "2.00");
  CHECK(quoted(list, request("other", "small", 25)) == "1.50");
  CHECK(quoted(list, {}) == "2.00");
  const PriceList per_second = {"CNY", {line({pro}, "0.06", true)}, parse_money("2")};
  CHECK(quoted(per_second, {pro}) == "2.00");
  CHECK(quoted({"", {}, parse_money("0")}, {pro}) == "0.00");
}

TEST_CASE("a price is given with its currency or without") {
  CHECK(parse_given_price("4.8") == GivenPrice{*parse_money("4.8"), ""});
  CHECK(parse_given_price("0") == GivenPrice{Money(), ""});
  CHECK(parse_given_price("4.8/CNY") == GivenPrice{*parse_money("4.8"), "CNY"});
  CHECK(parse_given_price("0.125/元") == GivenPrice{*parse_money("0.125"), "元"});
  for (const char* text : {"4.80", "4.80/CNY"})
    CHECK(to_text(*parse_given_price(text)) == text);
  for (const char* text : {"", "/", "/CNY", "4.8/", "4.8/C NY", "4.8/CNY/USD", "4.8 /CNY", "-1",
                           "+1", "4,8", "CNY 4.8", "4.8CNY", "4.8/CURRENCIES", "4.8/\r", "1e3"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_given_price(text));
  }
}

TEST_CASE("two lines that fit equally well are a tie, unless a better one decides") {
  const PriceList tie = {"CNY", {line({pro, large}, "1"), line({pro, long_one}, "2")}};
  CHECK(quoted(tie, request("pro", "large", 25)) == "tie");
  CHECK(quoted(tie, request("pro", "large", 15)) == "1.00");
  CHECK(quoted(tie, request("pro", "small", 25)) == "2.00");
  PriceList decided = tie;
  decided.lines.push_back(line({pro, large, long_one}, "3"));
  CHECK(quoted(decided, request("pro", "large", 25)) == "3.00");
}

}  // namespace shotlist::tests::price_list_test
