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

/// Reports on construction what is wrong with the map as a whole: it is not a map, or keys are
/// missing. Borrows everything.
class KeyedMap {
 public:
  KeyedMap(const YamlNode& node, const KeySet& set, Diagnostics& diagnostics);

  /// The value of a key in the table, or null.
  const YamlNode* find(std::string_view key) const;

  /// The value of such a key, read by its type; none if it is absent or, with an error, wrong.
  std::optional<std::string_view> text(std::string_view key);
  std::optional<std::int64_t> integer(std::string_view key);
  std::optional<bool> boolean(std::string_view key);

  /// The items of a list; none if it is absent or, with an error, not a list.
  std::vector<const YamlNode*> items(std::string_view key);

  /// The entries whose keys are not in the table.
  const std::vector<YamlEntry>& others() const { return others_; }

  /// Reports each of them as an error.
  void refuse_others();

  /// Reports one of them as an error, with the nearest name in the table and `more` as a hint.
  void refuse(const YamlNode& key, const std::vector<std::string_view>& more = {});

  /// False if anything was reported.
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
