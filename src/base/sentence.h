#pragma once
// What is said to people in their language, and written to files in English.

#include <string>
#include <utility>

namespace shotlist::inline base {

/// Made by `in_both` (base/translation.h); from a text, it is the same in every language.
struct Sentence {
  Sentence() = default;
  Sentence(std::string text) : english(std::move(text)), spoken(english) {}
  Sentence(const char* text) : Sentence(std::string(text)) {}
  Sentence(std::string in_english, std::string as_spoken)
      : english(std::move(in_english)), spoken(std::move(as_spoken)) {}

  bool empty() const { return english.empty(); }

  std::string english;
  std::string spoken;
};

}  // namespace shotlist::inline base
