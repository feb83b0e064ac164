#include "manifest/encoding.h"

#include <utility>

#include "base/utf8.h"

namespace shotlist::manifest {
namespace {

constexpr std::pair<std::string_view, system::Encoding> marks[] = {
    {"\xEF\xBB\xBF", system::Encoding::utf8},
    {"\xFF\xFE", system::Encoding::utf16_le},
    {"\xFE\xFF", system::Encoding::utf16_be},
};

bool is_ascii(char c) {
  return static_cast<unsigned char>(c) < 0x80;
}

// Damaged UTF-8, such as a character cut in two, is still mostly UTF-8. Of Chinese in GB18030, one
// character in seven is UTF-8 by chance.
bool is_mostly_utf8(std::string_view text) {
  std::size_t characters = 0;
  std::size_t others = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    if (!is_ascii(text[at])) ++(point.valid ? characters : others);
    at += point.size;
  }
  return characters > others;
}

// The size in bytes of the GB18030 character at `at`, which is not ASCII, by its form; 0 if none.
std::size_t gb18030_size(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
  };
  const auto is_lead = [](unsigned value) { return value >= 0x81 && value <= 0xFE; };
  const auto is_digit = [](unsigned value) { return value >= 0x30 && value <= 0x39; };
  if (!is_lead(byte(0))) return 0;
  if (is_digit(byte(1))) return is_lead(byte(2)) && is_digit(byte(3)) ? 4 : 0;
  return byte(1) >= 0x40 && byte(1) <= 0xFE && byte(1) != 0x7F ? 2 : 0;
}

// An accented letter before an ASCII letter, as in `naïve` from western Windows, has the form of a
// rare GB18030 character. Common ones are two bytes, both beyond ASCII.
bool is_likely_gb18030(std::string_view text) {
  std::size_t usual = 0;
  std::size_t doubtful = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (is_ascii(text[at])) {
      ++at;
      continue;
    }
    const std::size_t size = gb18030_size(text, at);
    const bool is_usual = size == 4 || (size == 2 && !is_ascii(text[at + 1]));
    ++(is_usual ? usual : doubtful);
    at += size == 0 ? 1 : size;
  }
  return usual > doubtful;
}

}  // namespace

std::optional<ByteOrderMark> byte_order_mark_of(std::string_view bytes) {
  for (const auto& [mark, encoding] : marks) {
    if (bytes.starts_with(mark)) return ByteOrderMark{encoding, mark.size()};
  }
  return std::nullopt;
}

system::Encoding likely_encoding(std::string_view bytes) {
  if (!first_invalid_utf8(bytes) || is_mostly_utf8(bytes)) return system::Encoding::utf8;
  return is_likely_gb18030(bytes) ? system::Encoding::gb18030 : system::Encoding::utf8;
}

}  // namespace shotlist::manifest
