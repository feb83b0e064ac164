// `shotlist check`: all mistakes in a manifest, and nothing else.

#include <string>

#include "base/disarm.h"
#include "base/text.h"
#include "base/translation.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/reading.h"
#include "system/posix_disk.h"

namespace shotlist::cli {
namespace {

// An editor shows mistakes in place: a count or a summary would only be in its way.
ExitCode print_json(const Diagnostics& diagnostics, bool strict, Console& console) {
  std::string lines;
  for (const Diagnostic& diagnostic : diagnostics.in_file_order())
    lines += to_json(diagnostic) + '\n';
  console.print(lines);
  return diagnostics.errors() + (strict ? diagnostics.warnings() : 0) == 0 ? ExitCode::ok
                                                                           : ExitCode::invalid;
}

}  // namespace

ExitCode execute(const CheckCommand& command, const Environment& environment) {
  Console console(command.console, environment);
  system::PosixDisk disk(system::PosixDisk::LongFiles::mapped);
  Diagnostics diagnostics;
  const manifest::Manifest manifest = open_manifest(disk, command.manifest, diagnostics);
  std::size_t requests = 0;
  manifest.for_each_request(diagnostics, [&](manifest::RequestView&) { ++requests; });
  if (command.json) return print_json(diagnostics, command.manifest.strict, console);
  show_diagnostics(diagnostics, console, command.manifest.strict);
  console.print(tr("{}: {}, no mistakes\n", disarm(manifest.name()), counted(requests, "request")));
  return ExitCode::ok;
}

}  // namespace shotlist::cli
