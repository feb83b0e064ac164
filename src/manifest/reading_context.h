#pragma once
// The names that a manifest gives meaning to, while it is read.

#include "api/profiles.h"
#include "base/diagnostics.h"
#include "manifest/extra_fields.h"
#include "manifest/variables.h"

namespace shotlist::manifest {

/// What is learnt from all of a manifest before its first shot is handed over. Everything is
/// borrowed.
struct ReadingContext {
  VariableTable& variables;
  const api::Profiles& profiles;
  ExtraFields& extra;
  Diagnostics& diagnostics;
};

}  // namespace shotlist::manifest
