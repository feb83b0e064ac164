// `shotlist init`: a manifest to start from.

#include <filesystem>
#include <string>

#include "base/disarm.h"
#include "base/error.h"
#include "base/translation.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "manifest/manifest.h"
#include "manifest/starter.h"
#include "show/wording.h"
#include "system/new_file.h"

namespace shotlist::cli {

ExitCode execute(const InitCommand& command, const Environment& environment) {
  Console console(command.console, environment);
  const std::string& path = command.path;
  const auto format = manifest::format_of(path);
  if (!format) {
    throw Error(ExitCode::usage, tr("the name {} says neither YAML nor CSV", path),
                tr("end it in .yaml or .csv"));
  }
  const bool is_csv = *format == manifest::ManifestFormat::csv;
  const system::Existing existing =
      command.force ? system::Existing::replace : system::Existing::keep;
  if (!system::write_file(path, is_csv ? manifest::starter_csv() : manifest::starter_manifest(),
                          existing)) {
    throw Error(ExitCode::usage, tr("{} is there already", path),
                tr("choose another name, or replace it with --force"));
  }
  std::string steps =
      tr("{}: a manifest of two shots\n"
         "next: edit it, then  {}\n"
         "also: {}  (rehearses; costs nothing)\n",
         disarm(path), show::command_line({"shotlist", "check", path}),
         show::command_line({"shotlist", "run", path, "--sandbox"}));
  const std::string schema =
      std::filesystem::path(path).replace_filename("manifest.schema.json").string();
  if (!is_csv) {
    steps += tr("      shotlist schema > {}  (your editor then knows the keys)\n",
                show::command_line({schema}));
  }
  console.say(steps);
  return ExitCode::ok;
}

}  // namespace shotlist::cli
