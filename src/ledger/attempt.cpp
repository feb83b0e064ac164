#include "ledger/attempt.h"

#include <algorithm>
#include <array>

namespace shotlist::ledger {
namespace {

constexpr std::array<std::string_view, 5> words = {"created", "not_created", "retry", "resubmit",
                                                   "keep"};

}  // namespace

bool is_about_request(Word word) {
  return word == Word::retry || word == Word::resubmit || word == Word::keep;
}

bool settles(Word word) {
  return word == Word::created || word == Word::not_created;
}

std::string_view to_text(Word word) {
  return words.at(static_cast<std::size_t>(word));
}

std::optional<Word> parse_word(std::string_view text) {
  const auto found = std::find(words.begin(), words.end(), text);
  if (found == words.end()) return std::nullopt;
  return static_cast<Word>(found - words.begin());
}

}  // namespace shotlist::ledger
