// `shotlist review`: what happened, from a results file or a manifest.

#include <string>
#include <vector>

#include "base/disarm.h"
#include "base/error.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/page_file.h"
#include "cli/review_source.h"
#include "cli/review_watch.h"
#include "show/page.h"
#include "show/review_json.h"
#include "show/review_text.h"
#include "system/posix_disk.h"

namespace shotlist::cli {
namespace {

std::string shown(const ReviewCommand& command, const show::Review& review,
                  const std::vector<const Result*>& rows, const show::Screen& screen) {
  if (command.json) return show::review_json(review, rows);
  if (command.excel) return show::rows_as_csv(review.results, rows, results::ResultsForm::excel);
  switch (command.format) {
    case show::RowFormat::csv:
      return show::rows_as_csv(review.results, rows);
    case show::RowFormat::jsonl:
      return show::rows_as_jsonl(review.results, rows);
    case show::RowFormat::markdown:
      return show::rows_as_markdown(review.results, rows);
    case show::RowFormat::table:
      break;
  }
  return show::review_text(review, rows, screen);
}

// Only one of the outputs would be seen.
void must_make_sense(const ReviewCommand& command) {
  if (!command.html) return;
  if (command.html->empty()) {
    throw Error(ExitCode::usage, "--html names no file", "name one, or - for standard output");
  }
  const bool has_data = command.json || command.excel || command.format != show::RowFormat::table;
  if (command.html == "-" && has_data) {
    throw Error(ExitCode::usage, "the page and the data cannot both go to standard output",
                "name a file for the page");
  }
}

}  // namespace

ExitCode execute(const ReviewCommand& command, const Environment& environment) {
  must_make_sense(command);
  Console console(command.console, environment);
  ReviewSource source(command.manifest, environment, console);
  if (command.watch) {
    const ExitCode code = watch(source, command.selection, console);
    if (code != ExitCode::ok) return code;  // after Ctrl-C the user has seen enough
  }
  const show::Review review = source.read();
  const auto rows = show::select_rows(review.results, command.selection);
  if (command.html == "-") {
    console.print(show::page_text(review, rows));
    return ExitCode::ok;
  }
  if (command.html) {
    system::PosixDisk disk;
    write_page(disk, *command.html, review, rows);
  }
  console.print(shown(command, review, rows, console.out_screen()));
  if (command.html) console.say("page: " + disarm(*command.html) + '\n');
  return ExitCode::ok;
}

}  // namespace shotlist::cli
