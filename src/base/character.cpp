#include "base/character.h"

#include <utf8proc.h>

namespace shotlist::inline base {
namespace {

utf8proc_category_t category_of(char32_t c) {
  return utf8proc_category(static_cast<utf8proc_int32_t>(c));
}

const utf8proc_property_t& property_of(char32_t c) {
  return *utf8proc_get_property(static_cast<utf8proc_int32_t>(c));
}

}  // namespace

bool is_letter_or_number(char32_t c) {
  return is_part_of_word(c) && category_of(c) != UTF8PROC_CATEGORY_LM &&
         category_of(c) != UTF8PROC_CATEGORY_MN && category_of(c) != UTF8PROC_CATEGORY_MC &&
         category_of(c) != UTF8PROC_CATEGORY_ME;
}

bool is_part_of_word(char32_t c) {
  switch (category_of(c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
      return !is_invisible(c);
    default:
      return false;
  }
}

bool is_emoji(char32_t c) {
  constexpr char32_t frame_of_key = 0x20E3;
  constexpr char32_t last_of_latin = 0xFF;  // (c) and (r) are pictures, too
  const auto kind = property_of(c).boundclass;
  return c == frame_of_key ||
         (c > last_of_latin && (kind == UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC ||
                                kind == UTF8PROC_BOUNDCLASS_REGIONAL_INDICATOR));
}

bool is_invisible(char32_t c) {
  constexpr char32_t empty_braille = 0x2800;
  if (c > 0x20 && c < 0x7F) return false;
  if (property_of(c).ignorable != 0 || c == empty_braille) return true;
  switch (category_of(c)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
      return true;
    default:
      return c >= 0xFFF9 && c <= 0xFFFB;  // around notes between the lines
  }
}

}  // namespace shotlist::inline base
