#pragma once
// The request fields that shots start from: those of a manifest, of a file of shots, of `--set`.

#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "manifest/reading_context.h"
#include "manifest/shot.h"
#include "manifest/source_text.h"
#include "manifest/yaml_document.h"

namespace shotlist::manifest {

/// The defaults from one place, by field. Values of `--set` have the place `--set`, without a line.
class Defaults {
 public:
  Defaults() = default;
  Defaults(const Defaults&) = delete;
  Defaults& operator=(const Defaults&) = delete;

  /// Reads a `defaults` map.
  void read(const YamlNode& node, ReadingContext context);

  /// Reads `--set FIELD=VALUE`; the last value of a field counts.
  void set(const std::vector<std::pair<std::string, std::string>>& values,
           const ReadingContext& context);

  const std::vector<ShotField>& fields() const { return fields_; }

 private:
  void put(ShotField field);

  std::vector<ShotField> fields_;
  std::deque<std::string> texts_;  // what fields from `--set` point into
  SourceText command_line_{"--set", {}};
};

/// The defaults of a group of shots: each field from the strongest place that has it.
class Presets {
 public:
  explicit Presets(const std::vector<const Defaults*>& strongest_first);

  const std::vector<const ShotField*>& fields() const { return fields_; }

  /// Null if there is none for the field of `rule`.
  const ShotField* find(const api::FieldRule& rule) const;

  /// Whether `field` is itself one of them.
  bool has(const ShotField& field) const { return find(*field.rule) == &field; }

 private:
  std::vector<const ShotField*> fields_;
};

/// Adds every field under `extra` to `fields`. Returns false after an error.
bool read_extra(const YamlNode& node, std::vector<ShotField>& fields, ReadingContext context);

}  // namespace shotlist::manifest
