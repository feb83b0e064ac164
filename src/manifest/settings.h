#pragma once
// Reads the `api` and `submit` settings of a YAML manifest.

#include "base/diagnostics.h"
#include "manifest/manifest.h"
#include "manifest/yaml_document.h"

namespace shotlist::manifest {

/// `api`: base_url, create_path, query_path. Wrong values are reported and left out.
void read_api_settings(const YamlNode& node, ManifestSettings& settings, Diagnostics& diagnostics);

/// `submit`: rate, burst, jobs, attempts, timeout, connect_timeout, stop_after.
void read_submit_settings(const YamlNode& node, ManifestSettings& settings,
                          Diagnostics& diagnostics);

}  // namespace shotlist::manifest
