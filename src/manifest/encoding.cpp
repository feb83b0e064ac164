#include "manifest/encoding.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/character.h"
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
};

Utf8Count count_utf8(std::string_view text) {
  Utf8Count count;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    if (!point.valid) ++count.others;
    if (point.size >= 2) ++count.characters;
    if (point.size >= 3) ++count.long_ones;
    at += point.size;
  }
  return count;
}

// Of the letters that two bytes of UTF-8 can be: phonetic, Coptic, N'Ko and Syriac ones, what Old
// Church Slavonic had, and what few languages add to Cyrillic. Chinese in GBK looks like these.
bool is_rare_letter(char32_t c) {
  return is_between(c, 0x180, 0x19F) || is_between(c, 0x1A2, 0x1AE) ||
         is_between(c, 0x1B1, 0x1CC) || is_between(c, 0x1DD, 0x217) ||
         is_between(c, 0x21C, 0x36F) || is_between(c, 0x3D0, 0x3FF) ||
         is_between(c, 0x460, 0x48F) || is_between(c, 0x492, 0x52F) || is_between(c, 0x700, 0x7FF);
}

// One number for each alphabet of such letters; 0 is ASCII.
int alphabet_of(char32_t c) {
  constexpr char32_t starts[] = {0x80, 0x370, 0x400, 0x530, 0x590, 0x600, 0x780, 0x800};
  return static_cast<int>(std::upper_bound(std::begin(starts), std::end(starts), c) -
                          std::begin(starts));
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

std::string_view likely_encoding(std::string_view bytes) {
  // ISO-2022-JP and its like are all ASCII.
  if (switches_alphabets(bytes)) return unknown_encoding;
  if (!first_invalid_utf8(bytes) || is_mostly_utf8(count_utf8(bytes))) return system::utf8;
  return is_plausible_chinese(bytes) ? system::gb18030 : unknown_encoding;
}

bool is_perhaps_chinese(std::string_view text) {
  if (text.size() > longest_accident) return false;
  std::size_t letters = 0;
  int before = 0;
  bool is_odd = true;  // the letter before, if there is one
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    const int here = alphabet_of(point.value);
    const bool is_mixed = here != 0 && before != 0 && here != before;
    if (!is_odd && !is_mixed) return false;
    is_odd = here == 0 || is_mixed || is_rare_letter(point.value);
    if (point.size > 1) ++letters;
    before = here;
    at += point.size;
  }
  return is_odd && letters > 0 && is_usual_chinese(text);
}

bool is_surely_utf8(std::string_view bytes) {
  const Utf8Count count = count_utf8(bytes);
  return count.others == 0 && (count.long_ones >= 2 || count.characters >= 4) &&
         !is_perhaps_chinese(bytes);
}

}  // namespace shotlist::manifest
