#pragma once
// Reads the `models` of a manifest: profiles of its own.

#include "api/profiles.h"
#include "base/diagnostics.h"
#include "manifest/yaml_document.h"

namespace shotlist::manifest {

/// Adds every model to `profiles`, or replaces the one that is known; after a mistake in it, as far
/// as it could be read. A model may start from one that is built in or stands above it.
void read_models(const YamlNode& node, api::Profiles& profiles, Diagnostics& diagnostics);

}  // namespace shotlist::manifest
