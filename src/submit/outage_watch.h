#pragma once
// Notices when the server is unreachable, not just now and then.

#include <cstddef>

#include "model/outcome.h"

namespace shotlist::submit {

/// Many connections failed in a row, without any answer in between. One failure is enough if the
/// server never answered in this run; otherwise a handful are needed. Only an answer proves that
/// the server is reachable: losing an old request proves nothing.
class OutageWatch {
 public:
  static constexpr std::size_t handful = 5;

  /// Must be called once for each outcome.
  void settled(const Outcome& outcome);

  bool noticed() const { return unreached_ >= (answered_ ? handful : 1); }

 private:
  std::size_t unreached_ = 0;  ///< in a row
  bool answered_ = false;      ///< ever
};

}  // namespace shotlist::submit
