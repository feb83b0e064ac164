// `shotlist review`: what happened, from a results file or a manifest.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/disarm.h"
#include "base/error.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/page_file.h"
#include "cli/playlist_file.h"
#include "cli/review_source.h"
#include "cli/review_watch.h"
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
  const auto must_name_file = [](const std::optional<std::string>& file, const char* option) {
    if (!file || !file->empty()) return;
    throw Error(ExitCode::usage, std::string(option) + " names no file",
                "name one, or - for standard output");
  };
  must_name_file(command.html, "--html");
  must_name_file(command.playlist, "--playlist");
  const bool has_data = command.json || command.excel || command.format != show::RowFormat::table;
  if (command.html == "-" && (has_data || command.playlist == "-")) {
    throw Error(ExitCode::usage,
                has_data ? "the page and the data cannot both go to standard output"
                         : "the page and the playlist cannot both go to standard output",
                "name a file for the page");
  }
  if (command.playlist == "-" && has_data) {
    throw Error(ExitCode::usage, "the playlist and the data cannot both go to standard output",
                "name a file for the playlist");
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
  system::PosixDisk disk;
  std::string said;
  std::optional<std::string> instead;  // of the review, on standard output
  if (command.html == "-") {
    instead = page_at("-", review, rows);
  } else if (command.html) {
    write_page(disk, *command.html, review, rows);
    said = "page: " + disarm(*command.html) + '\n';
  }
  if (command.playlist) {
    WrittenPlaylist list = write_playlist(disk, *command.playlist, review, rows);
    const bool is_file = command.playlist != "-";
    said += "playlist: " + (is_file ? disarm(*command.playlist) + ", " : "") + list.said + '\n';
    if (!is_file) instead = std::move(list.text);
  }
  console.print(instead ? *instead : shown(command, review, rows, console.out_screen()));
  console.say(said);
  return ExitCode::ok;
}

}  // namespace shotlist::cli
