#pragma once
// Names for attempts.

#include <cstdint>
#include <string>
#include <string_view>

#include "system/random.h"

namespace shotlist::ledger {

/// Twelve consonants: no spreadsheet takes them for a number, a date or a formula, and they make no
/// words. The first five are the same for a thousand names in a row, and the rest grow by a random
/// step from name to name: an index of them grows in few places, and no two of the thousand are
/// equal. That any two of a million are has a chance of about one in ten thousand.
class EntryNames {
 public:
  /// `random` is borrowed.
  explicit EntryNames(system::Random& random) : random_(random) {}

  std::string next();

 private:
  system::Random& random_;
  std::uint64_t number_ = 0;  ///< of the last name, in digits that are letters
  std::uint64_t begin_ = 0;   ///< of its thousand
  int left_ = 0;
};

/// Whether `text` could be an entry.
bool is_entry(std::string_view text);

}  // namespace shotlist::ledger
