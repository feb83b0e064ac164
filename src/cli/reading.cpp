#include "cli/reading.h"

#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "cli/typed_command.h"

namespace shotlist::cli {
namespace {

std::string encodings_in(const Diagnostics& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics.in_file_order()) {
    if (diagnostic.code == Code::encoding) text += to_text(diagnostic) + '\n';
  }
  return text;
}

}  // namespace

manifest::Manifest open_manifest(system::Disk& disk, const ManifestOptions& options,
                                 Diagnostics& diagnostics) {
  const auto format = options.format ? options.format : manifest::format_of(options.path);
  if (!format) {
    throw Error(ExitCode::usage, fmt::format("cannot tell whether {} is YAML or CSV", options.path),
                "add --format yaml or --format csv; a .txt or .jsonl file is named under "
                "`shots_from` of a manifest");
  }
  return manifest::Manifest::read(disk,
                                  {options.path, *format, options.set, options.price,
                                   options.variables, options.encoding, command_to_check(options)},
                                  diagnostics);
}

void show_diagnostics(const Diagnostics& diagnostics, Console& console, bool strict) {
  const std::size_t warnings = strict ? diagnostics.warnings() : 0;
  if (diagnostics.errors() + warnings == 0) {
    // A guess that may be wrong is told even to those who want to hear nothing.
    if (console.quiet()) console.complain(encodings_in(diagnostics));
    console.say(diagnostics.to_text(console.err_width()));
    return;
  }
  console.complain(diagnostics.to_text(console.err_width()));
  if (diagnostics.errors() == 0) {
    throw Error(ExitCode::invalid,
                fmt::format("{}; nothing was sent", counted(warnings, "warning")),
                "correct them, or leave --strict away");
  }
  throw Error(ExitCode::invalid,
              fmt::format("{}; nothing was sent", counted(diagnostics.errors(), "mistake")));
}

}  // namespace shotlist::cli
