#include "cli/reading.h"

#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"

namespace shotlist::cli {

manifest::Manifest open_manifest(system::Disk& disk, const ManifestOptions& options,
                                 Diagnostics& diagnostics) {
  const auto format = options.format ? options.format : manifest::format_of(options.path);
  if (!format) {
    throw Error(ExitCode::usage, fmt::format("cannot tell whether {} is YAML or CSV", options.path),
                "add --format yaml or --format csv; a .txt or .jsonl file is named under "
                "`shots_from` of a manifest");
  }
  return manifest::Manifest::read(
      disk, {options.path, *format, options.set, options.price, options.variables}, diagnostics);
}

void show_diagnostics(const Diagnostics& diagnostics, Console& console) {
  if (diagnostics.errors() == 0) {
    console.say(diagnostics.to_text(console.err_width()));
    return;
  }
  console.complain(diagnostics.to_text(console.err_width()));
  throw Error(ExitCode::invalid,
              fmt::format("{}; nothing was sent", counted(diagnostics.errors(), "mistake")));
}

}  // namespace shotlist::cli
