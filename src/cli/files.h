#pragma once
// Which files a command is about, and what the ledger calls its manifest and its server.

#include <string>

#include "cli/command_line.h"
#include "cli/environment.h"
#include "ledger/attempt.h"
#include "manifest/manifest.h"

namespace shotlist::cli {

struct Files {
  std::string manifest;       ///< its name in the ledger: its `name:`, else its file name
  std::string manifest_path;  ///< symbolic links resolved; empty: standard input
  std::string results;
  std::string ledger;  ///< absolute
  bool is_rehearsal = false;
};

/// The files of `manifest`. A rehearsal has a ledger and results of its own. Throws Error (usage)
/// where it is given a ledger, where standard input has no results file, or where the results would
/// replace the manifest.
Files files_of(const ManifestOptions& options, const manifest::Manifest& manifest,
               const Environment& environment, bool rehearsal);

/// The ledger in the manifest's own folder, whether it is used or not; empty for standard input.
std::string folder_ledger(const Files& files);

/// The ledger that a command without a manifest is about: `--ledger`, SHOTLIST_LEDGER, else the one
/// in the folder of `beside`, a file; absolute.
std::string ledger_path(const std::string& option, const Environment& environment,
                        const std::string& beside);

inline constexpr const char* ledger_name = "shotlist.db";
inline constexpr const char* rehearsal_ledger_name = "shotlist-rehearsal.db";

/// Scheme, host and port of a base URL, as the ledger has it: `https://api.example.com`.
std::string server_of(const std::string& base_url);

using ledger::sandbox_server;

/// The absolute name of a file, which need not be there, with every symbolic link on the way
/// resolved: one file has one such name.
std::string resolved_path(const std::string& path);

/// How a file is shown: from the working folder where it is inside of that, else absolute.
std::string shown_path(const std::string& path);

/// Whether both names are of one file. Files that cannot be compared are not the same.
bool is_same_file(const std::string& one, const std::string& other);

/// Throws Error (usage) where no file can be put at `path`, which was given with `option`: there is
/// no folder for it, or it is one, or a device.
void must_take_file(const std::string& path, const std::string& option);

}  // namespace shotlist::cli
