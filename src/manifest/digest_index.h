#pragma once
// Remembers where each of many digests was first seen.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/digest.h"
#include "manifest/source_text.h"

namespace shotlist::manifest {

/// A set of digests, each with a line of a file: about 40 bytes each, from any file. The files must
/// outlive it.
class DigestIndex {
 public:
  struct Line {
    const SourceText* source = nullptr;
    std::uint32_t number = 0;
  };

  /// Whether a digest was new when it was noted, and its first line.
  struct Inserted {
    bool is_new = true;
    Line first;  ///< where the same digest was first seen; nowhere if it is new
  };

  /// Notes that `digest` is on a line, unless it was seen before.
  Inserted note(const Fingerprint& digest, const SourceText& source, std::uint32_t line);

 private:
  struct Entry {
    Fingerprint digest;
    std::uint32_t line;
    std::uint32_t source;  // index in sources_
  };
  // Open addressing: an entry takes the first free slot from the one its bits name. The bits in the
  // slots show that a digest is absent without reading any entry.
  struct Slot {
    std::uint32_t bits = 0;
    std::uint32_t entry = 0;  // its number from 1; 0: the slot is free
  };

  void grow();
  void put(Slot slot);
  std::uint32_t number_of(const SourceText& source);

  std::vector<Slot> slots_;  // a power of two of them
  std::vector<Entry> entries_;
  std::vector<const SourceText*> sources_;
};

}  // namespace shotlist::manifest
