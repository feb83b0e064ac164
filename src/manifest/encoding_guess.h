#pragma once
// Which encoding a text is probably in: judged by what it would read.

#include <string>
#include <string_view>
#include <vector>

namespace shotlist::manifest {

/// An encoding, and what a text would read in it.
struct EncodingGuess {
  std::string encoding;  ///< as `--encoding` takes it
  std::string text;      ///< UTF-8, of the lines that tell
};

/// The encodings in which text that is not UTF-8 reads like a language, the best first and three at
/// most. Two that read the same count as one.
std::vector<EncodingGuess> guess_encodings(std::string_view bytes);

/// Whether `bytes`, which are not UTF-8, are Chinese beyond doubt in GB18030: common characters
/// nearly all, in each line, no kana, and enough of them to tell. One is not enough; two are,
/// unless they could be a word of another language in another encoding.
bool is_plausible_chinese(std::string_view bytes);

/// Whether all that `bytes` hold beside ASCII is usual Chinese in GB18030.
bool is_usual_chinese(std::string_view bytes);

/// Whether the text holds escape sequences of ISO 2022, which switch to another alphabet.
bool switches_alphabets(std::string_view bytes);

}  // namespace shotlist::manifest
