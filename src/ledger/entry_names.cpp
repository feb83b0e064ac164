#include "ledger/entry_names.h"

#include <algorithm>

namespace shotlist::ledger {
namespace {

constexpr std::string_view letters = "bcdfghjklmnpqrstvwxz";
constexpr std::size_t name_letters = 12;
constexpr std::uint64_t prefixes = 3'200'000;   // five letters
constexpr std::uint64_t rests = 1'280'000'000;  // seven letters
constexpr int names_of_prefix = 1000;

}  // namespace

std::string EntryNames::next() {
  if (left_-- <= 0) {
    begin_ = random_.bits() % prefixes * rests;
    number_ = random_.bits() % rests;
    left_ = names_of_prefix - 1;
  }
  // All steps of a prefix together are less than a full round.
  number_ = (number_ + 1 + random_.bits() % (rests / names_of_prefix - 1)) % rests;
  std::string name(name_letters, '\0');
  std::uint64_t digits = begin_ + number_;
  for (std::size_t i = name.size(); i-- > 0; digits /= letters.size())
    name[i] = letters[digits % letters.size()];
  return name;
}

bool is_entry(std::string_view text) {
  return text.size() == name_letters && text.find_first_not_of(letters) == std::string_view::npos;
}

}  // namespace shotlist::ledger
