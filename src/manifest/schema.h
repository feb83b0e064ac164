#pragma once
// The format of YAML manifests as a JSON Schema, for editors.

#include <string>

namespace shotlist::manifest {

/// A JSON Schema (draft 2020-12), made of the tables that reading goes by: keys (manifest/keys.h)
/// and profiles (api/profile.h). It refuses no manifest that the program takes, except where a
/// value under `defaults` is wrong and every shot has another. What only the whole shows it cannot
/// see: fields that are missing, variables, ids that are taken, other files.
std::string manifest_schema();

}  // namespace shotlist::manifest
