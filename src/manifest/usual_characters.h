#pragma once
// The characters that most texts of a language consist of.

#include <bitset>
#include <string_view>

namespace shotlist::manifest {

/// A set of characters below U+FFFF, made from a list of them.
class Characters {
 public:
  explicit Characters(std::string_view list);

  bool has(char32_t c) const { return c < characters_.size() && characters_[c]; }

 private:
  std::bitset<0x10000> characters_;
};

/// Lists in the order of their code points. Simplified Chinese: about 500 characters that every
/// text and every prompt is full of, and 1,300 more; together 19 of 20 characters of most texts.
extern const std::string_view most_usual_chinese;
extern const std::string_view usual_chinese;

/// What traditional Chinese and Japanese write besides those.
extern const std::string_view usual_traditional;
extern const std::string_view usual_kanji;

/// 19 of 20 syllables of most Korean texts.
extern const std::string_view usual_hangul;

}  // namespace shotlist::manifest
