#include "base/words.h"

#include <cstdlib>
#include <memory>

#include <utf8proc.h>

#include "base/error.h"
#include "base/text.h"
#include "base/utf8.h"

namespace shotlist::inline base {
namespace {

// Compatibility forms are replaced before case is folded and marks are dropped; composing last
// keeps a Korean syllable a single character.
std::string folded_for_words(std::string_view text) {
  if (is_printable_ascii(text)) return lower_ascii(text);
  const std::string valid = repaired_utf8(text);
  utf8proc_uint8_t* mapped = nullptr;
  const auto options =
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
                                     UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE);
  const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(valid.data()),
                                 static_cast<utf8proc_ssize_t>(valid.size()), &mapped, options);
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(mapped, &std::free);
  if (size < 0) return valid;
  return std::string(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size));
}

enum class Kind { gap, joint, letter, unspaced, symbol };

struct Script {
  char32_t first;
  char32_t last;
};

constexpr Script unspaced_scripts[] = {
    {0x0E00, 0x0EFF},    // Thai, Lao
    {0x1000, 0x109F},    // Burmese
    {0x1780, 0x17FF},    // Khmer
    {0x3005, 0x3007},    // Chinese iteration marks and zero
    {0x3040, 0x30FF},    // kana
    {0x3400, 0x4DBF},    // Chinese
    {0x4E00, 0x9FFF},    //
    {0xAC00, 0xD7A3},    // Korean: particles are attached to words
    {0x20000, 0x3FFFF},  // Chinese
};

Kind kind_of(const CodePoint& point) {
  const char32_t c = point.value;
  if (c == 0xFFFD) return Kind::gap;  // stands for bytes that are not UTF-8
  if (c < 0x80) {
    return is_ascii_alphanumeric(static_cast<char>(c)) ? Kind::letter
           : c == '\''                                 ? Kind::joint
                                                       : Kind::gap;
  }
  if (c == 0x2019) return Kind::joint;
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(c))) {
    case UTF8PROC_CATEGORY_SO:
      return Kind::symbol;
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
      break;
    default:
      return Kind::gap;
  }
  for (const Script& range : unspaced_scripts) {
    if (c >= range.first && c <= range.last) return Kind::unspaced;
  }
  return Kind::letter;
}

}  // namespace

std::vector<std::string> words_of(std::string_view text) {
  const std::string plain = folded_for_words(text);
  const std::string_view all = plain;
  std::vector<std::string> words;
  std::string word;            // the letters of the current word
  std::string_view character;  // the last one, if it is of an unspaced script
  bool paired = false;         // whether it is part of a pair
  const auto end_word = [&] {
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  const auto end_run = [&] {
    if (!character.empty() && !paired) words.emplace_back(character);
    character = {};
    paired = false;
  };
  for (std::size_t at = 0; at < all.size();) {
    const CodePoint point = decode_utf8(all, at);
    const std::string_view here = all.substr(at, point.size);
    at += point.size;
    const Kind kind = kind_of(point);
    if (kind == Kind::joint) continue;
    if (kind != Kind::letter) end_word();
    if (kind != Kind::unspaced) end_run();
    if (kind == Kind::letter) word += here;
    if (kind == Kind::symbol) words.emplace_back(here);
    if (kind != Kind::unspaced) continue;
    if (!character.empty()) {
      words.push_back(std::string(character) + std::string(here));
      paired = true;
    }
    character = here;
  }
  end_word();
  end_run();
  return words;
}

}  // namespace shotlist::inline base
