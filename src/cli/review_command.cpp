// `shotlist review`: what happened, from a results file or a manifest.

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/disarm.h"
#include "base/error.h"
#include "base/translation.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/page_file.h"
#include "cli/pieces.h"
#include "cli/playlist_file.h"
#include "cli/reports.h"
#include "cli/review_source.h"
#include "cli/review_watch.h"
#include "show/junit.h"
#include "show/review_json.h"
#include "show/review_text.h"
#include "show/row_formats.h"
#include "show/row_selection.h"
#include "system/posix_disk.h"
#include "system/system_clock.h"

namespace shotlist::cli {
namespace {

void show_review(const ReviewCommand& command, const show::Review& review,
                 const show::SelectedRows& rows, Console& console) {
  Pieces pieces([&console](std::string_view text) { console.print(text); });
  const auto take = [&pieces](std::string_view text) { pieces.add(text); };
  if (command.summary) {
    take(command.json ? review_summary_json(review) : summary_of(review, console.out_screen()));
  } else if (command.json) {
    write_review_json(review, rows, take);
  } else if (command.excel) {
    write_csv(review, rows, results::ResultsForm::excel, take);
  } else {
    switch (command.format) {
      case show::RowFormat::csv:
        write_csv(review, rows, results::ResultsForm::plain, take);
        break;
      case show::RowFormat::jsonl:
        write_jsonl(review, rows, take);
        break;
      case show::RowFormat::markdown:
        write_markdown(review, rows, take);
        break;
      case show::RowFormat::table:
        write_review_text(review, rows, console.out_screen(), take);
        break;
    }
  }
  pieces.end();
}

// Only one of the outputs would be seen.
void must_make_sense(const ReviewCommand& command) {
  const auto must_name_file = [](const std::optional<std::string>& file, const char* option) {
    if (!file || !file->empty()) return;
    throw Error(ExitCode::usage, std::string(option) + tr(" names no file"),
                tr("name one, or - for standard output"));
  };
  must_name_file(command.html, "--html");
  must_name_file(command.playlist, "--playlist");
  const bool has_data = command.json || command.excel || command.format != show::RowFormat::table;
  if (command.html == "-" && (has_data || command.playlist == "-")) {
    throw Error(ExitCode::usage,
                has_data ? tr("the page and the data cannot both go to standard output")
                         : tr("the page and the playlist cannot both go to standard output"),
                tr("name a file for the page"));
  }
  if (command.playlist == "-" && has_data) {
    throw Error(ExitCode::usage, tr("the playlist and the data cannot both go to standard output"),
                tr("name a file for the playlist"));
  }
}

}  // namespace

ExitCode execute(const ReviewCommand& command, const Environment& environment) {
  must_make_sense(command);
  Console console(command.console, environment);
  system::PosixDisk disk;
  const auto file_of = [](const std::optional<std::string>& name) {
    return name == "-" ? std::string() : name.value_or("");
  };
  const NamedFile settings{tr("the file of your settings"), environment.config_file};
  must_be_apart({{"--junit", command.junit}},
                {{tr("the file to review"), command.manifest.path},
                 {tr("the results file"), command.manifest.output},
                 {tr("the ledger"), command.manifest.ledger},
                 {tr("that of --html"), file_of(command.html)},
                 {tr("that of --playlist"), file_of(command.playlist)},
                 settings});
  must_be_apart({{"--html", file_of(command.html)}, {"--playlist", file_of(command.playlist)}},
                {settings});
  must_take_junit(disk, command.junit);
  ReviewSource source(command.manifest, environment, console);
  if (command.watch) {
    const ExitCode code = watch(source, command.selection, console);
    if (code != ExitCode::ok) return code;  // after Ctrl-C the user has seen enough
  }
  const show::Review review = source.read(command.html.has_value());
  const show::SelectedRows rows = show::select_rows(review, command.selection);
  std::string said;
  std::optional<std::string> playlist;  // instead of the review, on standard output
  if (command.html && command.html != "-") {
    write_page(disk, *command.html, review, rows);
    said = tr("page: ") + disarm(*command.html) + '\n';
  }
  if (!command.junit.empty()) {
    show::JunitReport report(review.name);
    rows.for_each([&report](const show::ReviewRow& row) { report.add(row.line); });
    system::SystemClock clock;
    write_junit(disk, command.junit, report, clock.date());
    said += tr("JUnit report: ") + disarm(command.junit) + '\n';
  }
  if (command.playlist) {
    WrittenPlaylist list = write_playlist(disk, *command.playlist, review, rows);
    const bool is_file = command.playlist != "-";
    said += is_file ? tr("playlist: {}, {}\n", disarm(*command.playlist), list.said)
                    : tr("playlist: {}\n", list.said);
    if (!is_file) playlist = std::move(list.text);
  }
  if (command.html == "-") {
    write_page_at("-", review, rows, [&console](std::string_view text) { console.print(text); });
  } else if (playlist) {
    console.print(*playlist);
  } else {
    show_review(command, review, rows, console);
  }
  console.say(said);
  return ExitCode::ok;
}

}  // namespace shotlist::cli
