#include "cli/command_options.h"

#include <iterator>
#include <utility>

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

Options retry_options(submit::Consent& consent) {
  return {{.names = "--rejected",
           .kind = Kind::flag,
           .description = "Also rejected rows, as they are",
           .take = set(consent.rejected)},
          {.names = "--in-doubt",
           .kind = Kind::flag,
           .description = "Also rows in doubt: they may be paid for twice",
           .take = set(consent.in_doubt)}};
}

Option embedded_sandbox_option(bool& target) {
  return {.names = "--sandbox",
          .kind = Kind::flag,
          .description = "Submit to a rehearsal server inside this program",
          .group = "Sandbox",
          .take = set(target),
          .excludes = {"--base-url"}};
}

Option progress_option(ConsoleOptions& console) {
  return {.names = "--progress",
          .value = "HOW",
          .description = "auto, bar, plain or none",
          .take = parsed_into(console.progress, parse_progress_wish),
          .hint = progress_hint};
}

}  // namespace

Options options_of(InitCommand& command) {
  return join({{{.names = "FILE",
                 .description = "Where to write it [shotlist.yaml]",
                 .take = text_into(command.path)},
                {.names = "--force",
                 .kind = Kind::flag,
                 .description = "Replace the file that is there",
                 .take = set(command.force)}},
               console_options(command.console)});
}

Options options_of(CheckCommand& command) {
  return join({manifest_options(command.manifest),
               {{.names = "--json",
                 .kind = Kind::flag,
                 .description = "One mistake a line on standard output, as JSON",
                 .take = set(command.json)}},
               console_options(command.console)});
}

Options options_of(PlanCommand& command) {
  return join({manifest_options(command.manifest),
               {output_option(command.manifest)},
               selection_options(command.selection),
               {max_cost_option(command.max_cost),
                price_option(command.manifest),
                decisions_option(command.decisions),
                changed_option(command.changed),
                {.names = "--json",
                 .kind = Kind::flag,
                 .description = "One exact request a line, as JSON",
                 .take = set(command.json)}},
               console_options(command.console)});
}

Options options_of(RunCommand& command) {
  return join({manifest_options(command.manifest),
               {output_option(command.manifest), excel_option(command.manifest)},
               selection_options(command.selection),
               {max_cost_option(command.max_cost), price_option(command.manifest)},
               command.retry
                   ? retry_options(command.consent)
                   : Options{decisions_option(command.decisions), changed_option(command.changed)},
               submit_options(command.submit),
               {embedded_sandbox_option(command.sandbox)},
               rehearsal_options(command.rehearsal, {"--sandbox"}),
               {progress_option(command.console)},
               console_options(command.console)});
}

Options options_of(ResolveCommand& command) {
  return join({manifest_options(command.manifest),
               {{.names = "ID",
                 .kind = Kind::many,
                 .description = "The rows to settle; without any, lists the rows in doubt",
                 .take = text_into(command.ids)},
                output_option(command.manifest),
                excel_option(command.manifest),
                {.names = "--task-id",
                 .value = "T",
                 .description = "There is a task, and this is its id",
                 .take = text_into(command.task_id)},
                {.names = "--not-created",
                 .kind = Kind::flag,
                 .description = "There is no task: the rows may be sent again",
                 .take = set(command.not_created)}},
               console_options(command.console)});
}

Options options_of(ReviewCommand& command) {
  return join(
      {{{.names = "FILE",
         .description = "A results file, or the manifest it belongs to",
         .take = text_into(command.manifest.path),
         .required = true},
        output_option(command.manifest),
        price_option(command.manifest)},
       row_options(command.selection),
       {{.names = "--format",
         .value = "FORMAT",
         .description = "The rows as csv, jsonl or markdown, or a table [table]",
         .take = parsed_into(command.format, parse_row_format),
         .hint = row_format_hint,
         .excludes = {"--json"}},
        {.names = "--json",
         .kind = Kind::flag,
         .description = "All of it as one JSON object",
         .take = set(command.json)},
        {.names = "--excel",
         .kind = Kind::flag,
         .description = "The rows as a CSV that Excel shows in any language",
         .take = set(command.excel),
         .excludes = {"--json", "--format"}},
        {.names = "--watch",
         .kind = Kind::flag,
         .description = "While a run is under way show how it goes, until it ends",
         .take = set(command.watch)},
        {.names = "--html",
         .value = "FILE",
         .description = "Also write a page to look at in a browser; - writes it to standard output",
         .take = text_into(command.html)}},
       console_options(command.console)});
}

Options options_of(SandboxCommand& command) {
  return join({{{.names = "--port",
                 .value = "PORT",
                 .description = "Where to listen on 127.0.0.1 [any free port]",
                 .take = parsed_into(command.sandbox.port, parse_port),
                 .hint = "write a port, 0 for any"},
                {.names = "--token",
                 .value = "TEXT",
                 .description = "The only bearer token it takes [any]",
                 .take = text_into(command.sandbox.token)}},
               rehearsal_options(command.sandbox, {}),
               console_options(command.console)});
}

Options options_of(ModelsCommand& command) {
  return console_options(command.console);
}

Options options_of(SchemaCommand& command) {
  return console_options(command.console);
}

}  // namespace shotlist::cli
