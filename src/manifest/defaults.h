#pragma once
// The request fields every shot starts from: `defaults`, with `--set` in front of it.

#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostics.h"
#include "manifest/shot.h"
#include "manifest/source_text.h"
#include "manifest/yaml_document.h"

namespace shotlist {

/// Values by field, each with its place. Values from `--set` have the place `--set`, without a
/// line.
class Defaults {
 public:
  explicit Defaults(const Profiles& profiles) : profiles_(profiles) {}
  Defaults(const Defaults&) = delete;
  Defaults& operator=(const Defaults&) = delete;

  /// Reads the `defaults` of a manifest.
  void read(const YamlNode& node, Diagnostics& diagnostics);

  /// Puts `--set FIELD=VALUE` in the place of what was there; the last one for a field counts.
  void set(const std::vector<std::pair<std::string, std::string>>& values,
           Diagnostics& diagnostics);

  const std::vector<ShotField>& fields() const { return fields_; }
  const ShotField* find(std::string_view field) const;

 private:
  void put(ShotField field);

  const Profiles& profiles_;
  std::vector<ShotField> fields_;
  std::deque<std::string> texts_;  // what fields from `--set` point into
  SourceText command_line_{"--set", {}};
};

}  // namespace shotlist
