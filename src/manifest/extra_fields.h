#pragma once
// The fields under `extra`, which no profile has.

#include <deque>
#include <string_view>

#include "api/profile.h"

namespace shotlist::manifest {

/// Owns one rule for each of their names; the rules never move.
class ExtraFields {
 public:
  /// The rule of the field `name`, which accepts any JSON value.
  const api::FieldRule& rule_of(std::string_view name);

 private:
  std::deque<api::FieldRule> rules_;
};

}  // namespace shotlist::manifest
