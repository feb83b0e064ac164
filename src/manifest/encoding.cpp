#include "manifest/encoding.h"

#include <utility>

#include "base/text.h"
#include "base/utf8.h"
#include "manifest/encoding_guess.h"

namespace shotlist::manifest {
namespace {

constexpr std::pair<std::string_view, std::string_view> marks[] = {
    {"\xEF\xBB\xBF", system::utf8},    {{"\xFF\xFE\0\0", 4}, "UTF-32LE"},
    {{"\0\0\xFE\xFF", 4}, "UTF-32BE"}, {"\xFF\xFE", system::utf16_le},
    {"\xFE\xFF", system::utf16_be},
};

// What a text would hold as UTF-8.
struct Utf8Count {
  std::size_t characters = 0;  // beyond ASCII
  std::size_t long_ones = 0;   // of these, of three bytes or four
  std::size_t others = 0;      // bytes that are no character
  std::size_t oddities = 0;    // letters of no living language; those of two alphabets that touch
};

enum class Alphabet { none, latin, greek, cyrillic, armenian, hebrew, arabic, other };

bool is_between(char32_t c, char32_t first, char32_t last) {
  return c >= first && c <= last;
}

// Phonetic, Coptic, Samaritan, what Old Church Slavonic had, and arrows that nobody writes. A few
// of them are in use in Africa.
bool is_unusual(char32_t c) {
  return is_between(c, 0x180, 0x19F) || is_between(c, 0x1A2, 0x1AE) ||
         is_between(c, 0x1B1, 0x1CC) || is_between(c, 0x1DD, 0x217) ||
         is_between(c, 0x21C, 0x2AF) || is_between(c, 0x3D0, 0x3FF) ||
         is_between(c, 0x460, 0x489) || is_between(c, 0x800, 0x8FF) ||
         is_between(c, 0x2900, 0x2AFF);
}

// Of the characters that two bytes of UTF-8 can be.
Alphabet alphabet_of(char32_t c) {
  if (c < 0x80) return is_ascii_letter(static_cast<char>(c)) ? Alphabet::latin : Alphabet::none;
  if (c < 0xC0 || (c >= 0x300 && c < 0x370) || c >= 0x800) return Alphabet::none;
  if (c < 0x300) return Alphabet::latin;
  if (c < 0x400) return Alphabet::greek;
  if (c < 0x530) return Alphabet::cyrillic;
  if (c < 0x590) return Alphabet::armenian;
  if (c < 0x600) return Alphabet::hebrew;
  if (c < 0x700 || (c >= 0x750 && c < 0x780)) return Alphabet::arabic;
  return Alphabet::other;
}

Utf8Count count_utf8(std::string_view text) {
  Utf8Count count;
  Alphabet before = Alphabet::none;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    if (!point.valid) ++count.others;
    if (point.size >= 2) ++count.characters;
    if (point.size >= 3) ++count.long_ones;
    const Alphabet here = point.valid ? alphabet_of(point.value) : Alphabet::none;
    const bool touch = here != Alphabet::none && before != Alphabet::none;
    if ((touch && here != before) || (point.valid && is_unusual(point.value))) ++count.oddities;
    before = here;
    at += point.size;
  }
  return count;
}

// Damaged UTF-8, such as a character cut in two, is still mostly UTF-8. Of Chinese in GB18030, one
// character in seven is UTF-8 by chance, and seldom one of three bytes.
bool is_mostly_utf8(const Utf8Count& count) {
  return count.long_ones > count.others || count.characters > 4 * count.others;
}

constexpr std::size_t longest_accident = std::size_t{64} * 1024;

}  // namespace

std::optional<ByteOrderMark> byte_order_mark_of(std::string_view bytes) {
  for (const auto& [mark, encoding] : marks) {
    if (bytes.starts_with(mark)) return ByteOrderMark{encoding, mark.size()};
  }
  return std::nullopt;
}

bool is_utf8_by_accident(std::string_view bytes) {
  if (bytes.size() > longest_accident) return false;
  const Utf8Count count = count_utf8(bytes);
  return count.oddities > 0 && count.characters <= 8 && reads_well_in_another(bytes);
}

std::string_view likely_encoding(std::string_view bytes) {
  // ISO-2022-JP and its like are all ASCII.
  if (switches_alphabets(bytes)) return unknown_encoding;
  if (!first_invalid_utf8(bytes)) {
    if (!is_utf8_by_accident(bytes)) return system::utf8;
  } else if (is_mostly_utf8(count_utf8(bytes))) {
    return system::utf8;
  }
  return is_plausible_chinese(bytes) ? system::gb18030 : unknown_encoding;
}

bool is_surely_utf8(std::string_view bytes) {
  const Utf8Count count = count_utf8(bytes);
  return count.others == 0 && (count.long_ones >= 2 || count.characters >= 4);
}

}  // namespace shotlist::manifest
