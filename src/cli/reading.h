#pragma once
// Reads a manifest for a command and tells the user about its mistakes.

#include "cli/command_line.h"
#include "cli/console.h"
#include "manifest/manifest.h"
#include "model/request.h"
#include "system/disk.h"

namespace shotlist::cli {

/// Opens the manifest without making its requests. Mistakes go to `diagnostics`. Throws Error
/// (usage) where its format cannot be told.
manifest::Manifest open_manifest(system::Disk& disk, const ManifestOptions& options,
                                 Diagnostics& diagnostics);

/// Shows what was found, and throws Error (invalid) where there is a mistake.
void show_diagnostics(const Diagnostics& diagnostics, Console& console);

}  // namespace shotlist::cli
