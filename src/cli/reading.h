#pragma once
// Reads a manifest for a command and shows its mistakes to the user.

#include <optional>
#include <string>

#include "cli/command_line.h"
#include "cli/console.h"
#include "cli/environment.h"
#include "manifest/manifest.h"
#include "model/request.h"
#include "system/disk.h"

namespace shotlist::cli {

/// Opens the manifest without making its requests. Mistakes go to `diagnostics`. Throws Error
/// (usage) if its format is unknown.
manifest::Manifest open_manifest(system::Disk& disk, const ManifestOptions& options,
                                 Diagnostics& diagnostics);

/// A ledger to look into, and the manifest in it; none means all manifests.
struct LookedInto {
  std::string ledger;
  std::optional<std::string> manifest;
};

/// The ledger of a manifest, or without one that of the folder. Throws Error (usage) if there is
/// none.
LookedInto ledger_to_look_into(const ManifestOptions& options, const Environment& environment,
                               Console& console);

/// Shows the diagnostics, and throws Error (invalid) if there is a mistake among them, or if
/// `strict` a warning.
void show_diagnostics(const Diagnostics& diagnostics, Console& console, bool strict = false);

}  // namespace shotlist::cli
