#pragma once
// Names for attempts.

#include <cstdint>
#include <string>
#include <string_view>

#include "system/random.h"

namespace shotlist::ledger {

/// Twelve consonants: no spreadsheet takes them for a number, a date or a formula, and they form no
/// words. The first five stay the same for a thousand names in a row, and the rest grows by a
/// random step from name to name. So an index of them grows in few places, and the thousand are
/// distinct. The chance that any two of a million are equal is about one in ten thousand.
class EntryNames {
 public:
  /// `random` is borrowed.
  explicit EntryNames(system::Random& random) : random_(random) {}

  std::string next();

 private:
  system::Random& random_;
  std::uint64_t number_ = 0;  ///< of the last name, as a number with letters for digits
  std::uint64_t begin_ = 0;   ///< the start of its thousand
  int left_ = 0;
};

/// Whether `text` could be an entry.
bool is_entry(std::string_view text);

}  // namespace shotlist::ledger
