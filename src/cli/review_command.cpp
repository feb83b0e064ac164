// `shotlist review`: what happened, from a results file or from a manifest.

#include <string>
#include <vector>

#include "base/disarm.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/page_file.h"
#include "cli/review_source.h"
#include "cli/review_watch.h"
#include "review/page.h"
#include "review/review_json.h"
#include "review/review_text.h"
#include "system/posix_disk.h"

namespace shotlist {
namespace {

std::string shown(const ReviewCommand& command, const Review& review,
                  const std::vector<const Result*>& rows, const Screen& screen) {
  if (command.json) return review_json(review, rows);
  if (command.excel) return rows_as_csv(review.results, rows, ResultsForm::excel);
  switch (command.format) {
    case RowFormat::csv:
      return rows_as_csv(review.results, rows);
    case RowFormat::jsonl:
      return rows_as_jsonl(review.results, rows);
    case RowFormat::markdown:
      return rows_as_markdown(review.results, rows);
    case RowFormat::table:
      break;
  }
  return review_text(review, rows, screen);
}

}  // namespace

ExitCode execute(const ReviewCommand& command, const Environment& environment) {
  Console console(command.console, environment);
  ReviewSource source(command.manifest, environment, console);
  const ExitCode code = command.watch ? watch(source, command.selection, console) : ExitCode::ok;
  const Review review = source.read();
  const auto rows = select_rows(review.results, command.selection);
  if (command.html == "-") {
    console.print(page_text(review, rows));
    return code;
  }
  console.print(shown(command, review, rows, console.out_screen()));
  if (!command.html.empty()) {
    PosixDisk disk;
    write_page(disk, command.html, review, rows);
    console.say("page: " + disarm(command.html) + '\n');
  }
  return code;
}

}  // namespace shotlist
