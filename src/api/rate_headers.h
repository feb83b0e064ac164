#pragma once
// What the headers of an answer say about when to send again, and how often.

#include <cstdint>
#include <optional>

#include "base/quantity.h"
#include "base/time.h"
#include "http/message.h"

namespace shotlist::api {

/// Any part may be missing. If a server has several limits, these are of the one reached first.
struct RateAdvice {
  std::optional<std::int64_t> remaining;  ///< requests left until `reset`
  std::optional<Duration> reset;          ///< how long until there are more
  std::optional<Rate> limit;              ///< what is allowed, if its period is given too
};

/// Reads the first of these families of headers that is present:
///
/// * `RateLimit: "default";r=50;t=30` and `RateLimit-Policy: "default";q=100;w=60`, the IETF draft
///   of 2024, and `RateLimit: limit=100, remaining=50, reset=30` of 2023;
/// * `RateLimit-Limit: 100;w=60`, `RateLimit-Remaining: 50`, `RateLimit-Reset: 30`, of earlier
///   drafts;
/// * `X-RateLimit-Limit`, `-Remaining`, `-Reset`, which many servers send, also with `-Requests` at
///   the end. The last is in seconds (`30`), in parts (`6m0s`, `20ms`), or a date in seconds or
///   milliseconds since 1970.
///
/// Unreadable parts are left out. `received_at` is the wall time, for a reset that is a date.
RateAdvice read_rate_headers(const http::Reply& reply, Date received_at);

/// A wait requested by a server.
struct RetryAfter {
  Duration wait{};  ///< an hour at most: longer is a mistake, or the server is down for the day
  Duration asked{};

  friend bool operator==(const RetryAfter&, const RetryAfter&) = default;
};

/// Reads `retry-after-ms` (milliseconds), else `Retry-After` (RFC 9110, section 10.2.3): seconds,
/// which some servers send with a fraction, or a date in any form, by the server's own clock if its
/// answer has a Date. A date in the past is no wait. None if neither can be read. `received_at` is
/// the wall time.
std::optional<RetryAfter> read_retry_after(const http::Reply& reply, Date received_at);

}  // namespace shotlist::api
