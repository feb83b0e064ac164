#include "base/normal_form.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>

#include <utf8proc.h>

#include "base/eight_bytes.h"
#include "base/utf8.h"

namespace shotlist::inline base {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Characters that have no other spelling and never join the previous one. Sorted.
constexpr std::array<Range, 11> inert = {{
    {0x0000, 0x02FF},    // ASCII, Latin, phonetics
    {0x0400, 0x0482},    // Cyrillic
    {0x200B, 0x2027},    // dashes, quotes, the ellipsis, emoji joiners
    {0x3000, 0x3029},    // CJK punctuation
    {0x3041, 0x3096},    // Hiragana
    {0x30A1, 0x30FF},    // Katakana
    {0x3400, 0x9FFF},    // Han
    {0xAC00, 0xD7A3},    // Hangul
    {0xFE00, 0xFE0F},    // variation selectors, which make other characters emoji
    {0xFF00, 0xFFEF},    // full width
    {0x1F300, 0x1FAFF},  // emoji
}};

// `text` as the library makes it, or `text` itself if it is not UTF-8.
std::string mapped(std::string_view text, int options) {
  utf8proc_uint8_t* made = nullptr;
  const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                 static_cast<utf8proc_ssize_t>(text.size()), &made,
                                 static_cast<utf8proc_option_t>(options));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(made, &std::free);
  if (size < 0) return std::string(text);
  return {reinterpret_cast<const char*>(made), static_cast<std::size_t>(size)};
}

bool is_inert(char32_t c) {
  return std::any_of(inert.begin(), inert.end(),
                     [c](const Range& range) { return c >= range.first && c <= range.last; });
}

}  // namespace

void append_with_lf(std::string& out, std::string_view text) {
  for (auto end = text.find('\r'); end != std::string_view::npos; end = text.find('\r')) {
    out += text.substr(0, end);
    out += '\n';
    text.remove_prefix(text.substr(end, 2) == "\r\n" ? end + 2 : end + 1);
  }
  out += text;
}

bool is_surely_normal(std::string_view text) {
  const auto is_plain = [](const EightBytes& bytes) {
    return bytes.all_ascii() && !bytes.has('\r');
  };
  for (std::size_t at = skip_eights(text, 0, is_plain); at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    if (!point.valid || !is_inert(point.value) || point.value == U'\r') return false;
    at = skip_eights(text, at + point.size, is_plain);
  }
  return true;
}

std::string in_normal_form(std::string_view text) {
  if (is_surely_normal(text)) return std::string(text);
  const std::string composed = mapped(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
  std::string normal;
  normal.reserve(composed.size());
  append_with_lf(normal, composed);
  return normal;
}

std::string folded(std::string_view text) {
  return mapped(text, UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK |
                          UTF8PROC_IGNORE);
}

std::string without_case(std::string_view text) {
  return mapped(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
}

}  // namespace shotlist::inline base
