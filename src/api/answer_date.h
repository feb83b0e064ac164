#pragma once
// A date in an answer or in a link, in any of the forms that gateways use.

#include <optional>
#include <string_view>

#include "base/time.h"

namespace shotlist::api {

/// Reads seconds since 1970, with or without a fraction (`1763631222.5`), milliseconds or
/// microseconds, told apart by their size; ISO 8601 (`2025-10-12T15:04:21.25+08:00`,
/// `2025-10-12 15:04:21`, `20251012T150421Z`), in UTC unless it says otherwise; a date of HTTP. None
/// if it is before 2001, as 0 is, or after 2200.
std::optional<Date> read_date(std::string_view text);

}  // namespace shotlist::api
