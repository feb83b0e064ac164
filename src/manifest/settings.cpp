#include "manifest/settings.h"

#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "http/url.h"
#include "manifest/keys.h"
#include "manifest/yaml_value.h"

namespace shotlist {
namespace {

// Reads one section by the table of its keys.
class SectionReader {
 public:
  SectionReader(const YamlNode& node, const KeySet& keys, Diagnostics& diagnostics)
      : node_(node), keys_(keys), diagnostics_(diagnostics) {
    if (!expect_map(node, keys.name, diagnostics)) return;
    for (const auto& [key, value] : node.entries) {
      if (keys.find(key->text) == nullptr) refuse_unknown_key(*key, keys.names(), diagnostics);
    }
  }

  template <typename T, typename Parse>
  void text(std::string_view name, std::optional<Setting<T>>& setting, Parse parse) {
    const YamlNode* value = find(name);
    const auto written = value ? read_text(*value, name, diagnostics_) : std::nullopt;
    if (!written) return;
    if (const std::optional<T> parsed = parse(*written)) {
      setting = Setting<T>{*parsed, value->at.position()};
    } else {
      diagnostics_.error(Code::bad_value, value->at,
                         fmt::format("`{}` can not be `{}`", name, *written),
                         std::string(hint_of(keys_.find(name)->type)));
    }
  }

  void integer(std::string_view name, std::optional<Setting<std::int64_t>>& setting) {
    const YamlNode* value = find(name);
    if (value == nullptr) return;
    const Key& key = *keys_.find(name);
    if (const auto number = read_integer(*value, name, key.least, key.most, diagnostics_)) {
      setting = Setting<std::int64_t>{*number, value->at.position()};
    }
  }

 private:
  // `name` is one of the table.
  const YamlNode* find(std::string_view name) const {
    if (node_.kind != YamlNode::Kind::map) return nullptr;
    for (const auto& [key, value] : node_.entries) {
      if (key->text == name) return value;
    }
    return nullptr;
  }

  const YamlNode& node_;
  const KeySet& keys_;
  Diagnostics& diagnostics_;
};

std::optional<std::string> parse_base_url(std::string_view text) {
  std::string url(text);
  const bool bare = url.find_first_of("?#") == std::string::npos;
  if (!bare || !parse_url(url)) return std::nullopt;
  while (url.back() == '/')
    url.pop_back();
  return url;
}

std::optional<std::string> parse_path(std::string_view text) {
  const bool good =
      text.starts_with('/') && text.find_first_of(" \t\n?#") == std::string_view::npos;
  if (!good) return std::nullopt;
  return std::string(text);
}

}  // namespace

void read_api_settings(const YamlNode& node, ManifestSettings& settings, Diagnostics& diagnostics) {
  SectionReader section(node, api_keys(), diagnostics);
  section.text("base_url", settings.base_url, parse_base_url);
  section.text("create_path", settings.create_path, parse_path);
  section.text("query_path", settings.query_path, parse_path);
}

void read_submit_settings(const YamlNode& node, ManifestSettings& settings,
                          Diagnostics& diagnostics) {
  SectionReader section(node, submit_keys(), diagnostics);
  section.text("rate", settings.rate, parse_pace);
  section.integer("burst", settings.burst);
  section.integer("jobs", settings.jobs);
  section.integer("attempts", settings.attempts);
  section.text("timeout", settings.timeout, parse_duration);
  section.text("connect_timeout", settings.connect_timeout, parse_duration);
  section.text("stop_after", settings.stop_after, parse_count_or_share);
}

}  // namespace shotlist
