#pragma once
// Which files a command uses, and the names of its manifest and its server in the ledger.

#include <string>

#include "cli/command_line.h"
#include "cli/environment.h"
#include "ledger/attempt.h"
#include "manifest/manifest.h"

namespace shotlist::cli {

struct Files {
  std::string manifest;       ///< its name in the ledger: its `name:`, else its file name
  std::string manifest_path;  ///< symbolic links resolved; empty for standard input
  std::string results;
  std::string ledger;  ///< absolute
  bool is_rehearsal = false;
};

/// The files of `manifest`. A rehearsal has its own ledger and results. Throws Error (usage) if a
/// rehearsal is given a ledger, if standard input has no results file, or if the results would
/// replace the manifest.
Files files_of(const ManifestOptions& options, const manifest::Manifest& manifest,
               const Environment& environment, bool rehearsal);

/// The ledger in the manifest's own folder, even if another is used; empty for standard input.
std::string folder_ledger(const Files& files);

/// The ledger in the folder of the file `beside`, even if another is used. Absolute.
std::string own_ledger(const std::string& beside);

/// The same for a manifest; for standard input that of the working folder.
std::string own_ledger(const Files& files);

/// The ledger of a command without a manifest: `--ledger`, SHOTLIST_LEDGER, else the one in the
/// folder of the file `beside`. Absolute.
std::string ledger_path(const std::string& option, const Environment& environment,
                        const std::string& beside);

inline constexpr const char* ledger_name = "shotlist.db";
inline constexpr const char* rehearsal_ledger_name = "shotlist-rehearsal.db";

/// Scheme, host and port of a base URL, as stored in the ledger: `https://api.example.com`.
std::string server_of(const std::string& base_url);

using ledger::sandbox_server;

/// The absolute name of a file, which need not exist, with all symbolic links resolved: a file has
/// only one such name.
std::string resolved_path(const std::string& path);

/// How a file is shown: relative to the working folder if it is inside, else absolute.
std::string shown_path(const std::string& path);

/// Whether both names refer to the same file. Files that cannot be compared are not the same.
bool is_same_file(const std::string& one, const std::string& other);

/// Throws Error (usage) if no file can be written at `path`, which was given with `option`: its
/// folder does not exist, or it is itself a folder or a device.
void must_take_file(const std::string& path, const std::string& option);

}  // namespace shotlist::cli
