#include "cli/reading.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "base/text.h"
#include "base/translation.h"
#include "cli/files.h"
#include "cli/kept_answers.h"
#include "cli/typed_command.h"
#include "ledger/ledger_file.h"
#include "system/posix_disk.h"

namespace shotlist::cli {
namespace {

// What Excel, LibreOffice, WPS and Numbers save to if not told otherwise.
bool is_workbook_by_name(const std::string& path) {
  constexpr std::array<std::string_view, 8> endings = {".xlsx", ".xlsm", ".xlsb", ".xls",
                                                       ".ods",  ".fods", ".et",   ".numbers"};
  const std::string ending = lower_ascii(std::filesystem::path(path).extension().string());
  return std::find(endings.begin(), endings.end(), ending) != endings.end();
}

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
  if (!format && is_workbook_by_name(options.path)) {
    throw Error(ExitCode::usage, tr("{} is a workbook, not a text file", options.path),
                tr("export it as CSV UTF-8"));
  }
  if (!format) {
    throw Error(ExitCode::usage, tr("cannot tell whether {} is YAML or CSV", options.path),
                tr("add --format yaml or --format csv; a .txt or .jsonl file is named under "
                   "`shots_from` of a manifest"));
  }
  return manifest::Manifest::read(disk,
                                  {options.path, *format, options.set, options.price,
                                   options.variables, options.encoding, command_to_check(options)},
                                  diagnostics);
}

LookedInto ledger_to_look_into(const ManifestOptions& options, const Environment& environment,
                               Console& console) {
  LookedInto meant;
  if (options.path.empty()) {
    meant.ledger = options.rehearsal ? resolved_path(rehearsal_ledger_name)
                                     : ledger_path(options.ledger, environment, ledger_name);
  } else {
    system::PosixDisk disk;
    Diagnostics diagnostics;
    const manifest::Manifest manifest = open_manifest(disk, options, diagnostics);
    show_diagnostics(diagnostics, console);
    const Files files = files_of(options, manifest, environment, options.rehearsal);
    meant = {files.ledger, files.manifest};
  }
  hand_over(own_ledger(options.path.empty() ? ledger_name : options.path), meant.ledger, console);
  if (ledger::is_there(meant.ledger)) return meant;
  throw Error(ExitCode::usage, tr("there is no ledger ") + meant.ledger,
              tr("name one with --ledger FILE, or a manifest in its folder"));
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
    throw Error(ExitCode::invalid, tr("{}; nothing was sent", counted(warnings, "warning")),
                tr("correct them, or leave --strict away"));
  }
  throw Error(ExitCode::invalid,
              tr("{}; nothing was sent", counted(diagnostics.errors(), "mistake")));
}

}  // namespace shotlist::cli
