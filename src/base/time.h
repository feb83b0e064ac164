#pragma once
// Two kinds of time that must not be mixed: a Moment to wait for, and a Date to write down.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace shotlist::inline base {

using Duration = std::chrono::nanoseconds;

/// The time line of Moment. It has no `now`: moments come from a Clock (system/clock.h), so that
/// tests can have their own time.
struct SteadyTimeline {
  using duration = Duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<SteadyTimeline, Duration>;
  static constexpr bool is_steady = true;
};

/// A point in time that never jumps; meaningless outside this process.
using Moment = std::chrono::time_point<SteadyTimeline, Duration>;

/// A point in calendar time, in milliseconds since 1970 UTC; may jump.
using Date = std::chrono::time_point<std::chrono::system_clock, std::chrono::milliseconds>;

/// RFC 3339 in UTC with milliseconds: `2026-03-01T09:30:00.125Z`.
std::string to_text(Date date);

/// Reads exactly what `to_text` writes.
std::optional<Date> parse_date(std::string_view text);

/// Reads the date of an HTTP header in any form of RFC 9110, section 5.6.7:
/// `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`.
/// A two-digit year means 1970 to 2069.
std::optional<Date> parse_http_date(std::string_view text);

/// For people: `850ms`, `4.2s`, `3:07`, `1:02:03`.
std::string to_text(Duration duration);

/// Whole milliseconds, rounded to the nearest.
std::chrono::milliseconds rounded_to_ms(Duration duration);

}  // namespace shotlist::inline base
