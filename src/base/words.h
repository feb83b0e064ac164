#pragma once
// The words of a text, for comparing texts.

#include <string>
#include <string_view>
#include <vector>

namespace shotlist::inline base {

/// The words of `text` in order, including repetitions. Case, accents, full-width forms, ligatures
/// and the difference between composed and decomposed characters are removed, and so are
/// punctuation, apostrophes and invisible characters:
///
///     "A Café, ｘ2 — it’s"  ->  a cafe x2 its
///
/// An emoji is a word. Chinese, Japanese, Korean, Thai, Lao, Burmese and Khmer, most of which put
/// no spaces between words, are split into overlapping pairs of characters: "夜市的雨" -> 夜市 市的
/// 的雨. A single such character on its own is a word. Bytes that are not UTF-8 separate words.
std::vector<std::string> words_of(std::string_view text);

}  // namespace shotlist::inline base
