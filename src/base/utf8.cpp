#include "base/utf8.h"

#include "base/eight_bytes.h"

namespace shotlist::inline base {
namespace {

// No early exit, so that compilers vectorize the loop.
bool is_ascii(std::string_view text) {
  unsigned char bits = 0;
  for (const char c : text)
    bits |= static_cast<unsigned char>(c);
  return bits < 0x80U;
}

struct Lead {
  std::size_t size;
  char32_t bits;
  char32_t least;  // the smallest value that needs this many bytes; less is overlong
};

Lead lead_of(unsigned char byte) {
  if (byte < 0x80U) return {1, byte, 0};
  if ((byte & 0xE0U) == 0xC0U) return {2, byte & 0x1FU, 0x80};
  if ((byte & 0xF0U) == 0xE0U) return {3, byte & 0x0FU, 0x800};
  if ((byte & 0xF8U) == 0xF0U) return {4, byte & 0x07U, 0x10000};
  return {0, byte, 0};
}

// The first byte from `at` on that is not ASCII, or the end.
std::size_t end_of_ascii(std::string_view text, std::size_t at) {
  at = skip_eights(text, at, [](const EightBytes& bytes) { return bytes.all_ascii(); });
  while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80U)
    ++at;
  return at;
}

bool is_white_space(char32_t value) {
  return (value >= 0x09 && value <= 0x0D) || value == 0x20 || value == 0x85 || value == 0xA0 ||
         value == 0x1680 || (value >= 0x2000 && value <= 0x200A) || value == 0x2028 ||
         value == 0x2029 || value == 0x202F || value == 0x205F || value == 0x3000;
}

}  // namespace

CodePoint decode_utf8(std::string_view text, std::size_t at) {
  if (at >= text.size()) return {0, 0, true};
  const auto first = static_cast<unsigned char>(text[at]);
  const CodePoint invalid{first, 1, false};
  const Lead lead = lead_of(first);
  if (lead.size == 0 || at + lead.size > text.size()) return invalid;
  char32_t value = lead.bits;
  for (std::size_t i = 1; i < lead.size; ++i) {
    if (!is_inside_character(text[at + i])) return invalid;
    value = (value << 6U) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
  }
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < lead.least || value > 0x10FFFF || surrogate) return invalid;
  return {value, lead.size, true};
}

std::optional<std::size_t> first_invalid_utf8(std::string_view text) {
  for (std::size_t at = end_of_ascii(text, 0); at < text.size(); at = end_of_ascii(text, at)) {
    const CodePoint point = decode_utf8(text, at);
    if (!point.valid) return at;
    at += point.size;
  }
  return std::nullopt;
}

std::string repaired_utf8(std::string_view text) {
  const auto first = first_invalid_utf8(text);
  if (!first) return std::string(text);
  std::string repaired(text.substr(0, *first));
  repaired.reserve(text.size());
  for (std::size_t at = *first; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    append_utf8(repaired, point.valid ? point.value : U'\uFFFD');
    at += point.size;
  }
  return repaired;
}

void append_utf8(std::string& text, char32_t value) {
  const auto put = [&text](char32_t byte) { text += static_cast<char>(byte); };
  if (value < 0x80) {
    put(value);
  } else if (value < 0x800) {
    put(0xC0 | (value >> 6U));
    put(0x80 | (value & 0x3FU));
  } else if (value < 0x10000) {
    put(0xE0 | (value >> 12U));
    put(0x80 | ((value >> 6U) & 0x3FU));
    put(0x80 | (value & 0x3FU));
  } else {
    put(0xF0 | (value >> 18U));
    put(0x80 | ((value >> 12U) & 0x3FU));
    put(0x80 | ((value >> 6U) & 0x3FU));
    put(0x80 | (value & 0x3FU));
  }
}

std::string_view utf8_prefix(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  for (std::size_t back = 1; back <= 3 && back <= bytes; ++back) {
    const CodePoint point = decode_utf8(text, bytes - back);
    if (point.valid && point.size > back) return text.substr(0, bytes - back);
  }
  return text.substr(0, bytes);
}

std::size_t count_code_points(std::string_view text) {
  constexpr std::size_t block = 16;
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (text.size() - at >= block && is_ascii(text.substr(at, block))) {
      count += block;
      at += block;
    } else {
      ++count;
      at += decode_utf8(text, at).size;
    }
  }
  return count;
}

bool is_blank(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    if (!point.valid || !is_white_space(point.value)) return false;
    at += point.size;
  }
  return true;
}

}  // namespace shotlist::inline base
