#include "ledger/slot.h"

#include <algorithm>
#include <utility>

namespace shotlist::ledger {

bool is_same_slot(const Attempt& one, const Attempt& other) {
  return one.server == other.server && one.copy == other.copy &&
         one.fingerprint == other.fingerprint;
}

const Attempt& deciding(const Tries& slot) {
  const auto bought = std::find_if(slot.rbegin(), slot.rend(), [](const Attempt& attempt) {
    return attempt.status == Status::submitted;
  });
  return bought == slot.rend() ? slot.back() : *bought;
}

std::vector<Tries> slots_of(std::vector<Attempt> attempts) {
  std::vector<Tries> slots;
  for (Attempt& attempt : attempts) {
    if (slots.empty() || !is_same_slot(slots.back().back(), attempt)) slots.emplace_back();
    slots.back().push_back(std::move(attempt));
  }
  return slots;
}

}  // namespace shotlist::ledger
