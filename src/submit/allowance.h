#pragma once
// What a server was found to allow.

#include <cstddef>
#include <optional>

#include "base/quantity.h"

namespace shotlist::submit {

/// With fewer accepted requests their count says little about the rate.
constexpr double enough_accepted = 20;

/// Each part is there once it is known, and where it is less than the user asked for.
struct Allowance {
  std::optional<Rate> rate;              ///< in whole numbers, never more than the server took
  std::optional<std::size_t> at_a_time;  ///< requests in flight

  friend bool operator==(const Allowance&, const Allowance&) = default;
};

}  // namespace shotlist::submit
