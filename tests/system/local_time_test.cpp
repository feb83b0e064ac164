#include "system/local_time.h"

#include <cstdlib>
#include <ctime>
#include <string>

#include "support/catch2.h"

namespace shotlist::tests::local_time_test {

using namespace shotlist::system;

namespace {

/// What the clock on the wall of `zone`, written as POSIX has it, shows at `date`.
std::string shown(const char* zone, const char* date) {
  const char* const set = std::getenv("TZ");
  const std::string before = set == nullptr ? "" : set;
  ::setenv("TZ", zone, 1);
  ::tzset();
  const std::string text = to_text(to_local(*parse_date(date)));
  if (set == nullptr) {
    ::unsetenv("TZ");
  } else {
    ::setenv("TZ", before.c_str(), 1);
  }
  ::tzset();
  return text;
}

}  // namespace

TEST_CASE("a date is shown as the clock on the wall has it") {
  const char* const new_york = "EST5EDT,M3.2.0,M11.1.0";
  CHECK(shown("UTC0", "2026-03-01T09:30:00.125Z") == "2026-03-01T09:30:00.125Z");
  CHECK(shown("CST-8", "2026-03-01T20:30:00.125Z") == "2026-03-02T04:30:00.125Z");
  CHECK(shown("IST-5:30", "2026-03-01T09:30:00.000Z") == "2026-03-01T15:00:00.000Z");
  CHECK(shown(new_york, "2026-03-08T06:59:59.000Z") == "2026-03-08T01:59:59.000Z");
  CHECK(shown(new_york, "2026-03-08T07:00:00.000Z") == "2026-03-08T03:00:00.000Z");
}

}  // namespace shotlist::tests::local_time_test
