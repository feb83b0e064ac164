// `shotlist runs`: who is at work on a ledger, and the last runs that are over.

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/disarm.h"
#include "base/json_object.h"
#include "base/json_text.h"
#include "base/text.h"
#include "base/translation.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/files.h"
#include "cli/reading.h"
#include "ledger/ledger_file.h"
#include "ledger/postgres_engine.h"
#include "show/text_table.h"

namespace shotlist::cli {
namespace {

constexpr std::size_t most_that_are_over = 5;

struct RunLine {
  ledger::Run run;
  ledger::RunTally tally;
};

// A run that was killed has no end.
std::string_view state_of(const ledger::Run& run) {
  if (run.is_at_work) return tr("at work");
  return run.ended_at ? tr("ended") : tr("died");
}

// Those at work, then the last ones that are over; each the latest first.
std::vector<RunLine> run_lines(const ledger::Reader& reader,
                               const std::optional<std::string>& manifest) {
  std::vector<RunLine> at_work;
  std::vector<RunLine> over;
  const std::vector<ledger::Run> runs = reader.runs();
  for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
    if (run->imported || (manifest && run->manifest != *manifest)) continue;
    if (!run->is_at_work && over.size() == most_that_are_over) continue;
    (run->is_at_work ? at_work : over).push_back({*run, reader.tally_of(*run)});
  }
  at_work.insert(at_work.end(), over.begin(), over.end());
  return at_work;
}

std::string run_json(const RunLine& line) {
  const auto& [run, tally] = line;
  std::string json;
  JsonObject object(json);
  const auto date = [&object](std::string_view name, const std::optional<Date>& value) {
    value ? object.text(name, to_text(*value)) : object.null(name);
  };
  object.number("run", run.number);
  object.text("state", run.is_at_work ? "at_work" : state_of(run));
  object.text("manifest", run.manifest);
  object.text("manifest_path", run.manifest_path);
  object.text("server", server_of(run.base_url));
  object.text("host", run.host);
  object.number("process", run.process);
  date("started_at", run.started_at);
  date("ended_at", run.ended_at);
  object.number("sent", tally.sent);
  object.number("submitted", tally.submitted);
  object.number("rejected", tally.rejected);
  object.number("failed", tally.failed);
  object.number("in_doubt", tally.in_doubt);
  object.number("on_its_way", tally.on_its_way);
  date("last_sent_at", tally.last_sent);
  object.json("per_minute", tally.per_minute ? fmt::format("{:.1f}", *tally.per_minute) : "null");
  object.end();
  return disarmed_json(json) + '\n';
}

std::string runs_text(const std::vector<RunLine>& lines, Console& console) {
  show::TextTable table({{.title = tr("run"), .rank = 0, .right = true},
                         {.title = tr("state"), .rank = 1},
                         {.title = tr("since"), .rank = 3},
                         {.title = tr("until"), .rank = 13},
                         {.title = tr("per min"), .rank = 4, .right = true},
                         {.title = tr("sent"), .rank = 5, .right = true},
                         {.title = tr("submitted"), .rank = 6, .right = true},
                         {.title = tr("rejected"), .rank = 9, .right = true},
                         {.title = tr("failed"), .rank = 8, .right = true},
                         {.title = tr("in doubt"), .rank = 7, .right = true},
                         {.title = tr("on its way"), .rank = 10, .right = true},
                         {.title = tr("manifest"), .rank = 2, .least = 12, .most = 40},
                         {.title = tr("host"), .rank = 2, .least = 12, .most = 40},
                         {.title = tr("process"), .rank = 11, .right = true},
                         {.title = tr("server"), .rank = 12, .least = 12, .most = 40},
                         {.title = tr("file"), .rank = 14, .least = 20}});
  const auto count = [](std::int64_t value) {
    return value > 0 ? std::to_string(value) : std::string();
  };
  const show::ShownTime time = console.out_time();
  std::vector<std::vector<std::string>> rows;
  for (const auto& [run, tally] : lines) {
    const bool shows_pace = run.is_at_work && tally.per_minute;
    table.measure(rows.emplace_back(std::vector<std::string>{
        std::to_string(run.number), std::string(state_of(run)), time.text(run.started_at),
        run.ended_at ? time.text(*run.ended_at) : std::string(),
        shows_pace ? fmt::format("{:.1f}", *tally.per_minute) : std::string(),
        std::to_string(tally.sent), count(tally.submitted), count(tally.rejected),
        count(tally.failed), count(tally.in_doubt), count(tally.on_its_way), run.manifest, run.host,
        std::to_string(run.process), server_of(run.base_url), shown_path(run.manifest_path)}));
  }
  if (rows.empty()) return {};
  table.fit(console.out_width());
  std::string text = table.title(console.out_style());
  for (const std::vector<std::string>& row : rows)
    text += table.line({}, row, console.out_style());
  return text;
}

std::string headline(std::size_t at_work, const std::string& ledger) {
  const std::string where = disarm(shown_path(ledger));
  if (at_work > 0) {
    return tr("{} at work on {}\n", counted(at_work, "run", "is", "are"), where);
  }
  // The file of a ledger has one holder, whatever it does.
  const bool is_held = !ledger::is_shared_ledger(ledger) && ledger::is_held(ledger);
  return tr("no run is at work on {}{}\n", where,
            is_held ? tr("; another command, such as collect, holds it") : "");
}

}  // namespace

ExitCode execute(const RunsCommand& command, const Environment& environment) {
  Console console(command.console, environment);
  const LookedInto meant = ledger_to_look_into(command.manifest, environment, console);
  std::vector<RunLine> lines;
  ledger::read_ledger(meant.ledger,
                      [&](ledger::Reader& reader) { lines = run_lines(reader, meant.manifest); });
  std::string text;
  if (command.json) {
    for (const RunLine& line : lines)
      text += run_json(line);
  } else {
    const auto at_work = static_cast<std::size_t>(std::count_if(
        lines.begin(), lines.end(), [](const RunLine& line) { return line.run.is_at_work; }));
    text = headline(at_work, meant.ledger) + runs_text(lines, console);
  }
  console.print(text);
  return ExitCode::ok;
}

}  // namespace shotlist::cli
