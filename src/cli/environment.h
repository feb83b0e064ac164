#pragma once
// The environment variables that the program uses, read once.

#include <cstddef>
#include <optional>
#include <string>

#include "base/secret.h"
#include "base/translation.h"
#include "manifest/settings.h"

namespace shotlist::cli {

struct Environment {
  Secret api_key;                             ///< SHOTLIST_API_KEY
  std::optional<std::string> base_url;        ///< SHOTLIST_BASE_URL
  std::optional<std::string> ledger;          ///< SHOTLIST_LEDGER
  std::optional<std::string> ssl_cert_file;   ///< SSL_CERT_FILE, as OpenSSL reads it
  std::optional<std::string> curl_ca_bundle;  ///< CURL_CA_BUNDLE, as curl reads it
  std::string config_file;     ///< XDG_CONFIG_HOME/shotlist/config.yaml, else below HOME; or empty
  manifest::UserSettings own;  ///< what that file says
  std::string state_folder;    ///< XDG_STATE_HOME/shotlist, else below HOME; empty if none
  std::string home;            ///< HOME; empty if none
  std::string user;            ///< USER, else LOGNAME: who decides; never empty
  bool no_color = false;       ///< NO_COLOR is set and not empty (no-color.org)
  bool dumb_terminal = false;  ///< TERM is `dumb`
  std::optional<std::size_t> columns;  ///< COLUMNS: the output width if not a terminal
};

Environment read_environment();

/// The language that the user's own settings ask for, else the locale of the environment; see
/// base/translation.h.
Language wished_language(const manifest::UserSettings& own);

}  // namespace shotlist::cli
