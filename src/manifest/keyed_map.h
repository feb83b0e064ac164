#pragma once
// A YAML map read by the table of its keys.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "manifest/keys.h"
#include "manifest/yaml_document.h"

namespace shotlist::manifest {

/// Says what is wrong with the map as a whole when it is made: no map, or keys that are missing.
/// Everything is borrowed.
class KeyedMap {
 public:
  KeyedMap(const YamlNode& node, const KeySet& set, Diagnostics& diagnostics);

  /// The value of a key of the table, or null.
  const YamlNode* find(std::string_view key) const;

  /// The values of such a key by its type; nothing where it is not there, or, with an error, wrong.
  std::optional<std::string_view> text(std::string_view key);
  std::optional<std::int64_t> integer(std::string_view key);
  std::optional<bool> boolean(std::string_view key);

  /// The items of a list; none where it is not there, or, with an error, no list.
  std::vector<const YamlNode*> items(std::string_view key);

  /// The entries whose keys are not in the table.
  const std::vector<YamlEntry>& others() const { return others_; }

  /// Refuses all of them.
  void refuse_others();

  /// Refuses one of them, with the nearest of the table and of `more` as a hint.
  void refuse(const YamlNode& key, const std::vector<std::string_view>& more = {});

  /// False where anything was reported.
  bool sound() const { return sound_; }

 private:
  const YamlNode& node_;
  const KeySet& set_;
  Diagnostics& diagnostics_;
  std::vector<YamlEntry> others_;
  bool is_map_ = true;
  bool sound_ = true;
};

}  // namespace shotlist::manifest
