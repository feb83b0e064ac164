#include "base/time.h"

#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "support/catch2.h"

namespace shotlist::tests::time_test {

using namespace std::chrono_literals;

static_assert(!std::is_convertible_v<Moment, Date> && !std::is_constructible_v<Date, Moment> &&
              !std::is_constructible_v<Moment, Date>);

namespace {

Date date_at_ms(std::int64_t ms) {
  return Date(std::chrono::milliseconds(ms));
}

}  // namespace

TEST_CASE("dates are written as RFC 3339 and read back") {
  struct Case {
    std::int64_t ms;
    std::string text;
  };
  const std::vector<Case> cases = {
      {0, "1970-01-01T00:00:00.000Z"},
      {-1, "1969-12-31T23:59:59.999Z"},
      {951'782'400'000, "2000-02-29T00:00:00.000Z"},
      {1'762'010'645'686, "2025-11-01T15:24:05.686Z"},
      {4'102'444'799'999, "2099-12-31T23:59:59.999Z"},
  };
  for (const Case& c : cases) {
    CHECK(to_text(date_at_ms(c.ms)) == c.text);
    CHECK(parse_date(c.text) == date_at_ms(c.ms));
  }
}

TEST_CASE("only dates as they are written here are read") {
  for (const std::string_view text : {
           "",
           "2026-03-01",
           "2026-03-01T09:30:00Z",
           "2026-03-01T09:30:00.125",
           "2026-03-01T09:30:00.125+00:00",
           "2026-03-01 09:30:00.125Z",
           "2026-02-29T00:00:00.000Z",
           "2026-13-01T00:00:00.000Z",
           "2026-00-01T00:00:00.000Z",
           "2026-03-32T00:00:00.000Z",
           "2026-03-01T24:00:00.000Z",
           "2026-03-01T09:60:00.000Z",
           "2026-03-01T09:30:60.000Z",
           "2026-03-01T09:30:0-.125Z",
           " 2026-03-01T09:30:00.12Z",
           "2026-03-01T09:30:00.125Zx",
       }) {
    CAPTURE(text);
    CHECK_FALSE(parse_date(text));
  }
}

TEST_CASE("HTTP dates are read in their preferred form") {
  CHECK(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT") == date_at_ms(784'111'777'000));
  CHECK(parse_http_date("Tue, 29 Feb 2000 00:00:00 GMT") == date_at_ms(951'782'400'000));
  CHECK(parse_http_date("Sat, 31 Dec 2016 23:59:60 GMT") == date_at_ms(1'483'228'800'000));
  // The obsolete forms, which a recipient must read.
  CHECK(parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT") == date_at_ms(784'111'777'000));
  CHECK(parse_http_date("Tuesday, 29-Feb-00 00:00:00 GMT") == date_at_ms(951'782'400'000));
  CHECK(parse_http_date("Sun Nov  6 08:49:37 1994") == date_at_ms(784'111'777'000));
  CHECK(parse_http_date("Sat Dec 31 23:59:60 2016") == date_at_ms(1'483'228'800'000));
  for (const std::string_view text : {
           "",
           ",",
           "120",
           "Sunday, 06-Nov-94 08:49:37",
           "Sunday, 06 Nov 94 08:49:37 GMT",
           "Sun Nov 6 08:49:37 1994",
           "Sun Nov  6 08:49:37 94",
           "Sun Nev  6 08:49:37 1994",
           "Sun, 06 Nov 1994 08:49:37 UTC",
           "Sun, 06 Nov 1994 08:49:37",
           "Sun, 06 Nev 1994 08:49:37 GMT",
           "Sun, 31 Feb 1994 08:49:37 GMT",
           "Sun, 06 Nov 1994 24:49:37 GMT",
           "Sun, 06 Nov 1994 08:49:61 GMT",
       }) {
    CAPTURE(text);
    CHECK_FALSE(parse_http_date(text));
  }
}

TEST_CASE("a length of time is written for people") {
  struct Case {
    Duration duration;
    std::string text;
  };
  const std::vector<Case> cases = {
      {0ms, "0ms"},
      {850ms, "850ms"},
      {999'400us, "999ms"},
      {999'600us, "1s"},
      {1s, "1s"},
      {4'240ms, "4.2s"},
      {4'250ms, "4.3s"},
      {59'940ms, "59.9s"},
      {59'960ms, "1:00"},
      {60s, "1:00"},
      {187s, "3:07"},
      {3599s, "59:59"},
      {3'599'600ms, "1:00:00"},
      {3723s, "1:02:03"},
      {100h, "100:00:00"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.duration.count());
    CHECK(to_text(c.duration) == c.text);
  }
}

TEST_CASE("milliseconds are rounded to the nearest") {
  CHECK(rounded_to_ms(1'499us) == 1ms);
  CHECK(rounded_to_ms(1'501us) == 2ms);
  CHECK(rounded_to_ms(0ns) == 0ms);
}

}  // namespace shotlist::tests::time_test
