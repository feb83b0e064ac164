#pragma once
// Reads a manifest, and the files its shots come from, into its contents.

#include "base/diagnostics.h"
#include "manifest/manifest_contents.h"
#include "system/disk.h"

namespace shotlist::manifest {

/// Fills `contents`, which must be new. Throws Error (invalid) if the manifest itself cannot be
/// read; all other mistakes go to `diagnostics`.
void read_manifest(system::Disk& disk, const ManifestSource& source, ManifestContents& contents,
                   Diagnostics& diagnostics);

}  // namespace shotlist::manifest
