#pragma once
// What kind of character a code point is, in any alphabet.

namespace shotlist::inline base {

/// A letter that can be read alone, or a digit or number. Letters that only modify others, such as
/// the long sound mark of Japanese, do not count.
bool is_letter_or_number(char32_t c);

/// What words are made of: letters of any kind, their marks, digits and numbers.
bool is_part_of_word(char32_t c);

/// Pictures, and the two parts that only emoji have: flags and the frame of a key.
bool is_emoji(char32_t c);

/// Nothing on the screen, or only a gap: white space, controls, joiners, direction marks, tags,
/// fillers, variation selectors.
bool is_invisible(char32_t c);

/// Whether `c` is one of the characters from `first` to `last`.
constexpr bool is_between(char32_t c, char32_t first, char32_t last) {
  return c >= first && c <= last;
}

}  // namespace shotlist::inline base
