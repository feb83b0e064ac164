#pragma once
// The limits found for a server.

#include <cstddef>
#include <optional>

#include "base/quantity.h"

namespace shotlist::submit {

/// With fewer accepted requests than this, their number says little about the rate.
constexpr double enough_accepted = 20;

/// Each part is set once it is known, if it is below what the user asked for.
struct Allowance {
  std::optional<Rate> rate;              ///< a whole number, never above what the server accepted
  std::optional<std::size_t> at_a_time;  ///< requests in flight

  friend bool operator==(const Allowance&, const Allowance&) = default;
};

}  // namespace shotlist::submit
