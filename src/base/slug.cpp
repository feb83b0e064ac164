#include "base/slug.h"

#include "base/digest.h"
#include "base/disarm.h"
#include "base/text.h"
#include "base/utf8.h"

namespace shotlist::inline base {
namespace {

constexpr std::size_t suffix_digits = 8;

bool is_ascii_word(char c) {
  return is_ascii_alphanumeric(c) || c == '_' || c == '.';
}

// In other scripts, everything but white space, invisible characters and their punctuation.
bool is_word(const CodePoint& point, std::string_view character) {
  if (!point.valid) return false;
  if (point.value < 0x80) return is_ascii_word(character.front());
  const char32_t c = point.value;
  const bool punctuation = (c >= 0x80 && c <= 0xBF) || c == 0xD7 || c == 0xF7 ||
                           (c >= 0x2000 && c <= 0x206F) || (c >= 0x3000 && c <= 0x3020) ||
                           (c >= 0xFF01 && c <= 0xFF0F) || (c >= 0xFF1A && c <= 0xFF20);
  return !punctuation && !is_blank(character) && !is_unsafe_to_show(c);
}

}  // namespace

std::string slug_of(std::string_view text) {
  std::string slug;
  bool gap = false;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    const std::string_view character = text.substr(at, point.size);
    at += point.size;
    if (!is_word(point, character) || (slug.empty() && character == ".")) {
      gap = true;
      continue;
    }
    if (gap && !slug.empty()) slug += '-';
    gap = false;
    slug += character;
  }
  while (!slug.empty() && (slug.back() == '.' || slug.back() == '-'))
    slug.pop_back();
  return slug;
}

std::string short_digest(std::string_view text) {
  return to_hex(fingerprint_of(text).high).substr(0, suffix_digits);
}

std::string shortened(std::string slug, std::size_t most, std::string_view whole) {
  if (slug.size() <= most) return slug;
  std::string_view kept = utf8_prefix(slug, most - suffix_digits - 1);
  while (!kept.empty() && (kept.back() == '-' || kept.back() == '.'))
    kept.remove_suffix(1);
  return std::string(kept) + '-' + short_digest(whole);
}

}  // namespace shotlist::inline base
