#pragma once
// The parts of a manifest that has been read.

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/price_list.h"
#include "api/profiles.h"
#include "manifest/defaults.h"
#include "manifest/extra_fields.h"
#include "manifest/manifest.h"
#include "manifest/matrix.h"
#include "manifest/pictures.h"
#include "manifest/shot_source.h"
#include "manifest/source_text.h"
#include "manifest/variables.h"
#include "manifest/yaml_document.h"

namespace shotlist::manifest {

/// Cannot be moved, because its parts point into one another.
struct ManifestContents {
  ManifestContents() = default;
  ManifestContents(const ManifestContents&) = delete;
  ManifestContents& operator=(const ManifestContents&) = delete;

  std::deque<SourceText> texts;  ///< the manifest, then its files of shots; places point into them
  std::unique_ptr<YamlDocument> document;
  std::string name;
  bool is_named = false;  ///< whether it has a `name:`
  ManifestSettings settings;
  api::Profiles profiles;
  ExtraFields extra;
  VariableTable variables;
  Defaults defaults;
  Defaults set;  ///< `--set`
  std::optional<api::PriceList> prices;
  std::vector<Combination> matrix;  ///< for shots without their own; empty: none
  ShotGroups groups;
  std::unique_ptr<Pictures> pictures;
  bool complete = true;  ///< false if a source could not be read: missing rows are not reported
};

}  // namespace shotlist::manifest
