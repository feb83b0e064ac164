#include "manifest/settings.h"

#include <optional>
#include <string>
#include <string_view>

#include "api/base_url.h"
#include "api/endpoint.h"
#include "base/translation.h"
#include "http/url.h"
#include "manifest/keyed_map.h"

namespace shotlist::manifest {
namespace {

std::optional<std::string> parse_base_url(std::string_view text) {
  std::string url(text);
  const bool bare = url.find_first_of("?#") == std::string::npos;
  if (!bare || !http::parse_url(url)) return std::nullopt;
  while (url.back() == '/')
    url.pop_back();
  return url;
}

std::optional<std::string> parse_path(std::string_view text) {
  const bool good =
      text.starts_with('/') && text.find_first_of(" \t\r\n?#") == std::string_view::npos;
  if (!good) return std::nullopt;
  return std::string(text);
}

// Reads settings, each with its place.
class SettingsReader {
 public:
  SettingsReader(const YamlNode& node, const KeySet& keys, Diagnostics& diagnostics)
      : map_(node, keys, diagnostics), keys_(keys), diagnostics_(diagnostics) {
    map_.refuse_others();
  }

  void base_url(std::optional<Setting<std::string>>& setting) {
    const auto written = map_.text("base_url");
    if (!written) return;
    const auto mistake = api::mistake_in_base_url(std::string(*written));
    if (!mistake || !mistake->secret) return text("base_url", setting, parse_base_url);
    // Without the line, which holds the secret.
    diagnostics_.error(Code::bad_value, Excerpt(map_.find("base_url")->at.location()),
                       "`base_url` " + mistake->what, mistake->remedy);
  }

  void must_not_repeat_path(const ManifestSettings& settings) {
    if (!settings.base_url) return;
    const std::string path =
        settings.create_path ? settings.create_path->value : api::Endpoint().create_path;
    const auto meant = api::without_repeated_path(settings.base_url->value, path);
    if (!meant) return;
    diagnostics_.error(Code::bad_value, map_.find("base_url")->at,
                       tr("`base_url` ends in {}, which is added to it",
                          settings.base_url->value.substr(meant->size())),
                       tr("write ") + *meant);
  }

  template <typename T, typename Parse>
  void text(std::string_view key, std::optional<Setting<T>>& setting, Parse parse) {
    const auto written = map_.text(key);
    if (!written) return;
    const Location at = map_.find(key)->at.location();
    if (const std::optional<T> parsed = parse(*written)) {
      setting = Setting<T>{*parsed, at};
    } else {
      diagnostics_.error(Code::bad_value, map_.find(key)->at,
                         tr("`{}` cannot be `{}`", key, *written),
                         std::string(hint_of(keys_.find(key)->type)));
    }
  }

  void integer(std::string_view key, std::optional<Setting<std::int64_t>>& setting) {
    if (const auto number = map_.integer(key)) {
      setting = Setting<std::int64_t>{*number, map_.find(key)->at.location()};
    }
  }

 private:
  KeyedMap map_;
  const KeySet& keys_;
  Diagnostics& diagnostics_;
};

}  // namespace

void read_api_settings(const YamlNode& node, ManifestSettings& settings, Diagnostics& diagnostics) {
  SettingsReader api(node, api_keys(), diagnostics);
  api.base_url(settings.base_url);
  api.text("create_path", settings.create_path, parse_path);
  api.text("query_path", settings.query_path, parse_path);
  api.text("content_path", settings.content_path, parse_path);
  api.must_not_repeat_path(settings);
}

void read_submit_settings(const YamlNode& node, ManifestSettings& settings,
                          Diagnostics& diagnostics) {
  SettingsReader submit(node, submit_keys(), diagnostics);
  submit.text("rate", settings.rate, parse_pace);
  submit.integer("burst", settings.burst);
  submit.integer("jobs", settings.jobs);
  submit.integer("attempts", settings.attempts);
  submit.text("timeout", settings.timeout, parse_duration);
  submit.text("connect_timeout", settings.connect_timeout, parse_duration);
  submit.text("stop_after", settings.stop_after, parse_count_or_share);
}

}  // namespace shotlist::manifest
