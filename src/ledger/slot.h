#pragma once
// The tries of one slot, and which of them it stands as. The one place that says so.

#include <vector>

#include "ledger/attempt.h"

namespace shotlist::ledger {

/// The tries of a slot, oldest first; never empty.
using Tries = std::vector<Attempt>;

bool is_same_slot(const Attempt& one, const Attempt& other);

/// The try that a slot stands as: its latest one that is submitted, whatever was tried after it;
/// else its last one.
const Attempt& deciding(const Tries& slot);

/// Attempts that are sorted by slot and try, as slots.
std::vector<Tries> slots_of(std::vector<Attempt> attempts);

}  // namespace shotlist::ledger
