#pragma once
// Reads the `models` of a manifest: its own profiles.

#include "api/profiles.h"
#include "base/diagnostics.h"
#include "manifest/yaml_document.h"

namespace shotlist::manifest {

/// Adds every model to `profiles`, or replaces a known one; a model with a mistake is added as far
/// as it could be read. A model may start from a built-in one or from one above it.
void read_models(const YamlNode& node, api::Profiles& profiles, Diagnostics& diagnostics);

}  // namespace shotlist::manifest
