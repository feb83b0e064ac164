#include "base/json_text.h"

#include <array>
#include <cstddef>

#include "base/eight_bytes.h"

namespace shotlist {
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

// The first place from `at` on where something must be escaped, or the end.
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

}  // namespace shotlist
