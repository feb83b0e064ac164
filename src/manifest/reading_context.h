#pragma once
// The names that a manifest defines, while it is read.

#include <string>

#include "api/profiles.h"
#include "base/diagnostics.h"
#include "manifest/extra_fields.h"
#include "manifest/variables.h"

namespace shotlist::manifest {

/// What must be known from the whole manifest before its first shot is handed over. Borrows
/// everything.
struct ReadingContext {
  VariableTable& variables;
  const api::Profiles& profiles;
  ExtraFields& extra;
  Diagnostics& diagnostics;
  std::string model = {};  ///< that of all shots which name none, if it is known
};

}  // namespace shotlist::manifest
