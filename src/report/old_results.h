#pragma once
// What the results file of an earlier run says that its journal does not.

#include <string>
#include <vector>

#include "journal/ledger.h"
#include "model/result.h"

namespace shotlist {

/// A results file is written from the journal and never read back to decide about money. The one
/// exception is a row that the journal knows nothing of: then the journal was lost, or is older,
/// and the row may have been paid for.
struct OldResults {
  /// A row that the file tells one thing about and the journal another. The journal is right.
  struct Contradiction {
    std::string id;
    std::string said;   ///< by the file, in words; not disarmed
    std::string known;  ///< by the journal
  };

  std::vector<AdoptedFact::Row> unknown;
  std::vector<Contradiction> contradicted;
};

/// Compares the two. A file that is merely behind its journal, as a crash leaves it, does not
/// contradict it.
OldResults compare(const Results& file, const Ledger& ledger);

/// What contradicts in words, ten rows at most; nothing where nothing does.
std::string contradictions_text(const OldResults& old);

}  // namespace shotlist
