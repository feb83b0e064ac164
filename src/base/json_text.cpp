#include "base/json_text.h"

#include <array>
#include <cstddef>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/eight_bytes.h"
#include "base/utf8.h"

namespace shotlist::inline base {
namespace {

constexpr std::array<bool, 256> bytes_to_escape() {
  std::array<bool, 256> bytes{};
  for (std::size_t control = 0; control < 0x20; ++control)
    bytes[control] = true;
  bytes['"'] = true;
  bytes['\\'] = true;
  return bytes;
}

constexpr std::array<bool, 256> to_escape = bytes_to_escape();

bool needs_escape(char c) {
  return to_escape[static_cast<unsigned char>(c)];
}

bool needs_no_escape(const EightBytes& bytes) {
  return !bytes.has_less_than(0x20) && !bytes.has('"') && !bytes.has('\\');
}

// The first position from `at` on where something must be escaped, or the end.
std::size_t find_escape(std::string_view text, std::size_t at) {
  at = skip_eights(text, at, needs_no_escape);
  while (at < text.size() && !needs_escape(text[at]))
    ++at;
  return at;
}

void append_escaped(std::string& json, char c) {
  constexpr std::string_view named = "\b\t\n\f\r\"\\";
  constexpr std::string_view names = "btnfr\"\\";
  constexpr std::string_view digits = "0123456789abcdef";
  json += '\\';
  if (const auto which = named.find(c); which != std::string_view::npos) {
    json += names[which];
    return;
  }
  const auto byte = static_cast<unsigned char>(c);
  json += "u00";
  json += digits[byte >> 4U];
  json += digits[byte & 0xFU];
}

// Characters beyond the first 65,536 take two escapes (RFC 8259, section 7).
void append_escape(std::string& json, char32_t value) {
  const auto unit = static_cast<unsigned>(value);
  if (unit > 0xFFFF) {
    json += fmt::format("\\u{:04x}\\u{:04x}", 0xD7C0 + (unit >> 10U), 0xDC00 + (unit & 0x3FFU));
  } else {
    json += fmt::format("\\u{:04x}", unit);
  }
}

}  // namespace

void append_json_text(std::string& json, std::string_view text) {
  json += '"';
  for (std::size_t written = 0; written < text.size();) {
    std::size_t end = find_escape(text, written);
    json += text.substr(written, end - written);
    if (end < text.size()) append_escaped(json, text[end++]);
    written = end;
  }
  json += '"';
}

std::string disarmed_json(std::string_view json) {
  std::string safe;
  safe.reserve(json.size());
  for (std::size_t at = 0; at < json.size();) {
    const CodePoint point = decode_utf8(json, at);
    if (point.value != '\n' && is_unsafe_to_show(point.value)) {
      append_escape(safe, point.value);
    } else {
      safe.append(json, at, point.size);
    }
    at += point.size;
  }
  return safe;
}

}  // namespace shotlist::inline base
