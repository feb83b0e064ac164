#pragma once
// Amounts with units, as people write them in a manifest or on the command line.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "base/translation.h"

namespace shotlist::inline base {

/// A number of requests per time; both are greater than zero.
struct Rate {
  std::int64_t count = 0;
  Duration per{};

  /// The time between two requests at this rate.
  Duration interval() const { return per / count; }

  friend bool operator==(const Rate&, const Rate&) = default;
};

/// A rate, or none if the user wrote `none`: no limit of our own.
struct Pace {
  std::optional<Rate> rate;

  friend bool operator==(const Pace&, const Pace&) = default;
};

/// Either a count of rows or a share of them.
struct CountOrShare {
  std::int64_t count = 0;  ///< rows, or percent if `percent`
  bool percent = false;

  friend bool operator==(const CountOrShare&, const CountOrShare&) = default;
};

/// A part of a video, in seconds from its start.
struct Span {
  double start = 0;
  double end = 0;  ///< greater than `start`
};

/// `500ms`, `120s`, `2min` (or `2m`), `1h`; a fraction is allowed (`1.5s`). More than zero, at most
/// 24 hours. A number without a unit is not a duration.
std::optional<Duration> parse_duration(std::string_view text);

/// Reads a size in bytes: `500`, `200MB`, `1.5 GiB`; K, M, G and T are powers of 1000, Ki to Ti of
/// 1024, with or without B. None if it is not above zero or above 2^62.
std::optional<std::uint64_t> parse_size(std::string_view text);

/// `2/s`, `60/min`, `5/15s`, `1000/h`, or `none`. Count from 1 to 1,000,000.
std::optional<Pace> parse_pace(std::string_view text);

/// `7` or `20%` (1% to 100%).
std::optional<CountOrShare> parse_count_or_share(std::string_view text);

/// A whole number from `least` to `most`, in plain decimal digits with an optional `-`.
std::optional<std::int64_t> parse_integer(std::string_view text, std::int64_t least,
                                          std::int64_t most);

/// A number from 0 to 1: `0.05` or `5%`.
std::optional<double> parse_probability(std::string_view text);

/// `1,3`: two numbers of seconds, the second greater than the first; fractions are allowed.
std::optional<Span> parse_span(std::string_view text);

/// Hints for messages: what to write instead.
inline constexpr std::string_view duration_hint =
    marked("write a time such as 500ms, 120s, 2min or 1h, 24h at most");
inline constexpr std::string_view pace_hint =
    marked("write a rate such as 2/s, 60/min or 5/15s, or none");
inline constexpr std::string_view count_or_share_hint =
    marked("write a number of rows such as 10, or a share such as 20%, 100% at most");

std::string to_text(const Pace& pace);

}  // namespace shotlist::inline base
