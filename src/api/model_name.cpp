#include "api/model_name.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "base/nearest.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/words.h"

namespace shotlist::api {
namespace {

// Letters and digits alone, in lower case; one byte for each character outside ASCII, such as a
// Cyrillic letter that looks like one of ours.
std::string folded(std::string_view name) {
  std::string all;
  for (const std::string& word : words_of(name)) {
    for (std::size_t at = 0; at < word.size(); at += decode_utf8(word, at).size)
      all += is_ascii_alphanumeric(word[at]) ? word[at] : '?';
  }
  return all;
}

std::string digits_of(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits), is_ascii_digit);
  return digits;
}

bool has_further_word(std::string_view name, std::string_view known) {
  return name.size() > known.size() + 1 && name.starts_with(known) &&
         !is_ascii_alphanumeric(name[known.size()]);
}

}  // namespace

bool is_misspelt(std::string_view name, std::string_view known, bool starts) {
  const std::string one = folded(name);
  const std::string other = folded(known);
  if (one == other || (starts && one.starts_with(other))) return true;
  if (has_further_word(name, known)) return false;
  const std::string_view compared =
      std::string_view(one).substr(0, starts ? other.size() : one.size());
  const std::string digits = digits_of(compared);
  const std::string known_digits = digits_of(other);
  if (!digits.empty() && digits != known_digits) return false;
  return edits_between(compared, other) <= (other.size() < 8 ? 1U : 2U);
}

}  // namespace shotlist::api
