#include "manifest/settings.h"

#include <filesystem>
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
  void text(std::string_view key, std::optional<Setting<T>>& setting, Parse parse,
            std::string_view remedy = {}) {
    const auto written = map_.text(key);
    if (!written) return;
    const Location at = map_.find(key)->at.location();
    if (const std::optional<T> parsed = parse(*written)) {
      setting = Setting<T>{*parsed, at};
    } else {
      diagnostics_.error(Code::bad_value, map_.find(key)->at,
                         tr("`{}` cannot be `{}`", key, *written),
                         std::string(remedy.empty() ? hint_of(keys_.find(key)->type) : remedy));
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

// The user may have written the key itself instead of the name of its file.
bool refuse_key(const YamlNode& root, Diagnostics& diagnostics) {
  if (root.kind != YamlNode::Kind::map) return false;
  bool has_key = false;
  for (const YamlEntry& entry : root.entries) {
    const bool is_wrong = user_keys().find(entry.key->text) == nullptr;
    const bool is_key = api::looks_like_key(entry.key->text) ||
                        (entry.value != nullptr && api::looks_like_key(entry.value->text));
    if (!is_key && !(is_wrong && entry.key->text.find("key") != std::string::npos)) continue;
    has_key = true;
    diagnostics.error(Code::bad_value, Excerpt(entry.key->at.location()),
                      tr("this line may hold a key, and is not repeated"),
                      tr("write the key into a file of its own, and `api_key_file: FILE` here"));
  }
  return has_key;
}

std::optional<std::string> parse_language(std::string_view text) {
  if (text != "en" && text != "zh") return std::nullopt;
  return std::string(text);
}

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

UserSettings read_user_settings(system::Disk& disk, const std::string& path,
                                const std::string& home, Diagnostics& diagnostics) {
  UserSettings settings;
  if (!disk.has_file(path)) return settings;
  const SourceText text = read_source(disk, path);
  if (!check_encoding(text, diagnostics)) return settings;
  const YamlDocument document(text, diagnostics);
  if (document.root() == nullptr || refuse_key(*document.root(), diagnostics)) return settings;
  SettingsReader own(*document.root(), user_keys(), diagnostics);
  own.base_url(settings.base_url);
  own.text("rate", settings.rate, parse_pace);
  own.text("language", settings.language, parse_language, tr("write en or zh"));
  own.text(
      "api_key_file", settings.api_key_file,
      [&](std::string_view written) -> std::optional<std::string> {
        if (written.empty()) return std::nullopt;
        const auto folder = std::filesystem::path(path).parent_path();
        if (written.starts_with("~/") && home.empty()) return std::nullopt;
        if (written.starts_with("~/")) return home + std::string(written.substr(1));
        return (folder / written).string();
      },
      tr("name a file that holds the key alone"));
  return settings;
}

}  // namespace shotlist::manifest
