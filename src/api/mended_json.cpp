#include "api/mended_json.h"

#include <algorithm>
#include <cstddef>

#include <fmt/format.h>

#include "base/text.h"

namespace shotlist::api {
namespace {

constexpr std::size_t escape_size = 6;  // `\u0041`

/// Which half of a pair the escape at the beginning of `text` is, if any.
enum class Half { none, high, low };

Half half_at(std::string_view text) {
  if (text.size() < escape_size || !text.starts_with("\\u")) return Half::none;
  const std::string digits = lower_ascii(text.substr(2, 4));
  if (digits.find_first_not_of("0123456789abcdef") != std::string::npos) return Half::none;
  if (digits[0] != 'd' || digits[1] < '8') return Half::none;
  return std::string_view("89ab").find(digits[1]) != std::string_view::npos ? Half::high
                                                                            : Half::low;
}

bool is_plain(char c) {
  return c != '"' && c != '\\' && static_cast<unsigned char>(c) >= 0x20;
}

// Returns the size of what was read of a text.
std::size_t mend_in_text(std::string_view rest, std::string& mended) {
  const char c = rest.front();
  if (is_plain(c)) {
    const auto end = std::find_if_not(rest.begin(), rest.end(), is_plain);
    mended.append(rest.begin(), end);
    return static_cast<std::size_t>(end - rest.begin());
  }
  if (static_cast<unsigned char>(c) < 0x20) {
    mended += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    return 1;
  }
  std::size_t size = std::min<std::size_t>(2, rest.size());  // a backslash, and what follows
  const Half half = half_at(rest);
  if (half != Half::none) {
    size = escape_size;
    const bool is_pair = half == Half::high && half_at(rest.substr(size)) == Half::low;
    if (!is_pair) {
      mended += "\\ufffd";
      return size;
    }
    size += escape_size;
  }
  mended += rest.substr(0, size);
  return size;
}

std::size_t size_of_no_number(std::string_view rest) {
  for (const std::string_view word : {"NaN", "Infinity", "-Infinity"}) {
    if (rest.starts_with(word)) return word.size();
  }
  return 0;
}

}  // namespace

std::string mended_json(std::string_view json) {
  std::string mended;
  mended.reserve(json.size());
  bool is_in_text = false;
  for (std::size_t at = 0; at < json.size();) {
    const std::string_view rest = json.substr(at);
    if (rest.front() == '"') {
      is_in_text = !is_in_text;
    } else if (is_in_text) {
      at += mend_in_text(rest, mended);
      continue;
    } else if (const std::size_t size = size_of_no_number(rest); size > 0) {
      mended += "null";
      at += size;
      continue;
    }
    mended += rest.front();
    ++at;
  }
  return mended;
}

}  // namespace shotlist::api
