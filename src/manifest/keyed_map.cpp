#include "manifest/keyed_map.h"

#include <string>

#include "base/translation.h"
#include "manifest/yaml_value.h"

namespace shotlist::manifest {

KeyedMap::KeyedMap(const YamlNode& node, const KeySet& set, Diagnostics& diagnostics)
    : node_(node),
      set_(set),
      diagnostics_(diagnostics),
      is_map_(expect_map(node, tr(set.name), diagnostics)) {
  sound_ = is_map_;
  if (!is_map_) return;
  for (const YamlEntry& entry : node_.entries) {
    if (set_.find(entry.key->text) == nullptr) others_.push_back(entry);
  }
  for (const Key& key : set_.keys) {
    if (!key.required || find(key.name) != nullptr) continue;
    sound_ = false;
    diagnostics_.error(
        key.type == KeyType::version ? Code::format_version : Code::missing_key, node_.at,
        tr("`{}`, {}, is missing", key.name, tr(key.meaning)),
        tr("add the line `{}: {}`", key.name, key.type == KeyType::version ? "1" : "..."));
  }
}

const YamlNode* KeyedMap::find(std::string_view key) const {
  if (!is_map_) return nullptr;
  for (const YamlEntry& entry : node_.entries) {
    if (entry.key->text == key) return entry.value;
  }
  return nullptr;
}

std::optional<std::string_view> KeyedMap::text(std::string_view key) {
  const YamlNode* value = find(key);
  if (value == nullptr) return std::nullopt;
  const auto text = read_text(*value, key, diagnostics_);
  sound_ = sound_ && text.has_value();
  return text;
}

std::optional<std::int64_t> KeyedMap::integer(std::string_view key) {
  const YamlNode* value = find(key);
  if (value == nullptr) return std::nullopt;
  const Key& rule = *set_.find(key);
  const auto number = read_integer(*value, key, rule.least, rule.most, diagnostics_);
  sound_ = sound_ && number.has_value();
  return number;
}

std::optional<bool> KeyedMap::boolean(std::string_view key) {
  const YamlNode* value = find(key);
  if (value == nullptr) return std::nullopt;
  const auto truth = read_boolean(*value, key, diagnostics_);
  sound_ = sound_ && truth.has_value();
  return truth;
}

std::vector<const YamlNode*> KeyedMap::items(std::string_view key) {
  std::vector<const YamlNode*> items;
  const YamlNode* value = find(key);
  if (value == nullptr) return items;
  if (!expect_list(*value, key, diagnostics_)) {
    sound_ = false;
    return items;
  }
  for (const YamlEntry& entry : value->entries)
    items.push_back(entry.value);
  return items;
}

void KeyedMap::refuse_others() {
  for (const YamlEntry& entry : others_)
    refuse(*entry.key);
}

void KeyedMap::refuse(const YamlNode& key, const std::vector<std::string_view>& more) {
  sound_ = false;
  std::vector<std::string_view> known;
  for (const Key& rule : set_.keys)
    known.push_back(rule.name);
  refuse_unknown_key(key, known, more, diagnostics_);
}

}  // namespace shotlist::manifest
