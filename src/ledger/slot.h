#pragma once
// The tries of one slot, and the only definition of which one decides its state.

#include <vector>

#include "ledger/attempt.h"

namespace shotlist::ledger {

/// The tries of a slot, oldest first; never empty.
using Tries = std::vector<Attempt>;

bool is_same_slot(const Attempt& one, const Attempt& other);

/// The try that decides the state of a slot: the latest submitted one, whatever was tried after it;
/// otherwise the last one.
const Attempt& deciding(const Tries& slot);

/// Groups attempts, sorted by slot and try, into slots.
std::vector<Tries> slots_of(std::vector<Attempt> attempts);

}  // namespace shotlist::ledger
