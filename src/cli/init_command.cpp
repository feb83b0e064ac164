// `shotlist init`: a manifest to start from.

#include <filesystem>
#include <string>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/error.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "manifest/manifest.h"
#include "manifest/starter.h"
#include "report/wording.h"
#include "system/new_file.h"

namespace shotlist::cli {

ExitCode execute(const InitCommand& command, const Environment& environment) {
  Console console(command.console, environment);
  const std::string& path = command.path;
  if (manifest::format_of(path) != manifest::ManifestFormat::yaml) {
    throw Error(ExitCode::usage, fmt::format("{} is no name for a YAML file", path),
                "end it in .yaml");
  }
  const system::Existing existing =
      command.force ? system::Existing::replace : system::Existing::keep;
  if (!system::write_file(path, manifest::starter_manifest(), existing)) {
    throw Error(ExitCode::usage, fmt::format("{} is there already", path),
                "choose another name, or replace it with --force");
  }
  const std::string schema =
      std::filesystem::path(path).replace_filename("manifest.schema.json").string();
  console.say(
      fmt::format("{}: a manifest of two shots\n"
                  "next: edit it, then  {}\n"
                  "also: {}  (rehearses; costs nothing)\n"
                  "      shotlist schema > {}  (your editor then knows the keys)\n",
                  disarm(path), report::command_line({"shotlist", "check", path}),
                  report::command_line({"shotlist", "run", path, "--sandbox"}),
                  report::command_line({schema})));
  return ExitCode::ok;
}

}  // namespace shotlist::cli
