#pragma once
// A table of what servers, and what stands before them, do to a request, and what a run makes of
// it.

#include <cstddef>
#include <string>
#include <vector>

#include "model/verdict.h"
#include "promises/wire_run.h"

namespace shotlist::tests {

/// What a row is after a run.
struct Fate {
  Status status = Status::not_sent;
  ErrorClass error_class = ErrorClass::none;
  Concern concern = Concern::row;
  bool names_task = false;  ///< in doubt, and the id that the answer gave is recorded

  friend bool operator==(const Fate&, const Fate&) = default;
};

/// A behaviour of a server, and what a run must make of it.
struct WireCase {
  std::string name;
  WireScript script;
  std::size_t requests = 0;  ///< that the server reads
  std::vector<Fate> fates;   ///< by row; the last one is that of all rows after it
  int exit = 0;
  std::string says = {};  ///< part of what is recorded of each row that has an error
  WireSettings settings = {};

  const Fate& fate(std::size_t row) const;  ///< counted from 0
};

/// Those of one kind.
struct WireGroup {
  std::string rule;  ///< that they show
  std::vector<WireCase> cases;
};

const std::vector<WireGroup>& wire_table();

}  // namespace shotlist::tests
