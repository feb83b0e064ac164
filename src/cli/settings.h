#pragma once
// The settings of a run, each from the strongest place that names it: flag > environment > manifest
// > default.

#include <string>
#include <vector>

#include "base/time.h"
#include "cli/command_line.h"
#include "cli/environment.h"
#include "manifest/manifest.h"
#include "submit/submitter.h"

namespace shotlist::cli {

struct Settings {
  std::string base_url;  ///< no trailing slash
  std::string create_path;
  Duration timeout{};
  Duration connect_timeout{};
  submit::SubmitSettings submit;
  std::vector<std::string> origins;  ///< `rate 60/min (shots.yaml:8:9)`, one a setting, for `-v`
};

/// Throws Error (invalid) where the base URL is no address to send a key to. With `sandbox` there
/// is no base URL to choose: the sandbox tells its own.
Settings resolve_settings(const SubmitOptions& flags, const Environment& environment,
                          const manifest::ManifestSettings& manifest, bool sandbox = false);

/// The key from `--api-key-file`, else from the environment. Throws Error (invalid) where there is
/// none, or where it can not be one.
Secret resolve_key(system::Disk& disk, const SubmitOptions& flags, const Environment& environment);

}  // namespace shotlist::cli
