#include "cli/settings.h"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "api/base_url.h"
#include "api/endpoint.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/redactor.h"
#include "base/text.h"
#include "base/translation.h"
#include "cli/pasted_key.h"
#include "system/posix_disk.h"

namespace shotlist::cli {
namespace {

using namespace std::chrono_literals;

constexpr const char* ca_file_option = "--ca-file";

std::string shown(const std::string& text) {
  return text;
}
std::string shown(std::int64_t number) {
  return std::to_string(number);
}
std::string shown(const Pace& pace) {
  return to_text(pace);
}
std::string shown(Duration duration) {
  return to_text(duration);
}
std::string shown(const CountOrShare& amount) {
  return fmt::format("{}{}", amount.count, amount.percent ? "%" : tr(" rows"));
}

/// Takes the first source that has a value, and records which one it was.
class Chooser {
 public:
  template <typename T>
  T choose(const char* name, const std::optional<T>& flag,
           const std::optional<manifest::Setting<T>>& manifest, T otherwise,
           const std::optional<manifest::Setting<T>>& own = {}) {
    if (flag) return noted(name, *flag, tr("command line"));
    if (manifest) return noted(name, manifest->value, to_text(manifest->at));
    if (own) return noted(name, own->value, to_text(own->at));
    return noted(name, std::move(otherwise), tr("default"));
  }

  template <typename T>
  T noted(const char* name, T value, const std::string& origin) {
    origins_.push_back(fmt::format("{} {} ({})", name, shown(value), origin));
    return value;
  }

  std::vector<std::string> origins() && { return std::move(origins_); }

 private:
  std::vector<std::string> origins_;
};

std::string checked_base_url(std::string url, const std::string& origin, const Secret& key) {
  while (!url.empty() && url.back() == '/')
    url.pop_back();
  if (auto mistake = api::mistake_in_base_url(url)) {
    Redactor redactor(key);
    redactor.redact(mistake->what);
    redactor.redact(mistake->remedy);
    throw Error(ExitCode::invalid, origin + " " + mistake->what, mistake->remedy);
  }
  return url;
}

// The user may have given the key itself.
bool may_be_a_key(const std::string& path) {
  const auto words = split_any(path, "/.|:~+=");
  return std::any_of(words.begin(), words.end(), api::looks_like_key);
}

Secret read_key_file(system::Disk& disk, const std::string& path) {
  constexpr std::size_t most = std::size_t{64} * 1024;
  const char* const remedy = tr("name a file that holds the key alone");
  std::optional<std::string> content;
  try {
    content = disk.read_start(path, most + 1);
  } catch (const Error& error) {  // the setting is wrong, not the disk
    if (!may_be_a_key(path))
      throw Error(ExitCode::invalid, error.what(), tr("give --api-key-file a file you may read"));
  }
  if (!content && may_be_a_key(path)) {
    throw Error(ExitCode::invalid,
                tr("there is no key file of this name, which looks like a key and is not repeated"),
                tr("give --api-key-file the name of a file, or set SHOTLIST_API_KEY to the key"));
  }
  if (!content) throw Error(ExitCode::invalid, tr("there is no key file ") + path, remedy);
  if (content->size() > most)
    throw Error(ExitCode::invalid, path + tr(" is too large for a key file"), remedy);
  if (trimmed(*content).empty()) throw Error(ExitCode::invalid, path + tr(" is empty"), remedy);
  return Secret(*content);
}

void must_hold_certificates(system::Disk& disk, const std::string& path,
                            const std::string& origin) {
  constexpr std::size_t most = std::size_t{16} * 1024 * 1024;
  const std::string remedy =
      (origin == ca_file_option ? std::string("give --ca-file") : tr("set ") + origin + tr(" to")) +
      tr(" a file of certificates in PEM form, or leave it out");
  const std::string name = tr("{}, given by {},", path.empty() ? "\"\"" : path, origin);
  std::optional<std::string> content;
  try {
    content = disk.read_start(path, most);
  } catch (const Error& error) {
    throw Error(ExitCode::invalid, name + tr(" cannot be used: ") + error.what(), remedy);
  }
  if (!content) {
    throw Error(ExitCode::invalid, name + tr(" is not there"), remedy);
  }
  // RFC 7468, section 5; OpenSSL marks its own kind as trusted.
  for (const char* begin : {"-----BEGIN CERTIFICATE-----", "-----BEGIN TRUSTED CERTIFICATE-----",
                            "-----BEGIN X509 CERTIFICATE-----"}) {
    const auto at = content->find(begin);
    if (at != std::string::npos && content->find("CERTIFICATE-----", at + 30) != std::string::npos)
      return;
  }
  throw Error(ExitCode::invalid, name + tr(" holds no certificate"), remedy);
}

// If both contain a version, the address would have it twice, and nothing is served there.
void must_not_repeat_path(const Settings& settings, const std::string& origin) {
  const auto meant = api::without_repeated_path(settings.base_url, settings.create_path);
  if (!meant) return;
  throw Error(
      ExitCode::invalid,
      tr("{} ends in {}, which is added to it", origin, settings.base_url.substr(meant->size())),
      origin == "--base-url" ? tr("write --base-url ") + *meant : tr("write ") + *meant);
}

const char* another_folder() {
  return tr("make it a file that you may read, or set XDG_CONFIG_HOME to another folder");
}

constexpr std::string_view between_words = " \t\r\n\v\f\"'`,;:=/.|~+#<>{}[]()&*!%@$?\\^";

// Whether `found`, of the file at `path` with this `content`, repeats the key or what looks like
// one.
bool tells_a_key(const Diagnostics& found, const std::string& path, std::string_view content,
                 const Secret& key) {
  constexpr std::size_t whole_lines = std::size_t{1024} * 1024;
  std::string told = found.to_text(whole_lines);
  for (auto at = told.find(path); at != std::string::npos; at = told.find(path, at))
    told.erase(at, path.size());
  const auto words = split_any(told, between_words);
  if (std::any_of(words.begin(), words.end(), api::looks_like_key)) return true;
  std::string clean = told;
  if (Redactor(key).redact(clean)) return true;
  // It may be told in part.
  const auto all = split_any(content, between_words);
  return std::any_of(all.begin(), all.end(), [&told](std::string_view word) {
    return api::looks_like_key(word) && Redactor(Secret(std::string(word))).redact(told);
  });
}

// Whatever else is there was meant to say something, and must not be passed over: without it the
// requests may go to another server.
bool is_settings_file(system::Disk& disk, const std::string& path) {
  if (disk.has_file(path)) return true;
  std::error_code failed;
  const auto type = std::filesystem::symlink_status(path, failed).type();
  if (type == std::filesystem::file_type::not_found) return false;
  throw Error(ExitCode::invalid,
              failed ? tr("cannot read {}: {}", path, failed.message())
                     : tr("{} is no file that can be read", path),
              another_folder());
}

}  // namespace

Settings resolve_settings(const SubmitOptions& flags, const Environment& environment,
                          const manifest::ManifestSettings& manifest, bool sandbox) {
  Chooser from;
  Settings settings;
  std::string base_url_origin;
  if (!sandbox) {
    const bool by_environment = !flags.base_url && environment.base_url;
    base_url_origin = flags.base_url      ? "--base-url"
                      : by_environment    ? "SHOTLIST_BASE_URL"
                      : manifest.base_url ? to_text(manifest.base_url->at) + tr(": base_url")
                      : environment.own.base_url
                          ? to_text(environment.own.base_url->at) + tr(": base_url")
                          : tr("the default");
    settings.base_url = checked_base_url(
        by_environment ? from.noted("base_url", *environment.base_url, "SHOTLIST_BASE_URL")
                       : from.choose("base_url", flags.base_url, manifest.base_url,
                                     std::string(api::default_base_url), environment.own.base_url),
        base_url_origin, environment.api_key);
    must_not_hold_key(settings.base_url, environment.api_key);
  }
  settings.create_path =
      from.choose("create_path", {}, manifest.create_path, api::Endpoint().create_path);
  settings.query_path =
      from.choose("query_path", {}, manifest.query_path, api::Endpoint().query_path);
  if (manifest.content_path)
    settings.content_path = from.choose("content_path", {}, manifest.content_path, std::string());
  must_not_repeat_path(settings, base_url_origin);
  settings.timeout = from.choose<Duration>("timeout", flags.timeout, manifest.timeout, 120s);
  settings.connect_timeout = from.choose<Duration>("connect_timeout", flags.connect_timeout,
                                                   manifest.connect_timeout, 10s);

  submit::SubmitSettings& submit = settings.submit;
  submit.pace = from.choose("rate", flags.rate, manifest.rate, submit.pace, environment.own.rate);
  submit.burst = from.choose("burst", flags.burst, manifest.burst, submit.burst);
  submit.jobs = from.choose("jobs", flags.jobs, manifest.jobs, submit.jobs);
  submit.attempts = from.choose("attempts", flags.attempts, manifest.attempts, submit.attempts);
  submit.give_up = from.choose<Duration>("give_up", flags.give_up, {}, submit.give_up);
  if (flags.stop_after || manifest.stop_after) {
    submit.stop_after = from.choose("stop_after", flags.stop_after, manifest.stop_after, {});
  }
  settings.key_file = flags.api_key_file;
  if (settings.key_file.empty() && environment.api_key.empty() && environment.own.api_key_file)
    settings.key_file = environment.own.api_key_file->value;
  settings.origins = std::move(from).origins();
  return settings;
}

api::Endpoint endpoint_of(const Settings& settings, Secret key) {
  api::Endpoint endpoint;
  endpoint.base_url = settings.base_url;
  endpoint.create_path = settings.create_path;
  endpoint.query_path = settings.query_path;
  endpoint.content_path = settings.content_path;
  endpoint.key = std::move(key);
  endpoint.timeout = settings.timeout;
  endpoint.connect_timeout = settings.connect_timeout;
  endpoint.ca_file = settings.ca_file;
  endpoint.user_agent = "shotlist/" SHOTLIST_VERSION;
  return endpoint;
}

ledger::Terms terms_of(const submit::SubmitSettings& settings, const api::Endpoint& endpoint,
                       const std::string& server) {
  ledger::Terms terms;
  terms.server = server;
  terms.key = to_text(fingerprint_of(endpoint.key.reveal()));
  if (settings.pace.rate) terms.interval = settings.pace.rate->interval();
  terms.burst = settings.burst;
  terms.patience = std::chrono::duration_cast<std::chrono::milliseconds>(settings.give_up);
  return terms;
}

manifest::UserSettings own_settings(const Environment& environment, Diagnostics& mistakes) {
  const std::string& path = environment.config_file;
  system::PosixDisk disk;
  if (path.empty() || !is_settings_file(disk, path)) return {};
  constexpr std::size_t most = std::size_t{1024} * 1024;
  std::string content;
  try {
    content = disk.read_start(path, most + 1).value_or("");
  } catch (const Error& error) {  // the file is wrong, not the disk
    throw Error(ExitCode::invalid, error.what(), another_folder());
  }
  if (content.size() > most) {
    throw Error(ExitCode::invalid, path + tr(" is too large for a file of settings"),
                tr("move it away"));
  }
  Diagnostics found;
  manifest::UserSettings own = manifest::read_user_settings(disk, path, environment.home, found);
  if (found.errors() > 0 && tells_a_key(found, path, content, environment.api_key)) {
    throw Error(ExitCode::invalid,
                tr("{} has a mistake in a line that may hold a key, which is not repeated", path),
                tr("write the key into a file of its own, and `api_key_file: FILE` here"));
  }
  mistakes = std::move(found);
  return own;
}

Secret resolve_key(system::Disk& disk, const std::string& key_file,
                   const Environment& environment) {
  const bool by_file = !key_file.empty();
  const Secret given = by_file ? read_key_file(disk, key_file) : environment.api_key;
  Secret key(std::string(trimmed(given.reveal())));
  if (key.empty()) {
    throw Error(ExitCode::invalid, tr("there is no API key"),
                tr("set SHOTLIST_API_KEY, use --api-key-file FILE, or rehearse with --sandbox"));
  }
  if (const auto mistake = mistake_in_key(key.reveal())) {
    throw Error(ExitCode::invalid, (by_file ? key_file : "SHOTLIST_API_KEY") + " " + mistake->what,
                mistake->remedy);
  }
  return key;
}

void must_not_hold_key(const std::string& base_url, const Secret& key) {
  // A part of the key may match by chance, such as the name of a company.
  constexpr std::size_t surely_a_secret = 16;
  constexpr std::string_view stand_in = "[key]";
  const bool is_word = key.reveal().size() < surely_a_secret;  // it may be the name of the host
  const auto host = base_url.find("://");
  const auto path = std::min(base_url.find('/', host + 3), base_url.size());
  const std::string text = is_word ? base_url.substr(path) : base_url;
  std::string clean = text;
  if (!Redactor(key).redact(clean)) return;
  const std::size_t taken = text.size() + stand_in.size() - clean.size();
  if (taken < std::min(key.reveal().size(), surely_a_secret)) return;
  throw Error(ExitCode::invalid, tr("the base URL holds the API key"),
              tr("write the address alone; the key is sent in a header"));
}

void choose_ca_file(system::Disk& disk, const SubmitOptions& flags, const Environment& environment,
                    Settings& settings) {
  std::string origin = tr("command line");
  if (flags.ca_file) {
    must_hold_certificates(disk, *flags.ca_file, ca_file_option);
    settings.ca_file = *flags.ca_file;
  } else if (lower_ascii(settings.base_url).starts_with("https:")) {
    const auto take = [&](const std::optional<std::string>& path, const char* variable) {
      if (!path || !settings.ca_file.empty()) return;
      must_hold_certificates(disk, *path, variable);
      settings.ca_file = *path;
      origin = variable;
    };
    take(environment.ssl_cert_file, "SSL_CERT_FILE");
    take(environment.curl_ca_bundle, "CURL_CA_BUNDLE");
  }
  if (settings.ca_file.empty()) return;
  settings.origins.push_back(tr("ca_file {} ({})", settings.ca_file, origin));
}

}  // namespace shotlist::cli
