#include "collect/resume.h"

#include <algorithm>
#include <limits>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/quantity.h"
#include "base/text.h"

namespace shotlist::collect {
namespace {

using namespace std::chrono_literals;
using Kind = Step::Kind;

constexpr std::size_t longest_validator = 1024;

std::optional<std::uint64_t> count_in(std::string_view text) {
  if (!all_digits(text)) return std::nullopt;
  const auto count = parse_integer(text, 0, std::numeric_limits<std::int64_t>::max());
  return count ? std::optional(static_cast<std::uint64_t>(*count)) : std::nullopt;
}

/// `bytes 0-99/100`, `bytes 0-99/*`, `bytes */100`.
struct ContentRange {
  bool has_bytes = false;
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  std::optional<std::uint64_t> total;

  std::uint64_t size() const { return last - first + 1; }
};

std::optional<ContentRange> parse_content_range(std::string_view text) {
  constexpr std::string_view unit = "bytes";
  text = trimmed(text);
  if (lower_ascii(text.substr(0, unit.size())) != unit) return std::nullopt;
  text = trimmed(text.substr(unit.size()));
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const std::string_view bytes = trimmed(text.substr(0, slash));
  const std::string_view total = trimmed(text.substr(slash + 1));
  ContentRange range;
  range.total = count_in(total);
  if (!range.total && total != "*") return std::nullopt;
  if (bytes == "*") return range;
  const auto dash = bytes.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto first = count_in(bytes.substr(0, dash));
  const auto last = count_in(bytes.substr(dash + 1));
  if (!first || !last || *last < *first || (range.total && *last >= *range.total))
    return std::nullopt;
  range.has_bytes = true;
  range.first = *first;
  range.last = *last;
  return range;
}

/// The length of the body, as its head announces it.
struct BodyLength {
  bool is_disputed = false;  ///< there are several
  std::optional<std::uint64_t> bytes;
};

BodyLength length_in(const http::Reply& head) {
  BodyLength length;
  if (!head.header("transfer-encoding").empty()) return length;
  for (const auto& [name, value] : head.headers) {
    if (name != "content-length") continue;
    for (const std::string_view each : split(value, ',')) {
      const auto bytes = count_in(trimmed(each));
      length.is_disputed |= !bytes || (length.bytes && length.bytes != bytes);
      length.bytes = bytes;
    }
  }
  return length;
}

bool is_strong(std::string_view etag) {
  if (etag.size() < 3 || etag.size() > longest_validator) return false;
  const std::string_view inside = etag.substr(1, etag.size() - 2);
  return etag.front() == '"' && etag.back() == '"' && is_printable_ascii(inside) &&
         inside.find('"') == std::string_view::npos;
}

// RFC 9110, section 8.8.2.2: what changed twice in one second has one date.
Validators validators_in(const http::Reply& head) {
  Validators validators;
  const std::string_view etag = trimmed(head.header("etag"));
  if (is_strong(etag)) validators.etag = std::string(etag);
  const std::string_view modified = trimmed(head.header("last-modified"));
  const auto modified_at = parse_http_date(modified);
  const auto sent_at = parse_http_date(trimmed(head.header("date")));
  if (modified_at && sent_at && *sent_at - *modified_at >= 60s)
    validators.last_modified = std::string(modified);
  return validators;
}

// Why the file is not the one that is held; empty if it is. A server need not repeat a date in the
// answer to a range, but it must repeat a tag (RFC 9110, section 15.3.7).
std::string difference(const Held& held, const http::Reply& head,
                       const std::optional<std::uint64_t>& total) {
  if (held.total && total && held.total != total) return "has a file of another length there now";
  const std::string_view modified = trimmed(head.header("last-modified"));
  const bool has_date = !held.validators.last_modified.empty();
  const bool is_of_date = has_date && modified == held.validators.last_modified;
  const bool has_same_total = held.total && total;
  if (!held.validators.etag.empty()) {
    const std::string_view etag = trimmed(head.header("etag"));
    if (etag == held.validators.etag) return {};
    return etag.empty() && is_of_date && has_same_total ? "" : "has another file there now";
  }
  if (has_date && !modified.empty()) return is_of_date ? "" : "has another file there now";
  return has_same_total ? "" : "does not say whether it is still the same file";
}

class Judgement {
 public:
  Judgement(const Held& held, const http::Reply& head) : held_(held), head_(head) {}

  Step step() const {
    if (head_.status == 416) return of_nothing();
    if (head_.status != 200 && head_.status != 203 && head_.status != 206)
      return fail(fmt::format("answered HTTP {}", head_.status));
    const std::string coding = lower_ascii(trimmed(head_.header("content-encoding")));
    if (!coding.empty() && coding != "identity")
      return fail(fmt::format("sends the file in the coding {}, for which it was not asked",
                              disarm(coding.substr(0, 40))));
    const BodyLength length = length_in(head_);
    if (length.is_disputed) return fail("announces two lengths");
    const std::string type = lower_ascii(trimmed(head_.header("content-type")));
    if (type.starts_with("multipart/byteranges")) return misfit("sends the file in pieces");
    const std::string_view written = head_.header("content-range");
    if (written.empty() && head_.status == 206) return misfit("does not say which part it sends");
    if (written.empty())
      return {Kind::rewrite, length.bytes, length.bytes, validators_in(head_), {}};
    const auto range = parse_content_range(written);
    if (!range || !range->has_bytes) return misfit("does not say which part it sends");
    if (length.bytes && *length.bytes != range->size())
      return misfit("announces a part of two lengths");
    return of_part(*range);
  }

 private:
  Step of_part(const ContentRange& range) const {
    const std::uint64_t ends = range.last + 1;
    if (range.first == 0) return {Kind::rewrite, range.total, ends, validators_in(head_), {}};
    if (range.first != held_.bytes || held_.bytes == 0)
      return misfit("sends another part than it was asked for");
    if (const std::string why = difference(held_, head_, range.total); !why.empty())
      return misfit(why);
    Validators validators = validators_in(head_);
    if (validators.etag.empty()) validators.etag = held_.validators.etag;
    if (validators.last_modified.empty()) validators.last_modified = held_.validators.last_modified;
    return {Kind::append, range.total ? range.total : held_.total, ends, std::move(validators), {}};
  }

  // 416: what was asked for begins at the end of the file, or beyond it.
  Step of_nothing() const {
    const auto range = parse_content_range(head_.header("content-range"));
    const bool is_whole = range && !range->has_bytes && range->total == held_.bytes &&
                          (!held_.total || held_.total == range->total);
    if (held_.bytes > 0 && is_whole)
      return {Kind::complete, range->total, {}, held_.validators, {}};
    return misfit("answered HTTP 416");
  }

  static Step fail(std::string why) { return {Kind::fail, {}, {}, {}, std::move(why)}; }

  // Without a range to blame, asking anew would bring the same.
  Step misfit(std::string why) const {
    return {held_.bytes > 0 ? Kind::ask_anew : Kind::fail, {}, {}, {}, std::move(why)};
  }

  const Held& held_;
  const http::Reply& head_;
};

}  // namespace

bool can_resume(const Held& held) {
  const bool fits = !held.total || held.bytes <= *held.total;
  // Two files may have one length: that alone proves nothing.
  const bool is_known = !held.validators.etag.empty() || !held.validators.last_modified.empty();
  return held.bytes > 0 && fits && is_known;
}

std::vector<std::string> range_headers(const Held& held) {
  std::vector<std::string> headers = {"Accept-Encoding: identity"};
  if (!can_resume(held)) return headers;
  headers.push_back(fmt::format("Range: bytes={}-", held.bytes));
  const Validators& validators = held.validators;
  const std::string& validator =
      validators.etag.empty() ? validators.last_modified : validators.etag;
  if (!validator.empty()) headers.push_back("If-Range: " + validator);
  return headers;
}

Step next_step(const Held& held, const http::Reply& head) {
  return Judgement(can_resume(held) ? held : Held{}, head).step();
}

void Starts::ended(std::uint64_t bytes, Duration elapsed) {
  if (bytes > best_) {
    best_ = bytes;
    failed_ = 0;
    last_.clear();
  } else {
    ++failed_;
  }
  last_.push_back({bytes, elapsed});
  if (last_.size() > most_failed) last_.erase(last_.begin());
}

std::string Starts::cause() const {
  constexpr Duration shortest = 5s;
  if (last_.size() < most_failed) return {};
  const std::uint64_t bytes = last_.front().bytes;
  const bool at_one_place = std::all_of(last_.begin(), last_.end(),
                                        [&](const Start& start) { return start.bytes == bytes; });
  if (at_one_place && bytes > 0) return fmt::format("the server cuts after {} bytes", bytes);
  const auto [least, most] =
      std::minmax_element(last_.begin(), last_.end(),
                          [](const Start& a, const Start& b) { return a.elapsed < b.elapsed; });
  const Duration spread = most->elapsed - least->elapsed;
  if (least->elapsed < shortest || spread > std::max<Duration>(1s, most->elapsed / 10)) return {};
  const auto seconds = std::chrono::round<std::chrono::seconds>(least->elapsed + spread / 2);
  return fmt::format("the server cuts after {} s", seconds.count());
}

}  // namespace shotlist::collect
