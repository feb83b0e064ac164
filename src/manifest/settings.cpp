#include "manifest/settings.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "http/url.h"
#include "manifest/yaml_value.h"

namespace shotlist {
namespace {

// Reads one section: each key with what its value becomes.
class SectionReader {
 public:
  SectionReader(const YamlNode& node, std::string_view section, Diagnostics& diagnostics)
      : node_(node), diagnostics_(diagnostics), is_map_(expect_map(node, section, diagnostics)) {}

  template <typename T, typename Parse>
  void text(std::string_view key, std::optional<Setting<T>>& setting, Parse parse,
            std::string_view hint) {
    const YamlNode* value = find(key);
    if (value == nullptr) return;
    const auto written = read_text(*value, key, diagnostics_);
    if (!written) return;
    if (const std::optional<T> parsed = parse(*written)) {
      setting = Setting<T>{*parsed, value->at.position()};
    } else {
      diagnostics_.error(Code::bad_value, value->at.location(),
                         fmt::format("`{}` can not be `{}`", key, *written), std::string(hint));
    }
  }

  void integer(std::string_view key, std::optional<Setting<std::int64_t>>& setting,
               std::int64_t most) {
    const YamlNode* value = find(key);
    if (value == nullptr) return;
    if (const auto number = read_integer(*value, key, 1, most, diagnostics_)) {
      setting = Setting<std::int64_t>{*number, value->at.position()};
    }
  }

  // Call after all keys were read.
  void refuse_others() const {
    if (!is_map_) return;
    for (const auto& [key, value] : node_.entries) {
      if (std::find(known_.begin(), known_.end(), key->text) == known_.end()) {
        refuse_unknown_key(*key, known_, diagnostics_);
      }
    }
  }

 private:
  const YamlNode* find(std::string_view name) {
    known_.push_back(name);
    if (!is_map_) return nullptr;
    for (const auto& [key, value] : node_.entries) {
      if (key->text == name) return value;
    }
    return nullptr;
  }

  const YamlNode& node_;
  Diagnostics& diagnostics_;
  bool is_map_;
  std::vector<std::string_view> known_;
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
  SectionReader section(node, "api", diagnostics);
  section.text("base_url", settings.base_url, parse_base_url,
               "write an address such as https://api.example.com");
  constexpr std::string_view path_hint =
      "write a path that starts with /, such as /v1/video/create";
  section.text("create_path", settings.create_path, parse_path, path_hint);
  section.text("query_path", settings.query_path, parse_path, path_hint);
  section.refuse_others();
}

void read_submit_settings(const YamlNode& node, ManifestSettings& settings,
                          Diagnostics& diagnostics) {
  SectionReader section(node, "submit", diagnostics);
  section.text("rate", settings.rate, parse_pace, pace_hint);
  section.integer("burst", settings.burst, most_burst);
  section.integer("jobs", settings.jobs, most_jobs);
  section.integer("attempts", settings.attempts, most_attempts);
  section.text("timeout", settings.timeout, parse_duration, duration_hint);
  section.text("connect_timeout", settings.connect_timeout, parse_duration, duration_hint);
  section.text("stop_after", settings.stop_after, parse_count_or_share, count_or_share_hint);
  section.refuse_others();
}

}  // namespace shotlist
