#include "manifest/digest_index.h"

#include <algorithm>
#include <utility>

namespace shotlist::manifest {

DigestIndex::Inserted DigestIndex::note(const Fingerprint& digest, const SourceText& source,
                                        std::uint32_t line) {
  if (4 * entries_.size() >= 3 * slots_.size()) grow();
  const auto bits = static_cast<std::uint32_t>(digest.high >> 32U);
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = bits & mask;
  for (; slots_[at].entry != 0; at = (at + 1) & mask) {
    if (slots_[at].bits != bits) continue;
    const Entry& entry = entries_[slots_[at].entry - 1];
    if (entry.digest == digest) return {false, {sources_[entry.source], entry.line}};
  }
  entries_.push_back({digest, line, number_of(source)});
  slots_[at] = {bits, static_cast<std::uint32_t>(entries_.size())};
  return {};
}

void DigestIndex::grow() {
  constexpr std::size_t fewest = 64;
  const std::vector<Slot> before =
      std::exchange(slots_, std::vector<Slot>(std::max(2 * slots_.size(), fewest)));
  for (const Slot& slot : before) {
    if (slot.entry != 0) put(slot);
  }
}

void DigestIndex::put(Slot slot) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = slot.bits & mask;
  while (slots_[at].entry != 0)
    at = (at + 1) & mask;
  slots_[at] = slot;
}

// Rows come file by file, so it is nearly always the last one.
std::uint32_t DigestIndex::number_of(const SourceText& source) {
  if (sources_.empty() || sources_.back() != &source) sources_.push_back(&source);
  return static_cast<std::uint32_t>(sources_.size() - 1);
}

}  // namespace shotlist::manifest
