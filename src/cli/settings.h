#pragma once
// The settings of a run, each from the strongest source that sets it: flag > environment > manifest
// > the user's own file > default.

#include <string>
#include <vector>

#include "api/endpoint.h"
#include "base/time.h"
#include "cli/command_line.h"
#include "cli/environment.h"
#include "ledger/shared_run.h"
#include "manifest/manifest.h"
#include "submit/submitter.h"

namespace shotlist::cli {

struct Settings {
  std::string base_url;  ///< no trailing slash
  std::string create_path;
  std::string query_path;
  std::string content_path;  ///< empty if there is no such place
  Duration timeout{};
  Duration connect_timeout{};
  std::string key_file;  ///< holds the key; empty if the environment does
  std::string ca_file;   ///< certificates to trust besides the system's; empty if none
  submit::SubmitSettings submit;
  std::vector<std::string> origins;  ///< `rate 60/min (shots.yaml:8:9)`, one per setting, for `-v`
};

/// Throws Error (invalid) if the base URL is not an address that a key may be sent to, holds the
/// key of the environment, or ends in the beginning of `create_path`. With `sandbox` there is no
/// base URL to choose: the sandbox provides it.
Settings resolve_settings(const SubmitOptions& flags, const Environment& environment,
                          const manifest::ManifestSettings& manifest, bool sandbox = false);

/// The address of `settings` and how to talk to it, with `key`.
api::Endpoint endpoint_of(const Settings& settings, Secret key);

/// What a shared ledger must know of the requests to `server`.
ledger::Terms terms_of(const submit::SubmitSettings& settings, const api::Endpoint& endpoint,
                       const std::string& server);

/// The user's own defaults, from the file of `environment`. Throws Error (invalid) if something is
/// there that cannot be read, or if a mistake in it cannot be told without repeating a key.
manifest::UserSettings own_settings(const Environment& environment, Diagnostics& mistakes);

/// The key from the key file, else from the environment, without surrounding white space. Throws
/// Error (invalid) if there is none, or if it cannot be a key.
Secret resolve_key(system::Disk& disk, const std::string& key_file, const Environment& environment);

/// Throws Error (invalid) if `base_url` holds `key` in any spelling.
void must_not_hold_key(const std::string& base_url, const Secret& key);

/// Sets the CA file: `--ca-file`, else, if the base URL is https, SSL_CERT_FILE or CURL_CA_BUNDLE.
/// Throws Error (invalid) if it is not a file with a certificate.
void choose_ca_file(system::Disk& disk, const SubmitOptions& flags, const Environment& environment,
                    Settings& settings);

}  // namespace shotlist::cli
