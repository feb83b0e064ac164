#include "cli/environment.h"

#include <cstdlib>

#include "base/quantity.h"
#include "system/host.h"

namespace shotlist::cli {
namespace {

// Set but empty means not set.
std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::optional<std::string> set_variable(const char* name) {
  std::string value = variable(name);
  if (value.empty()) return std::nullopt;
  return value;
}

// The XDG Base Directory Specification says to ignore relative paths.
std::string own_folder(const char* name, const char* otherwise) {
  const std::string folder = variable(name);
  if (folder.starts_with('/')) return folder + "/shotlist";
  const std::string home = variable("HOME");
  return home.starts_with('/') ? home + otherwise + "/shotlist" : std::string();
}

}  // namespace

Environment read_environment() {
  Environment environment;
  environment.api_key = Secret(variable("SHOTLIST_API_KEY"));
  environment.base_url = set_variable("SHOTLIST_BASE_URL");
  environment.ledger = set_variable("SHOTLIST_LEDGER");
  environment.state_folder = own_folder("XDG_STATE_HOME", "/.local/state");
  if (const std::string folder = own_folder("XDG_CONFIG_HOME", "/.config"); !folder.empty())
    environment.config_file = folder + "/config.yaml";
  if (const std::string home = variable("HOME"); home.starts_with('/')) environment.home = home;
  environment.ssl_cert_file = set_variable("SSL_CERT_FILE");
  environment.curl_ca_bundle = set_variable("CURL_CA_BUNDLE");
  for (const std::string& name : {variable("USER"), variable("LOGNAME")}) {
    if (!name.empty() && environment.user.empty()) environment.user = name;
  }
  if (environment.user.empty()) environment.user = system::user_name();  // as under cron
  environment.no_color = !variable("NO_COLOR").empty();
  environment.dumb_terminal = variable("TERM") == "dumb";
  if (const auto columns = parse_integer(variable("COLUMNS"), 20, 1000)) {
    environment.columns = static_cast<std::size_t>(*columns);
  }
  return environment;
}

Language wished_language(const manifest::UserSettings& own) {
  if (own.language) return own.language->value == "zh" ? Language::chinese : Language::english;
  return language_of(variable("LC_ALL"), variable("LC_MESSAGES"), variable("LANG"),
                     variable("LANGUAGE"));
}

}  // namespace shotlist::cli
