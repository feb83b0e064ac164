#pragma once
// Notices that the server cannot be reached by anybody, and not just now and then.

#include <cstddef>

#include "model/outcome.h"

namespace shotlist::submit {

/// Many connections failed in a row, and nothing was answered the while. A server that never
/// answered in this run gets no credit; one that did may miss a few. Only an answer proves that it
/// can be reached: an old request that is lost says nothing about it.
class OutageWatch {
 public:
  static constexpr std::size_t handful = 5;

  /// Takes each outcome once.
  void settled(const Outcome& outcome);

  bool noticed() const { return unreached_ >= (answered_ ? handful : 1); }

 private:
  std::size_t unreached_ = 0;  ///< in a row
  bool answered_ = false;      ///< ever
};

}  // namespace shotlist::submit
