#include "cli/command_options.h"

#include <iterator>
#include <utility>

#include "api/profiles.h"
#include "base/translation.h"
#include "cli/option_groups.h"
#include "cli/option_values.h"

namespace shotlist::cli {
namespace {

using Kind = Option::Kind;

Options join(std::vector<Options> parts) {
  Options all;
  for (Options& part : parts)
    std::move(part.begin(), part.end(), std::back_inserter(all));
  return all;
}

/// Puts options under a heading of the help.
Options under(std::string_view heading, Options options) {
  for (Option& option : options) {
    const bool is_hidden = option.description.empty();
    if (option.group.empty() && !is_hidden) option.group = heading;
  }
  return options;
}

constexpr const char* rows = marked("Rows");
constexpr const char* money = marked("Money");
constexpr const char* files = marked("Ledger and results");
constexpr const char* server = marked("Server and pace");
constexpr const char* reports = marked("Reports");
constexpr const char* talk = marked("Output");

Options retry_options(RunCommand& command) {
  plan::Consent& consent = command.consent;
  const auto take_failed = [&command](const std::string& text) {
    command.failed_videos = text == "failed";
    return command.failed_videos;
  };
  return {{.names = "--rejected",
           .kind = Kind::flag,
           .description = tr("Also rejected rows, as they are"),
           .take = set(consent.rejected)},
          {.names = "--in-doubt",
           .kind = Kind::flag,
           .description = tr("Also rows in doubt: they may be paid for twice"),
           .take = set(consent.in_doubt)},
          {.names = "--videos",
           .value = "failed",
           .description = tr("Also rows whose task failed: they are paid for again"),
           .words = [] { return std::vector<std::string>{"failed"}; },
           .take = take_failed,
           .hint = tr("write failed")}};
}

Option embedded_sandbox_option(bool& target) {
  return {.names = "--sandbox",
          .kind = Kind::flag,
          .description = tr("Submit to a rehearsal server inside this program"),
          .group = marked("Sandbox"),
          .take = set(target),
          .excludes = {"--base-url"}};
}

Option rehearsed_option(bool& target, std::string description,
                        std::vector<std::string> excludes = {}) {
  return {.names = "--sandbox",
          .kind = Kind::flag,
          .description = std::move(description),
          .take = set(target),
          .excludes = std::move(excludes)};
}

Option base_url_option(SubmitOptions& submit) {
  return {.names = "--base-url",
          .value = "URL",
          .description = tr("The API's address [SHOTLIST_BASE_URL]"),
          .take = text_into(submit.base_url)};
}

Option progress_option(ConsoleOptions& console) {
  return {.names = "--progress",
          .value = "HOW",
          .description = tr("auto, bar, plain or none"),
          .words = [] { return names_of(progress_words); },
          .take = parsed_into(console.progress, parse_progress_wish),
          .hint = progress_hint};
}

// The names of profiles that stand for many models end in `*`.
std::vector<std::string> model_names() {
  std::vector<std::string> names;
  for (const api::Profile& profile : api::built_in_profiles())
    names.push_back(profile.model);
  return names;
}

// Of a command that looks into a ledger, with a manifest or without.
template <typename Looking>
Options looking_options(Looking& command) {
  Options manifest = manifest_options(command.manifest);
  manifest.front().required = false;
  return join({std::move(manifest),
               {ledger_option(command.manifest.ledger),
                manifest_name_option(command.manifest),
                rehearsed_option(command.manifest.rehearsal, tr("Of rehearsals"), {"--ledger"}),
                {.names = "--json",
                 .kind = Kind::flag,
                 .description = tr("One object a line"),
                 .take = set(command.json)}},
               console_options(command.console)});
}

}  // namespace

Options options_of(InitCommand& command) {
  return join({{{.names = "FILE",
                 .description = tr("Where to write it, a .yaml or a .csv [shotlist.yaml]"),
                 .take = text_into(command.path)},
                {.names = "--force",
                 .kind = Kind::flag,
                 .description = tr("Replace the file that is there"),
                 .take = set(command.force)}},
               console_options(command.console)});
}

Options options_of(CheckCommand& command) {
  return join({manifest_options(command.manifest),
               {strict_option(command.manifest),
                {.names = "--json",
                 .kind = Kind::flag,
                 .description = tr("One mistake a line on standard output, as JSON"),
                 .take = set(command.json)}},
               console_options(command.console)});
}

Options options_of(PlanCommand& command) {
  return join({manifest_options(command.manifest),
               {strict_option(command.manifest), output_option(command.manifest),
                ledger_option(command.manifest.ledger), manifest_name_option(command.manifest)},
               selection_options(command.selection),
               {price_option(command.manifest),
                max_cost_option(command.max_cost),
                decisions_option(command.decisions),
                held_option(command.held),
                base_url_option(command.submit),
                rehearsed_option(command.sandbox, tr("Plan a rehearsal"), {"--base-url"}),
                {.names = "--json",
                 .kind = Kind::flag,
                 .description = tr("One exact request a line, as JSON"),
                 .take = set(command.json)}},
               console_options(command.console)});
}

Options options_of(RunCommand& command) {
  Options rows_options = selection_options(command.selection);
  if (command.retry) rows_options = join({std::move(rows_options), retry_options(command)});
  Options money_options = {price_option(command.manifest), max_cost_option(command.max_cost),
                           held_option(command.held)};
  if (!command.retry) money_options.push_back(decisions_option(command.decisions));
  money_options.push_back({.names = "--yes",
                           .kind = Kind::flag,
                           .description = tr("Send without asking, in spite of warnings too"),
                           .take = set(command.yes)});
  return join(
      {manifest_options(command.manifest),
       {strict_option(command.manifest)},
       under(rows, std::move(rows_options)),
       under(money, std::move(money_options)),
       under(files, {output_option(command.manifest), excel_option(command.manifest),
                     ledger_option(command.manifest.ledger), manifest_name_option(command.manifest),
                     wait_option(command.wait)}),
       under(server, submit_options(command.submit)),
       {{.names = "--collect",
         .kind = Kind::flag,
         .description = tr("Also wait for the videos, as `collect` does"),
         .group = marked("Videos"),
         .take = set(command.collects)},
        {.names = "--unfinished",
         .value = "N",
         .description = tr("Tasks that may be unfinished at a time [the server's limit]"),
         .group = marked("Videos"),
         .take = parsed_into(command.unfinished, parse_rows),
         .hint = rows_hint,
         .only_with = {"--collect"}}},
       collect_options(command.collect, {"--collect"}),
       {embedded_sandbox_option(command.sandbox)},
       rehearsal_options(command.rehearsal, {"--sandbox"}),
       under(reports,
             join({report_options(command.reports),
                   {junit_option(command.reports.junit),
                    {.names = "--json",
                     .kind = Kind::flag,
                     .description = tr("The summary as one JSON object on standard output"),
                     .take = set(command.json)}}})),
       under(talk, join({{progress_option(command.console)}, console_options(command.console)}))});
}

Options options_of(CollectCommand& command) {
  Options selection = selection_options(command.selection);
  for (Option& option : selection) {
    if (option.names == "--limit") option.description = tr("At most N tasks that are not done");
  }
  Options rehearsal = {
      rehearsed_option(command.manifest.rehearsal, tr("Of the rehearsal"), {"--base-url"})};
  return join(
      {manifest_options(command.manifest), under(rows, std::move(selection)),
       collect_options(command.collect, {}),
       under(files, {output_option(command.manifest), excel_option(command.manifest),
                     ledger_option(command.manifest.ledger), manifest_name_option(command.manifest),
                     price_option(command.manifest), wait_option(command.wait)}),
       under(server, asking_options(command.submit)),
       under(marked("Sandbox"), std::move(rehearsal)),
       rehearsal_options(command.rehearsal, {"--sandbox"}),
       under(reports, report_options(command.reports)),
       under(talk, join({{{.names = "--json",
                           .kind = Kind::flag,
                           .description = tr("What became of the tasks, as one JSON object"),
                           .take = set(command.json)},
                          progress_option(command.console)},
                         console_options(command.console)}))});
}

Options options_of(ResolveCommand& command) {
  return join(
      {manifest_options(command.manifest),
       {{.names = "ID",
         .kind = Kind::many,
         .description = tr("The rows, or entries, to settle; without any, lists what is in doubt"),
         .take = text_into(command.ids)},
        output_option(command.manifest),
        excel_option(command.manifest),
        ledger_option(command.manifest.ledger),
        manifest_name_option(command.manifest),
        price_option(command.manifest),
        rehearsed_option(command.manifest.rehearsal, tr("Of the rehearsal")),
        {.names = "--task-id",
         .value = "T",
         .description = tr("There is a task, and this is its id"),
         .take = text_into(command.task_id)},
        {.names = "--not-created",
         .kind = Kind::flag,
         .description = tr("There is no task: the rows may be sent again"),
         .take = set(command.not_created)},
        {.names = "--from",
         .value = "FILE",
         .description = tr("A CSV with task ids, or not_created in a column decision"),
         .take = text_into(command.from)},
        wait_option(command.wait),
        {.names = "--json",
         .kind = Kind::flag,
         .description = tr("What is in doubt, or was settled, as one JSON object"),
         .take = set(command.json)}},
       console_options(command.console)});
}

Options options_of(ReviewCommand& command) {
  return join(
      {{{.names = "FILE",
         .description = tr("A results file, or the manifest it belongs to"),
         .take = text_into(command.manifest.path),
         .required = true},
        encoding_option(command.manifest),
        output_option(command.manifest),
        ledger_option(command.manifest.ledger),
        manifest_name_option(command.manifest),
        price_option(command.manifest),
        rehearsed_option(command.manifest.rehearsal, tr("Of the rehearsal"))},
       row_options(command.selection),
       {{.names = "--format",
         .value = "FORMAT",
         .description = tr("The rows as csv, jsonl or markdown, or a table [table]"),
         .words = [] { return names_of(row_format_words); },
         .take = parsed_into(command.format, parse_row_format),
         .hint = row_format_hint,
         .excludes = {"--json"}},
        {.names = "--json",
         .kind = Kind::flag,
         .description = tr("All of it as one JSON object"),
         .take = set(command.json)},
        {.names = "--summary",
         .kind = Kind::flag,
         .description = tr("Only the summary, without the rows"),
         .take = set(command.summary),
         .excludes = {"--format", "--excel"}},
        {.names = "--excel",
         .kind = Kind::flag,
         .description = tr("The rows as a CSV that Excel shows in any language"),
         .take = set(command.excel),
         .excludes = {"--json", "--format"}},
        {.names = "--watch",
         .kind = Kind::flag,
         .description = tr("While a run is under way show how it goes, until it ends"),
         .take = set(command.watch)},
        {.names = "--html",
         .value = "FILE",
         .description =
             tr("Also write a page to look at in a browser; - writes it to standard output"),
         .take = text_into(command.html)},
        {.names = "--playlist",
         .value = "FILE",
         .description = tr("Also write the videos as a list (m3u8) for a player; - as for --html"),
         .take = text_into(command.playlist)}},
       under(reports, {junit_option(command.junit)}),
       console_options(command.console)});
}

Options options_of(ImportCommand& command) {
  return join({{{.names = "FILE",
                 .description = tr("A results file, or another ledger"),
                 .take = text_into(command.file)},
                {.names = "--ledger",
                 .value = "FILE",
                 .description = tr("That takes it [beside a results file, else in this folder]"),
                 .take = text_into(command.ledger)},
                {.names = "--complete",
                 .kind = Kind::flag,
                 .description = tr("Your word that the ledger lacks nothing that was paid for"),
                 .take = set(command.complete)},
                wait_option(command.wait)},
               console_options(command.console)});
}

Options options_of(LogCommand& command) {
  return looking_options(command);
}

Options options_of(RunsCommand& command) {
  return looking_options(command);
}

Options options_of(SandboxCommand& command) {
  return join({{{.names = "--port",
                 .value = "PORT",
                 .description = tr("Where to listen on 127.0.0.1 [any free port]"),
                 .take = parsed_into(command.sandbox.port, parse_port),
                 .hint = tr("write a port, 0 for any")},
                {.names = "--token",
                 .value = "TEXT",
                 .description = tr("The only bearer token it takes [any]"),
                 .take = text_into(command.sandbox.token)}},
               rehearsal_options(command.sandbox, {}),
               console_options(command.console)});
}

Options options_of(ModelsCommand& command) {
  return join({{{.names = "MODEL",
                 .description = tr("Only the rules for this one"),
                 .words = model_names,
                 .take = text_into(command.model)},
                {.names = "--json",
                 .kind = Kind::flag,
                 .description = tr("One model a line, as JSON"),
                 .take = set(command.json)}},
               console_options(command.console)});
}

Options options_of(SchemaCommand& command) {
  return console_options(command.console);
}

Options options_of(CompletionCommand& command) {
  return join({{{.names = "SHELL",
                 .description = tr("bash, zsh or fish"),
                 .words = [] { return names_of(shell_words); },
                 .take = parsed_into(command.shell, parse_shell),
                 .hint = shell_hint,
                 .required = true}},
               console_options(command.console)});
}

}  // namespace shotlist::cli
