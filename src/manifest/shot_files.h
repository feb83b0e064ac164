#pragma once
// The files that `shots_from` names.

#include <string>

#include "manifest/manifest_contents.h"
#include "manifest/reading_context.h"
#include "manifest/yaml_document.h"
#include "system/disk.h"

namespace shotlist::manifest {

/// Adds the shots of every file to `contents`: `node` is a path, a map with its own `defaults` and
/// `vars`, or a list of both. Paths are relative to the manifest. Returns false, with an
/// error, if a file cannot be read or none is named.
bool read_shot_files(system::Disk& disk, const YamlNode& node, const ManifestSource& manifest,
                     ManifestContents& contents, ReadingContext context);

}  // namespace shotlist::manifest
