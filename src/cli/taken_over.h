#pragma once
// Attempts in another ledger, in the form in which this one takes them over.

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "ledger/ledger.h"

namespace shotlist::cli {

/// The attempts in the ledger at `path` for which `wanted` returns true, oldest first, with
/// everything known about them, and all decisions in it.
struct OtherLedger {
  std::vector<ledger::Ledger::Imported> attempts;
  std::vector<ledger::Decision> decisions;
  std::size_t on_their_way = 0;  ///< attempts whose answers a run at work waits for
};
OtherLedger read_other_ledger(const std::string& path,
                              const std::function<bool(const ledger::Attempt&)>& wanted);

}  // namespace shotlist::cli
