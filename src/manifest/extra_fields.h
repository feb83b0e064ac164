#pragma once
// The fields under `extra`, which no profile knows.

#include <deque>
#include <string_view>

#include "api/profile.h"

namespace shotlist::manifest {

/// Owns one rule for each of their names, which stays where it is.
class ExtraFields {
 public:
  /// The rule of the field `name`: any JSON value will do.
  const api::FieldRule& rule_of(std::string_view name);

 private:
  std::deque<api::FieldRule> rules_;
};

}  // namespace shotlist::manifest
