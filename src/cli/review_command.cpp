// `shotlist review`: what happened, from a results file or from a manifest.

#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/reading.h"
#include "cli/settings.h"
#include "cli/state.h"
#include "cli/typed_command.h"
#include "report/past.h"
#include "report/results_csv.h"
#include "review/review_text.h"
#include "system/posix_disk.h"
#include "system/system_clock.h"

namespace shotlist {
namespace {

// A results file as it is, brought up to date by its journal, which knows more while a run is on.
Results results_of_file(Disk& disk, const std::string& path, const std::string& text) {
  Results results = read_results(text, path);
  const Ledger ledger = read_ledger(disk, journal_path(path));
  for (Result& result : results.rows) {
    if (const Standing* standing = ledger.find(result.id)) apply(*standing, result);
  }
  return results;
}

}  // namespace

ExitCode execute(const ReviewCommand& command, const Environment& environment) {
  Console console(command.console, environment);
  PosixDisk disk;
  SystemClock clock;
  const std::string& path = command.manifest.path;
  const auto text = path == "-" ? std::nullopt : disk.read(path);
  if (!text) {
    throw Error(ExitCode::invalid, "there is no file " + path,
                "name a results file, or the manifest it belongs to");
  }

  Ending ending;
  Results results;
  if (looks_like_results(*text)) {
    results = results_of_file(disk, path, *text);
    ending.results_file = path;
    ending.run_command = "shotlist run MANIFEST";
    ending.resolve_command = "shotlist resolve MANIFEST";
  } else {
    ending.results_file = results_path(command.manifest);
    ending.resolve_command = command_to_resolve(command.manifest);
    const ReadManifest read = read_manifest(disk, command.manifest, console);
    const Ledger ledger = read_known(disk, ending.results_file, clock.date()).ledger;
    const Settings settings = resolve_settings({}, environment, read.manifest.settings());
    ending.run_command = command_to_run(command.manifest, ledger.last_run(), settings.base_url);
    results = Past(disk, ending.results_file, read.requests, ledger).join(read.requests, ledger);
  }
  console.print(review_text(results, ending, console.out_width(), console.out_style()));
  return ExitCode::ok;
}

}  // namespace shotlist
