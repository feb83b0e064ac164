#include "api/rate_headers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"

namespace shotlist::api {
namespace {

using namespace std::chrono_literals;

// In a header that may hold dates or spans, the size decides: 30 years of seconds.
constexpr double smallest_date_s = 1e9;
constexpr double smallest_date_ms = 1e11;

struct HeaderFamily {
  bool any = false;
  std::string_view all;  ///< `RateLimit`
  std::string_view policy;
  std::string_view limit;
  std::string_view remaining;
  std::string_view reset;
};

bool strip_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// The standard fields first, then the `X-` ones.
std::array<HeaderFamily, 2> fields_of(const http::Reply& reply) {
  std::array<HeaderFamily, 2> families;
  for (const auto& [whole_name, value] : reply.headers) {
    std::string_view name = whole_name;
    HeaderFamily& fields = families[strip_prefix(name, "x-") ? 1 : 0];
    if (!strip_prefix(name, "ratelimit") && !strip_prefix(name, "rate-limit")) continue;
    fields.any = true;
    if (name.ends_with("-requests")) name.remove_suffix(std::string_view("-requests").size());
    if (name.empty()) fields.all = value;
    if (name == "-policy") fields.policy = value;
    if (name == "-limit") fields.limit = value;
    if (name == "-remaining") fields.remaining = value;
    if (name == "-reset") fields.reset = value;
  }
  return families;
}

// Splits at `separator` outside quotes, and trims the parts.
std::vector<std::string_view> parts_of(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  bool quoted = false;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] == '"') quoted = !quoted;
    if (i < text.size() && (quoted || text[i] != separator)) continue;
    parts.push_back(trimmed(text.substr(begin, i - begin)));
    begin = i + 1;
  }
  return parts;
}

// Reads a number, with or without a fraction, from the front of `text` and removes it.
std::optional<double> take_number(std::string_view& text) {
  const std::size_t length = std::min(text.find_first_not_of("0123456789."), text.size());
  double number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + length, number);
  if (fault != std::errc() || end != text.data() + length) return std::nullopt;
  text.remove_prefix(length);
  return number;
}

std::optional<double> number_in(std::string_view text) {
  const auto number = take_number(text);
  return text.empty() ? number : std::nullopt;
}

std::optional<std::int64_t> count_in(std::string_view text) {
  constexpr double largest = 1e15;
  const auto number = number_in(text);
  return number ? std::optional(std::llround(std::min(*number, largest))) : std::nullopt;
}

// The text after `name=`, in `"name";r=50;t=30` or `limit=100, reset=30`.
std::string_view value_of(const std::vector<std::string_view>& parts, std::string_view name) {
  for (std::string_view part : parts) {
    if (strip_prefix(part, name) && strip_prefix(part, "=")) return part;
  }
  return {};
}

Duration span(double seconds) {
  constexpr double longest_s = 365.0 * 24 * 3600;
  return Duration(std::llround(std::clamp(seconds, 0.0, longest_s) * 1e9));
}

// `6m0s`, `1.5s`, `20ms`.
std::optional<Duration> span_in_parts(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, double>, 5> units = {
      {{"ms", 1e-3}, {"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86400}}};
  double seconds = 0;
  do {
    const auto number = take_number(text);
    const auto unit = std::find_if(units.begin(), units.end(), [&text](const auto& each) {
      return strip_prefix(text, each.first);
    });
    if (!number || unit == units.end()) return std::nullopt;
    seconds += *number * unit->second;
  } while (!text.empty());
  return span(seconds);
}

std::optional<Duration> read_reset(std::string_view text, const http::Reply& reply,
                                   Date received_at) {
  const auto number = number_in(text);
  if (!number) return text.empty() ? std::nullopt : span_in_parts(text);
  if (*number < smallest_date_s) return span(*number);
  const double date_s = *number < smallest_date_ms ? *number : *number / 1000;
  const Date now = reply.date(received_at);
  return span(date_s - std::chrono::duration<double>(now.time_since_epoch()).count());
}

// `"default";q=100;w=60` or `100;w=60`; of several, the one with the shortest period, because the
// others are quotas for a day or a month.
std::optional<Rate> read_policy(std::string_view text) {
  std::optional<Rate> shortest;
  for (const std::string_view policy : parts_of(text, ',')) {
    const auto parts = parts_of(policy, ';');
    const std::string_view quota = value_of(parts, "q");
    const auto count = count_in(quota.empty() ? parts.front() : quota);
    const auto window = number_in(value_of(parts, "w"));
    if (!count || *count == 0 || !window || *window <= 0) continue;
    const Rate rate{*count, span(*window)};
    if (!shortest || rate.per < shortest->per) shortest = rate;
  }
  return shortest;
}

// `"burst";r=5;t=1, "day";r=900;t=7200`: the one with the fewest left, and of those the longest
// reset.
void read_items(std::string_view text, RateAdvice& advice) {
  for (const std::string_view item : parts_of(text, ',')) {
    const auto parts = parts_of(item, ';');
    const auto remaining = count_in(value_of(parts, "r"));
    const auto reset = number_in(value_of(parts, "t"));
    if (!remaining) continue;
    const std::optional<Duration> span_left = reset ? std::optional(span(*reset)) : std::nullopt;
    const bool sooner = !advice.remaining || *remaining < *advice.remaining ||
                        (*remaining == *advice.remaining && span_left > advice.reset);
    if (!sooner) continue;
    advice.remaining = remaining;
    advice.reset = span_left;
  }
}

}  // namespace

RateAdvice read_rate_headers(const http::Reply& reply, Date received_at) {
  for (const HeaderFamily& fields : fields_of(reply)) {
    if (!fields.any) continue;
    RateAdvice advice;
    read_items(fields.all, advice);
    if (!advice.remaining) {
      const auto members = parts_of(fields.all, ',');
      const std::string_view remaining = value_of(members, "remaining");
      const std::string_view reset = value_of(members, "reset");
      advice.remaining = count_in(remaining.empty() ? fields.remaining : remaining);
      advice.reset = read_reset(reset.empty() ? fields.reset : reset, reply, received_at);
    }
    advice.limit = read_policy(fields.policy.empty() ? fields.limit : fields.policy);
    if (advice.remaining || advice.reset || advice.limit) return advice;
  }
  return {};
}

std::optional<RetryAfter> read_retry_after(const http::Reply& reply, Date received_at) {
  static constexpr Duration longest = 1h;
  const auto capped = [](Duration asked) { return RetryAfter{std::min(asked, longest), asked}; };
  if (const auto ms = number_in(reply.header("retry-after-ms"))) return capped(span(*ms / 1000));
  const std::string_view text = reply.header("retry-after");
  if (const auto seconds = number_in(text)) return capped(span(*seconds));
  const auto date = parse_http_date(text);
  if (!date) return std::nullopt;
  const std::chrono::duration<double> left = *date - reply.date(received_at);
  return capped(span(left.count()));  // in any year
}

}  // namespace shotlist::api
