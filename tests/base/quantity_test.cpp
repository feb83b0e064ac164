#include "base/quantity.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::quantity_test {

using namespace std::chrono_literals;

TEST_CASE("durations have a unit, are more than nothing and at most a day") {
  struct Case {
    std::string_view text;
    std::optional<Duration> length;
  };
  const std::vector<Case> cases = {
      {"500ms", 500ms},
      {"120s", 120s},
      {"2min", 2min},
      {"2m", 2min},
      {"1h", 1h},
      {"1.5s", 1500ms},
      {"0.25h", 15min},
      {".5s", 500ms},
      {"24h", 24h},
      {"0.001ms", 1us},
      {"24.1h", std::nullopt},
      {"86401s", std::nullopt},
      {"0s", std::nullopt},
      {"-1s", std::nullopt},
      {"+1s", std::nullopt},
      {"120", std::nullopt},
      {"", std::nullopt},
      {"s", std::nullopt},
      {".s", std::nullopt},
      {"1.2.3s", std::nullopt},
      {"1e3s", std::nullopt},
      {"infs", std::nullopt},
      {"nans", std::nullopt},
      {"0x1s", std::nullopt},
      {"1 s", std::nullopt},
      {" 1s", std::nullopt},
      {"1s ", std::nullopt},
      {"1d", std::nullopt},
      {"99999999999999999999s", std::nullopt},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(parse_duration(c.text) == c.length);
  }
}

TEST_CASE("paces are a count per window, or none") {
  struct Case {
    std::string_view text;
    std::optional<Pace> pace;
  };
  const std::vector<Case> cases = {
      {"2/s", Pace{Rate{2, 1s}}},
      {"60/min", Pace{Rate{60, 1min}}},
      {"60/m", Pace{Rate{60, 1min}}},
      {"5/15s", Pace{Rate{5, 15s}}},
      {"1000/h", Pace{Rate{1000, 1h}}},
      {"1/500ms", Pace{Rate{1, 500ms}}},
      {"1000000/s", Pace{Rate{1'000'000, 1s}}},
      {"none", Pace{}},
      {"1000001/s", std::nullopt},
      {"0/s", std::nullopt},
      {"-1/s", std::nullopt},
      {"1.5/s", std::nullopt},
      {"2", std::nullopt},
      {"2/", std::nullopt},
      {"/s", std::nullopt},
      {"2/0s", std::nullopt},
      {"2/15", std::nullopt},
      {"2/s/s", std::nullopt},
      {"2 / s", std::nullopt},
      {"None", std::nullopt},
      {"", std::nullopt},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(parse_pace(c.text) == c.pace);
  }
}

TEST_CASE("a pace is written so that it is read back the same") {
  for (const std::string_view text :
       {"2/s", "60/min", "1000/h", "5/15s", "1/500ms", "3/90s", "none"}) {
    CHECK(to_text(*parse_pace(text)) == text);
  }
  CHECK(to_text(*parse_pace("3/1.5min")) == "3/90s");
}

TEST_CASE("the time between two requests follows from the rate") {
  CHECK(Rate{2, 1s}.interval() == 500ms);
  CHECK(Rate{5, 15s}.interval() == 3s);
}

TEST_CASE("a limit is a count or a share") {
  CHECK(parse_count_or_share("7") == CountOrShare{7, false});
  CHECK(parse_count_or_share("20%") == CountOrShare{20, true});
  CHECK(parse_count_or_share("100%") == CountOrShare{100, true});
  for (const std::string_view text :
       {"", "%", "0", "0%", "101%", "-1", "1.5", "1.5%", "7 %", "x"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_count_or_share(text));
  }
}

TEST_CASE("whole numbers are plain digits within their limits") {
  CHECK(parse_integer("15", 1, 25) == 15);
  CHECK(parse_integer("-3", -5, 5) == -3);
  CHECK(parse_integer("007", 0, 10) == 7);
  CHECK(parse_integer("9223372036854775807", INT64_MIN, INT64_MAX) == INT64_MAX);
  for (const std::string_view text :
       {"", "0", "26", "+5", " 5", "5 ", "5.0", "0x5", "5e0", "five", "9223372036854775808"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_integer(text, 1, 25));
  }
}

TEST_CASE("probabilities lie between 0 and 1") {
  CHECK(parse_probability("0") == 0.0);
  CHECK(parse_probability("0.25") == 0.25);
  CHECK(parse_probability("50%") == 0.5);
  CHECK(parse_probability("1") == 1.0);
  CHECK(parse_probability("100%") == 1.0);
  for (const std::string_view text : {"", "%", "1.01", "101%", "-0.1", "nan", "inf", "1e-3", "x"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_probability(text));
  }
}

TEST_CASE("a span is two numbers of seconds, the second greater") {
  const auto span = parse_span("0.5,3");
  REQUIRE(span.has_value());
  CHECK(span->start == 0.5);
  CHECK(span->end == 3);
  for (const char* wrong :
       {"", ",", "1", "1,", ",3", "3,1", "2,2", "1-3", "1,2,3", "-1,2", "a,b"}) {
    CAPTURE(wrong);
    CHECK_FALSE(parse_span(wrong).has_value());
  }
}

TEST_CASE("sizes are in bytes, with or without a unit of 1000 or 1024") {
  struct Case {
    std::string_view text;
    std::optional<std::uint64_t> bytes;
  };
  const std::vector<Case> cases = {
      {"500", 500},
      {"200MB", 200'000'000},
      {"200 MB", 200'000'000},
      {"1.5GiB", 1'610'612'736},
      {"2k", 2000},
      {"2KiB", 2048},
      {"1tb", 1'000'000'000'000},
      {"", std::nullopt},
      {"0", std::nullopt},
      {"0.5", std::nullopt},
      {"-5", std::nullopt},
      {"MB", std::nullopt},
      {"5XB", std::nullopt},
      {"5MiBs", std::nullopt},
      {"99999999TB", std::nullopt},
      {"1e9", std::nullopt},
  };
  for (const Case& each : cases) {
    CAPTURE(each.text);
    CHECK(parse_size(each.text) == each.bytes);
  }
}

}  // namespace shotlist::tests::quantity_test
