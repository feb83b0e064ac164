#pragma once
// What the results file of an earlier run says that its journal does not.

#include <cstddef>
#include <string>
#include <vector>

#include "journal/ledger.h"
#include "model/result.h"
#include "report/spoilt_ids.h"

namespace shotlist::report {

/// A results file is written from the journal and never read back to decide about money. The one
/// exception is a row of which it knows an attempt that the journal does not: then the journal was
/// lost, or is an older copy, and the row may have been paid for.
struct OldResults {
  /// A row that the file tells one thing about and the journal another. The journal is right.
  struct Contradiction {
    std::string id;
    std::string said;   ///< by the file, in words; not disarmed
    std::string known;  ///< by the journal
  };

  std::vector<journal::AdoptedFact::Row> unknown;  ///< to the journal, and perhaps paid for
  std::vector<Contradiction> contradicted;         ///< where the journal is right
  std::vector<RestoredId> restored;  ///< ids that a spreadsheet had changed in the file
  std::size_t decided = 0;  ///< rows with a word in the last column `decision`, perhaps a variable
  std::size_t decision_columns = 0;
  std::string unreadable;  ///< why the file can not be read though the journal knows rows; or empty

  /// Rows that a person wrote a decision on, where the manifest has these variables.
  std::size_t count_decided(const std::vector<std::string>& variable_names) const;

  bool disagrees() const { return !contradicted.empty() || !unreadable.empty(); }
};

/// Compares the two. A file that is merely behind its journal, as a crash leaves it, does not
/// contradict it.
OldResults compare(const Results& file, const journal::Ledger& ledger);

/// Which ids a spreadsheet has changed in the results file `name`, at most `width` columns; nothing
/// where it has none.
std::string restored_text(const OldResults& old, const std::string& name, std::size_t width);

/// What disagrees with the journal of the results file `name`, ten rows at most; nothing where
/// nothing does.
std::string disagreement_text(const OldResults& old, const std::string& name);

}  // namespace shotlist::report
