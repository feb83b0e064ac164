// `shotlist check`: every mistake of a manifest, and nothing else.

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/reading.h"
#include "system/posix_disk.h"

namespace shotlist {

ExitCode execute(const CheckCommand& command, const Environment& environment) {
  Console console(command.console, environment);
  PosixDisk disk;
  Diagnostics diagnostics;
  const Manifest manifest = open_manifest(disk, command.manifest, diagnostics);
  std::size_t requests = 0;
  manifest.for_each_request(diagnostics, [&](RequestView&) { ++requests; });
  show_diagnostics(diagnostics, console);
  console.print(
      fmt::format("{}: {}, no mistakes\n", disarm(manifest.name()), counted(requests, "request")));
  return ExitCode::ok;
}

}  // namespace shotlist
