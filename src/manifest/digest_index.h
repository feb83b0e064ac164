#pragma once
// Remembers where each of many digests was seen first.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/digest.h"
#include "manifest/source_text.h"

namespace shotlist::manifest {

/// A set of digests, each with a line of a file: about 40 bytes for each, wherever it is from. The
/// files must outlive it.
class DigestIndex {
 public:
  struct Line {
    const SourceText* source = nullptr;
    std::uint32_t number = 0;
  };

  /// What was known of a digest when it was noted.
  struct Inserted {
    bool is_new = true;
    Line first;  ///< where the same digest was seen first; nowhere if it is new
  };

  /// Notes that `digest` is on a line, unless it was seen before.
  Inserted note(const Fingerprint& digest, const SourceText& source, std::uint32_t line);

 private:
  struct Entry {
    Fingerprint digest;
    std::uint32_t line;
    std::uint32_t source;  // in sources_
  };
  // Open addressing: an entry is in the first free slot from where its bits say, so that a digest
  // that is not there is found out without a look at any entry.
  struct Slot {
    std::uint32_t bits = 0;
    std::uint32_t entry = 0;  // its number from 1; 0: the slot is free
  };

  void grow();
  void put(Slot slot);
  std::uint32_t number_of(const SourceText& source);

  std::vector<Slot> slots_;  // as many as a power of two
  std::vector<Entry> entries_;
  std::vector<const SourceText*> sources_;
};

}  // namespace shotlist::manifest
