#pragma once
// Rows by status, and the identity that proves no row was lost.

#include <cstddef>

#include "model/verdict.h"

namespace shotlist::inline model {

struct Counts {
  std::size_t submitted = 0;
  std::size_t failed = 0;
  std::size_t rejected = 0;
  std::size_t in_doubt = 0;
  std::size_t held = 0;
  std::size_t not_sent = 0;

  void add(Status status);
  void replace(Status before, Status after);  ///< `before` must have been added
  std::size_t of(Status status) const;
  std::size_t total() const { return submitted + failed + rejected + in_doubt + held + not_sent; }

  /// Throws Error (disk) unless the statuses add up to `rows`: a row was lost or counted twice, and
  /// no output of this program can be trusted.
  void must_add_up_to(std::size_t rows) const;

  friend bool operator==(const Counts&, const Counts&) = default;
};

}  // namespace shotlist::inline model
