#pragma once
// Reads a manifest for a command and tells the user about its mistakes.

#include "cli/command_line.h"
#include "cli/console.h"
#include "manifest/manifest.h"
#include "model/request.h"
#include "system/disk.h"

namespace shotlist::cli {

/// A manifest and all its requests, both free of mistakes.
struct ReadManifest {
  manifest::Manifest manifest;
  Requests requests;
};

/// Opens the manifest without making its requests. Mistakes go to `diagnostics`. Throws Error
/// (usage) where its format can not be told.
manifest::Manifest open_manifest(system::Disk& disk, const ManifestOptions& options,
                                 Diagnostics& diagnostics);

/// Shows warnings and notes. Throws Error (invalid) after showing every mistake, where there is
/// one.
ReadManifest read_manifest(system::Disk& disk, const ManifestOptions& options, Console& console);

/// Shows what was found, and throws Error (invalid) where there is a mistake.
void show_diagnostics(const Diagnostics& diagnostics, Console& console);

}  // namespace shotlist::cli
