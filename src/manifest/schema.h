#pragma once
// The format of YAML manifests as a JSON Schema, for editors.

#include <string>

namespace shotlist::manifest {

/// A JSON Schema (draft 2020-12), built from the tables used for reading: keys (manifest/keys.h)
/// and profiles (api/profile.h). It rejects no manifest that the program accepts, unless a value
/// under `defaults` is wrong and every shot overrides it. It cannot check what needs the whole
/// manifest: missing fields, variables, ids that are taken, other files.
std::string manifest_schema();

}  // namespace shotlist::manifest
