#include "base/json_text.h"

#include <array>
#include <cstddef>

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

constexpr std::size_t block_size = 16;

// Of fixed length and without a way out, so that compilers make a few comparisons of vectors of it.
bool needs_no_escape(const char* block) {
  unsigned char odd = 0;
  for (std::size_t i = 0; i < block_size; ++i) {
    const auto c = static_cast<unsigned char>(block[i]);
    odd |= static_cast<unsigned char>((c < 0x20) | (c == '"') | (c == '\\'));
  }
  return odd == 0;
}

// The first place from `at` on where something must be escaped, or the end.
std::size_t find_escape(std::string_view text, std::size_t at) {
  while (at + block_size <= text.size() && needs_no_escape(text.data() + at))
    at += block_size;
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
