#include "cli/files.h"

#include <filesystem>
#include <string_view>
#include <system_error>

#include "base/error.h"
#include "base/translation.h"
#include "base/utf8.h"
#include "cli/shared_address.h"
#include "http/url.h"
#include "ledger/postgres_engine.h"

namespace shotlist::cli {
namespace {

namespace fs = std::filesystem;

fs::path resolved(const fs::path& path) {
  std::error_code failed;
  const fs::path absolute = fs::absolute(path);
  fs::path whole = fs::weakly_canonical(absolute, failed);
  return failed ? absolute : whole;
}

std::string results_of(const ManifestOptions& options, bool rehearsal) {
  if (!options.output.empty()) {
    if (options.path != "-" && is_same_file(options.output, options.path)) {
      throw Error(ExitCode::usage, tr("the results would replace the manifest ") + options.path,
                  tr("give -o another name"));
    }
    return options.output;
  }
  if (options.path == "-") {
    throw Error(ExitCode::usage,
                tr("a manifest from standard input has no name to call its results by"),
                tr("add -o FILE"));
  }
  fs::path results = options.path;
  results.replace_extension();
  results += rehearsal ? ".rehearsal.csv" : ".results.csv";
  return results.string();
}

// A URL may contain a password, so it is not repeated.
std::string ledger_file(const fs::path& path, std::string_view given, const char* origin) {
  if (ledger::is_shared_ledger(given)) return with_password_aside(std::string(given));
  if (given.find("://") != std::string_view::npos) {
    throw Error(ExitCode::usage, tr("{} is a URL of something else", origin),
                tr("name a file, or a database: postgresql://USER@HOST/DATABASE"));
  }
  return resolved(path).string();
}

std::string ledger_of(const ManifestOptions& options, const manifest::Manifest& manifest,
                      const Environment& environment, const fs::path& folder) {
  if (!options.ledger.empty() || environment.ledger)
    return ledger_path(options.ledger, environment, {});
  if (const auto& ledger = manifest.settings().ledger)
    return ledger_file(folder / ledger->value, ledger->value, tr("the manifest's `ledger`"));
  return (folder / ledger_name).string();
}

}  // namespace

Files files_of(const ManifestOptions& options, const manifest::Manifest& manifest,
               const Environment& environment, bool rehearsal) {
  if (rehearsal && !options.ledger.empty()) {
    throw Error(ExitCode::usage, tr("--sandbox has a ledger of its own"),
                tr("leave out --ledger, or --sandbox"));
  }
  const bool is_stream = options.path == "-";
  Files files;
  files.is_rehearsal = rehearsal;
  files.results = results_of(options, rehearsal);
  if (!is_stream) files.manifest_path = resolved(options.path).string();
  files.manifest = !options.name.empty() ? options.name
                   : manifest.is_named() ? manifest.name()
                   : is_stream           ? tr("standard input")
                                         : fs::path(files.manifest_path).filename().string();
  files.manifest = repaired_utf8(files.manifest);  // as texts in the ledger
  const fs::path folder = is_stream ? resolved(".") : fs::path(files.manifest_path).parent_path();
  files.ledger = rehearsal ? (folder / rehearsal_ledger_name).string()
                           : ledger_of(options, manifest, environment, folder);
  if (!rehearsal && fs::path(files.ledger).filename() == rehearsal_ledger_name) {
    throw Error(ExitCode::usage, files.ledger + tr(" is the ledger of rehearsals"),
                tr("add --sandbox, or name another ledger"));
  }
  if (ledger::is_shared_ledger(files.ledger) && options.name.empty() && !manifest.is_named()) {
    throw Error(ExitCode::usage,
                tr("a shared ledger needs a name for this manifest: others may have a ") +
                    files.manifest + tr(", too"),
                tr("add --manifest-name NAME, or `name:` to the manifest"));
  }
  return files;
}

std::string folder_ledger(const Files& files) {
  if (files.manifest_path.empty()) return {};
  return (fs::path(files.manifest_path).parent_path() / ledger_name).string();
}

std::string own_ledger(const std::string& beside) {
  return (resolved(beside).parent_path() / ledger_name).string();
}

std::string own_ledger(const Files& files) {
  return own_ledger(files.manifest_path.empty() ? ledger_name : files.manifest_path);
}

std::string ledger_path(const std::string& option, const Environment& environment,
                        const std::string& beside) {
  if (!option.empty()) return ledger_file(option, option, "--ledger");
  if (environment.ledger)
    return ledger_file(*environment.ledger, *environment.ledger, "SHOTLIST_LEDGER");
  return own_ledger(beside);
}

std::string server_of(const std::string& base_url) {
  const auto url = http::parse_url(base_url);
  return url ? url->server : base_url;
}

std::string resolved_path(const std::string& path) {
  if (ledger::is_shared_ledger(path)) return path;
  return resolved(path).string();
}

std::string shown_path(const std::string& path) {
  if (ledger::is_shared_ledger(path)) return path;
  std::error_code failed;
  const std::string relative = fs::proximate(path, failed).string();
  return failed || relative.starts_with("..") ? path : relative;
}

bool is_same_file(const std::string& one, const std::string& other) {
  std::error_code ignored;
  return one == other || fs::equivalent(one, other, ignored);
}

void must_take_file(const std::string& path, const std::string& option) {
  std::error_code ignored;  // an unreadable path is reported when it is opened
  const fs::path folder = fs::path(path).parent_path();
  if (!folder.empty() && !fs::is_directory(folder, ignored)) {
    throw Error(ExitCode::usage, tr("there is no folder ") + folder.string(),
                tr("make it, or give ") + option + tr(" another"));
  }
  if (fs::is_directory(path, ignored)) {
    throw Error(ExitCode::usage, path + tr(" is a folder"), tr("name a file in it with ") + option);
  }
  if (fs::exists(path, ignored) && !fs::is_regular_file(path, ignored)) {
    throw Error(ExitCode::usage, path + tr(" is a device or a pipe, which cannot be replaced"),
                tr("name a file with ") + option);
  }
}

}  // namespace shotlist::cli
