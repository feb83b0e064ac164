#pragma once
// What the headers of an answer say about when to come back, and how often.

#include <cstdint>
#include <optional>

#include "base/quantity.h"
#include "base/time.h"
#include "http/message.h"

namespace shotlist::api {

/// Each part may be missing. Where a server has several limits it is about the one that is met
/// first.
struct RateAdvice {
  std::optional<std::int64_t> remaining;  ///< requests that are left until `reset`
  std::optional<Duration> reset;          ///< how long until there are more
  std::optional<Rate> limit;              ///< what is allowed, where the time is told as well
};

/// Reads the headers of these families, the first that is there:
///
/// * `RateLimit: "default";r=50;t=30` and `RateLimit-Policy: "default";q=100;w=60`, the draft of
///   the IETF of 2024, and `RateLimit: limit=100, remaining=50, reset=30` of 2023;
/// * `RateLimit-Limit: 100;w=60`, `RateLimit-Remaining: 50`, `RateLimit-Reset: 30`, of the drafts
///   before;
/// * `X-RateLimit-Limit`, `-Remaining`, `-Reset`, as many servers have them, also with `-Requests`
///   at the end. The last is in seconds (`30`), in parts (`6m0s`, `20ms`), or a date in seconds or
///   milliseconds since 1970.
///
/// What cannot be read is not there. `received_at` is the wall time, for a reset that is a date.
RateAdvice read_rate_headers(const http::Reply& reply, Date received_at);

/// A wait that a server asked for.
struct RetryAfter {
  Duration
      wait{};  ///< an hour at most: who asks for more has made a mistake, or is down for the day
  Duration asked{};

  friend bool operator==(const RetryAfter&, const RetryAfter&) = default;
};

/// Reads `retry-after-ms` (milliseconds), else `Retry-After` (RFC 9110, section 10.2.3): seconds,
/// of which some servers send fractions, or a date in any form, by the server's own clock where its
/// answer has a Date. A date that has passed is no wait. Nothing where neither can be read.
/// `received_at` is the wall time.
std::optional<RetryAfter> read_retry_after(const http::Reply& reply, Date received_at);

}  // namespace shotlist::api
