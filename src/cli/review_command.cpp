// `shotlist review`: what happened, from a results file or from a manifest.

#include <string>

#include "cli/commands.h"
#include "cli/console.h"
#include "cli/review_source.h"
#include "cli/review_watch.h"
#include "report/csv_writer.h"
#include "review/page.h"
#include "review/review_json.h"
#include "review/review_text.h"
#include "system/atomic_file.h"
#include "system/posix_disk.h"

namespace shotlist {
namespace {

std::string shown(const ReviewCommand& command, const Review& review, const Screen& screen) {
  const auto rows = select_rows(review.results, command.selection);
  if (command.json) return review_json(review, rows);
  if (command.excel) return std::string(excel_mark) + rows_as_csv(review.results, rows);
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

// It holds prompts: as a journal, it is for its owner's eyes.
void write_page(const ReviewCommand& command, const Review& review) {
  PosixDisk disk;
  AtomicFile file(disk, command.html);
  file.append(page_text(review, select_rows(review.results, command.selection)));
  file.commit();
}

}  // namespace

ExitCode execute(const ReviewCommand& command, const Environment& environment) {
  Console console(command.console, environment);
  ReviewSource source(command.manifest, environment, console);
  const ExitCode code =
      command.watch ? watch(source, command.selection, console) : ExitCode::ok;
  const Review review = source.read();
  if (!command.html.empty()) write_page(command, review);
  console.print(shown(command, review, console.out_screen()));
  return code;
}

}  // namespace shotlist
