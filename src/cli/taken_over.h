#pragma once
// Attempts that another ledger knows, as this one takes them over.

#include <functional>
#include <string>
#include <vector>

#include "ledger/ledger.h"

namespace shotlist::cli {

/// The attempts in the ledger at `path` that `wanted` wants, oldest first, with all that is known
/// of them, and every decision there.
struct OtherLedger {
  std::vector<ledger::Ledger::Imported> attempts;
  std::vector<ledger::Decision> decisions;
};
OtherLedger read_other_ledger(const std::string& path,
                              const std::function<bool(const ledger::Attempt&)>& wanted);

}  // namespace shotlist::cli
