#pragma once
// Reads the `api` and `submit` settings of a YAML manifest, and a user's own defaults.

#include <optional>
#include <string>

#include "base/diagnostics.h"
#include "manifest/manifest.h"
#include "manifest/yaml_document.h"
#include "system/disk.h"

namespace shotlist::manifest {

/// `api`: base_url, create_path, query_path. Wrong values are reported and left out.
void read_api_settings(const YamlNode& node, ManifestSettings& settings, Diagnostics& diagnostics);

/// `submit`: rate, burst, jobs, attempts, timeout, connect_timeout, stop_after.
void read_submit_settings(const YamlNode& node, ManifestSettings& settings,
                          Diagnostics& diagnostics);

/// A user's own defaults, weaker than what a manifest says. None of them shapes a body.
struct UserSettings {
  std::optional<Setting<std::string>> base_url;
  std::optional<Setting<std::string>> api_key_file;  ///< an absolute path
  std::optional<Setting<Pace>> rate;
  std::optional<Setting<std::string>> language;  ///< `en` or `zh`
};

/// Reads the YAML file `path`; nothing if there is none. In it, `~/` is the folder `home`, without
/// which it is a mistake, and other relative paths begin in the folder of the file. A line that may
/// hold a key is not repeated.
UserSettings read_user_settings(system::Disk& disk, const std::string& path,
                                const std::string& home, Diagnostics& diagnostics);

}  // namespace shotlist::manifest
