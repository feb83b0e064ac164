#include "show/shown_time.h"

#include "support/catch2.h"

namespace shotlist::tests::shown_time_test {

using namespace shotlist::show;

namespace {

Date eight_hours_ahead(Date date) {
  return date + std::chrono::hours(8);
}

}  // namespace

TEST_CASE("a date is local time to a person, and marked as UTC in a file") {
  const Date date = *parse_date("2026-03-01T20:05:29.125Z");
  const Date today = *parse_date("2026-03-01T14:00:00.000Z");
  const ShownTime local(eight_hours_ahead);
  const ShownTime utc;
  CHECK(local.text(date) == "2026-03-02 04:05:29");
  CHECK(utc.text(date) == "2026-03-01T20:05:29.125Z");
  CHECK(local.time_of_day(date, today) == "2026-03-02 04:05:30");
  CHECK(local.time_of_day(date, date) == "04:05:30");
  CHECK(utc.time_of_day(date, today) == "20:05:30Z");
}

}  // namespace shotlist::tests::shown_time_test
