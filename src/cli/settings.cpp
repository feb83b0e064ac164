#include "cli/settings.h"

#include <algorithm>

#include <fmt/format.h>

#include "api/endpoint.h"
#include "base/error.h"
#include "base/text.h"
#include "http/url.h"

namespace shotlist::cli {
namespace {

using namespace std::chrono_literals;

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
  return fmt::format("{}{}", amount.count, amount.percent ? "%" : " rows");
}

/// Takes the first place that says something, and notes which it was.
class Chooser {
 public:
  template <typename T>
  T choose(const char* name, const std::optional<T>& flag,
           const std::optional<manifest::Setting<T>>& manifest, T otherwise) {
    if (flag) return noted(name, *flag, "command line");
    if (manifest) return noted(name, manifest->value, to_text(manifest->at));
    return noted(name, std::move(otherwise), "default");
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

std::string checked_base_url(std::string url) {
  while (!url.empty() && url.back() == '/')
    url.pop_back();
  if (!http::parse_url(url) || url.find_first_of("?#") != std::string::npos) {
    throw Error(ExitCode::invalid, fmt::format("\"{}\" is no base URL", url),
                fmt::format("write the scheme and host, such as {}", api::default_base_url));
  }
  return url;
}

// A key that can not be read is a setting that is wrong, not a disk that fails.
std::optional<std::string> read_key_file(system::Disk& disk, const std::string& path) {
  try {
    return disk.read(path);
  } catch (const Error& error) {
    throw Error(ExitCode::invalid, error.what(), "give --api-key-file a file you may read");
  }
}

}  // namespace

Settings resolve_settings(const SubmitOptions& flags, const Environment& environment,
                          const manifest::ManifestSettings& manifest, bool sandbox) {
  Chooser from;
  Settings settings;
  if (!sandbox) {
    const bool by_environment = !flags.base_url && environment.base_url;
    settings.base_url = checked_base_url(
        by_environment ? from.noted("base_url", *environment.base_url, "SHOTLIST_BASE_URL")
                       : from.choose("base_url", flags.base_url, manifest.base_url,
                                     std::string(api::default_base_url)));
  }
  settings.create_path =
      from.choose("create_path", {}, manifest.create_path, api::Endpoint().create_path);
  settings.timeout = from.choose<Duration>("timeout", flags.timeout, manifest.timeout, 120s);
  settings.connect_timeout = from.choose<Duration>("connect_timeout", flags.connect_timeout,
                                                   manifest.connect_timeout, 10s);

  submit::SubmitSettings& submit = settings.submit;
  submit.pace = from.choose("rate", flags.rate, manifest.rate, submit.pace);
  submit.burst = from.choose("burst", flags.burst, manifest.burst, submit.burst);
  submit.jobs = from.choose("jobs", flags.jobs, manifest.jobs, submit.jobs);
  submit.attempts = from.choose("attempts", flags.attempts, manifest.attempts, submit.attempts);
  if (flags.stop_after || manifest.stop_after) {
    submit.stop_after = from.choose("stop_after", flags.stop_after, manifest.stop_after, {});
  }
  settings.origins = std::move(from).origins();
  return settings;
}

Secret resolve_key(system::Disk& disk, const SubmitOptions& flags, const Environment& environment) {
  Secret key = environment.api_key;
  std::string origin = "SHOTLIST_API_KEY";
  if (!flags.api_key_file.empty()) {
    origin = flags.api_key_file;
    const auto content = read_key_file(disk, flags.api_key_file);
    if (!content) throw Error(ExitCode::invalid, "there is no key file " + flags.api_key_file);
    key = Secret(std::string(trimmed(*content)));
  }
  if (key.empty()) {
    throw Error(ExitCode::invalid, "there is no API key",
                "set SHOTLIST_API_KEY, use --api-key-file FILE, or rehearse with --sandbox");
  }
  // RFC 6750, section 2.1: a bearer token is visible ASCII; a line end would forge a header.
  const std::string& text = key.reveal();
  if (!std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; })) {
    throw Error(ExitCode::invalid, origin + " holds characters that no key has",
                "give the key alone, on one line, without spaces");
  }
  return key;
}

}  // namespace shotlist::cli
