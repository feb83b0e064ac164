#include "cli/command_line.h"

#include <sstream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/disarm.h"
#include "base/text.h"
#include "cli/help_text.h"
#include "report/wording.h"

namespace shotlist {
namespace {

// What CLI11 shall say of a value that `parse` did not take.
CLI::ValidationError refusal(const std::string& name, const std::string& text,
                             std::string_view hint) {
  return CLI::ValidationError(name, fmt::format("can not be \"{}\"; {}", text, hint));
}

// Adds an option whose text `parse` turns into a value, or refuses with `hint`.
template <typename Target, typename Parse>
CLI::Option* add_parsed(CLI::App& app, const std::string& name, Target& target, Parse parse,
                        std::string_view hint, const std::string& description) {
  const auto read = [&target, parse, name, hint](const std::string& text) {
    auto value = parse(text);
    if (!value) throw refusal(name, text, hint);
    target = std::move(*value);
  };
  return app.add_option_function<std::string>(name, read, description);
}

// The same for an option that may be repeated, one value a flag, so that it never swallows the name
// of the manifest.
template <typename Take>
CLI::Option* add_repeatable(CLI::App& app, const std::string& name, Take take,
                            std::string_view hint, const std::string& description) {
  const auto read = [take, name, hint](const std::vector<std::string>& texts) {
    for (const std::string& text : texts) {
      if (!take(text)) throw refusal(name, text, hint);
    }
  };
  return app.add_option_function<std::vector<std::string>>(name, read, description)
      ->allow_extra_args(false);
}

void add_pairs(CLI::App& app, const std::string& name,
               std::vector<std::pair<std::string, std::string>>& target,
               const std::string& description) {
  const auto take = [&target](const std::string& text) {
    const auto pair = parse_pair(text);
    if (pair) target.push_back(*pair);
    return pair.has_value();
  };
  add_repeatable(app, name, take, pair_hint, description)->type_name("FIELD=VALUE");
}

void add_count(CLI::App& app, const std::string& name, std::optional<std::int64_t>& target,
               std::int64_t most, const std::string& description) {
  const auto parse = [most](const std::string& text) { return parse_integer(text, 1, most); };
  add_parsed(app, name, target, parse, rows_hint, description)->type_name("N");
}

void add_console(CLI::App& app, ConsoleOptions& console) {
  add_parsed(app, "--color", console.color, parse_color_wish, color_hint, "auto, always or never")
      ->type_name("WHEN");
  app.add_flag("-q,--quiet", console.quiet, "Say nothing but errors");
  app.add_flag("-v,--verbose", console.verbose, "Also say where each setting came from");
}

void add_manifest(CLI::App& app, ManifestOptions& manifest) {
  app.add_option("MANIFEST", manifest.path, "YAML or CSV file; - reads standard input")
      ->required()
      ->type_name("");
  add_parsed(app, "--format", manifest.format, parse_manifest_format, format_hint,
             "yaml or csv, where the name does not say")
      ->type_name("FORMAT");
  add_pairs(app, "--set", manifest.set, "A default for every row (repeatable)");
}

void add_output(CLI::App& app, ManifestOptions& manifest) {
  app.add_option("-o,--output", manifest.output,
                 "Results file [<manifest stem>.results.csv beside the manifest]")
      ->type_name("FILE");
}

void add_selection(CLI::App& app, Selection& selection) {
  app.add_option("--only", selection.only, "Only the rows with these ids")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("ID,...");
  add_pairs(app, "--where", selection.where, "Only rows with this value (repeatable)");
  add_parsed(app, "--limit", selection.limit, parse_rows, rows_hint, "Send so many rows at most")
      ->type_name("N");
}

void add_changed(CLI::App& app, ChangedRows& changed) {
  add_parsed(app, "--changed", changed, parse_changed_rows, changed_hint,
             "Rows edited after they were submitted: resubmit (pay again) or keep")
      ->type_name("WHAT");
}

void add_submit(CLI::App& app, SubmitOptions& submit) {
  app.add_option("--base-url", submit.base_url, "The API's address [SHOTLIST_BASE_URL]")
      ->type_name("URL");
  app.add_option("--api-key-file", submit.api_key_file,
                 "File that holds the key [SHOTLIST_API_KEY]")
      ->type_name("FILE");
  const auto refuse = [](const std::string&) {
    throw CLI::ValidationError("--api-key",
                               "is not taken on the command line, where every user of this machine "
                               "can read it; set SHOTLIST_API_KEY or use --api-key-file");
  };
  app.add_option_function<std::string>("--api-key", refuse, "")->group("");
  add_parsed(app, "--rate", submit.rate, parse_pace, pace_hint,
             "Requests a time, retries included: 2/s, 60/min, 5/15s, none [none]")
      ->type_name("N/UNIT");
  add_count(app, "--burst", submit.burst, most_burst,
            "Requests that may leave at once under --rate [1]");
  add_count(app, "-j,--jobs", submit.jobs, most_jobs, "Requests in flight at most [4]");
  add_count(app, "--attempts", submit.attempts, most_attempts,
            "Tries per row, for failures known to be free [5]");
  add_parsed(app, "--timeout", submit.timeout, parse_duration, duration_hint,
             "How long to wait for an answer [120s]")
      ->type_name("TIME");
  add_parsed(app, "--connect-timeout", submit.connect_timeout, parse_duration, duration_hint,
             "How long to wait for a connection [10s]")
      ->type_name("TIME");
  add_parsed(app, "--stop-after", submit.stop_after, parse_count_or_share, count_or_share_hint,
             "Stop sending after so many failed rows")
      ->type_name("N|N%");
}

void add_sandbox(CLI::App& app, SandboxOptions& sandbox) {
  static const std::string fault_hint =
      "write NAME=PROBABILITY such as 502=5%, with a name out of " + or_list(fault_names());
  const auto take_fault = [&sandbox](const std::string& text) {
    const auto fault = parse_fault(text);
    if (fault) sandbox.faults[fault->first] = fault->second;
    return fault.has_value();
  };
  add_repeatable(app, "--fault", take_fault, fault_hint,
                 "Go wrong now and then, such as 502=5% (repeatable)")
      ->type_name("NAME=P")
      ->group("Sandbox");
  add_parsed(app, "--sandbox-rate", sandbox.limit, parse_pace, pace_hint,
             "Answer 429 to whoever is faster")
      ->type_name("N/UNIT")
      ->group("Sandbox");
  add_parsed(app, "--sandbox-latency", sandbox.latency, parse_duration, duration_hint,
             "Wait before each answer")
      ->type_name("TIME")
      ->group("Sandbox");
  add_parsed(app, "--sandbox-seed", sandbox.seed, parse_seed, rows_hint, "Of its dice [1]")
      ->type_name("N")
      ->group("Sandbox");
}

void define_check(CLI::App& app, CheckCommand& command, Command& chosen) {
  CLI::App& check = *app.add_subcommand("check", help_for("check").summary);
  add_manifest(check, command.manifest);
  add_console(check, command.console);
  check.callback([&] { chosen = command; });
}

void define_plan(CLI::App& app, PlanCommand& command, Command& chosen) {
  CLI::App& plan = *app.add_subcommand("plan", help_for("plan").summary);
  add_manifest(plan, command.manifest);
  add_output(plan, command.manifest);
  add_selection(plan, command.selection);
  add_changed(plan, command.changed);
  plan.add_flag("--json", command.json, "One exact request a line, as JSON");
  add_console(plan, command.console);
  plan.callback([&] { chosen = command; });
}

void define_run(CLI::App& app, RunCommand& command, Command& chosen) {
  CLI::App& run = *app.add_subcommand("run", help_for("run").summary);
  add_manifest(run, command.manifest);
  add_output(run, command.manifest);
  add_selection(run, command.selection);
  add_changed(run, command.changed);
  add_submit(run, command.submit);
  run.add_flag("--sandbox", command.sandbox, "Submit to a rehearsal server inside this program")
      ->excludes("--base-url")
      ->group("Sandbox");
  add_sandbox(run, command.rehearsal);
  add_parsed(run, "--progress", command.console.progress, parse_progress_wish, progress_hint,
             "auto, bar, plain or none")
      ->type_name("HOW");
  add_console(run, command.console);
  for (const char* name : {"--fault", "--sandbox-rate", "--sandbox-latency", "--sandbox-seed"}) {
    run.get_option(name)->needs("--sandbox");
  }
  run.callback([&] { chosen = command; });
}

void define_review(CLI::App& app, ReviewCommand& command, Command& chosen) {
  CLI::App& review = *app.add_subcommand("review", help_for("review").summary);
  review.add_option("FILE", command.manifest.path, "A results file, or the manifest it belongs to")
      ->required()
      ->type_name("");
  add_output(review, command.manifest);
  add_console(review, command.console);
  review.callback([&] { chosen = command; });
}

void define_sandbox(CLI::App& app, SandboxCommand& command, Command& chosen) {
  CLI::App& sandbox = *app.add_subcommand("sandbox", help_for("sandbox").summary);
  add_parsed(sandbox, "--port", command.sandbox.port, parse_port, "write a port, 0 for any",
             "Where to listen on 127.0.0.1 [any free port]")
      ->type_name("PORT");
  sandbox.add_option("--token", command.sandbox.token, "The only bearer token it takes [any]")
      ->type_name("TEXT");
  add_sandbox(sandbox, command.sandbox);
  add_console(sandbox, command.console);
  sandbox.callback([&] { chosen = command; });
}

void define_models(CLI::App& app, ModelsCommand& command, Command& chosen) {
  add_console(*app.add_subcommand("models", help_for("models").summary), command.console);
  app.get_subcommand("models")->callback([&] { chosen = command; });
}

/// Puts examples before everything else, and leaves out what only CLI11 wants to say of an option.
class ExamplesFirst : public CLI::Formatter {
 public:
  std::string make_description(const CLI::App* app) const override {
    const CommandHelp& help = help_for(app->get_name());
    return fmt::format("{}\n\nExamples:\n{}\n\n", help.summary, help.examples);
  }

  std::string make_option_opts(const CLI::Option* option) const override {
    return option->get_type_size() == 0 ? "" : " " + option->get_type_name();
  }
};

// Where options are written to while the command line is read.
struct Drafts {
  CheckCommand check;
  PlanCommand plan;
  RunCommand run;
  ReviewCommand review;
  SandboxCommand sandbox;
  ModelsCommand models;
};

// In our own words where the mistake is a word we do not know.
std::string explain(const CLI::App& app, const CLI::ParseError& mistake,
                    const std::vector<std::string>& arguments) {
  std::vector<std::string> commands;
  for (const CLI::App* command : app.get_subcommands({}))
    commands.push_back(command->get_name());
  const auto called = app.get_subcommands();
  const CLI::App& context = called.empty() ? app : *called.front();
  std::vector<std::string> options;
  for (const CLI::Option* option : context.get_options()) {
    for (const std::string& name : option->get_lnames())
      options.push_back("--" + name);
  }
  const std::string unknown = unknown_word(arguments, commands, options);
  return fmt::format("shotlist: {}; see shotlist {}--help\n",
                     disarm(unknown.empty() ? mistake.what() : unknown),
                     called.empty() ? "" : context.get_name() + " ");
}

}  // namespace

CommandLine parse_command_line(int argc, const char* const* argv) {
  CLI::App app(help_for("shotlist").summary, "shotlist");
  app.formatter(std::make_shared<ExamplesFirst>());
  app.set_version_flag("-V,--version", "shotlist " SHOTLIST_VERSION);
  app.require_subcommand(1);
  app.footer(exit_codes_help);
  app.get_formatter()->column_width(34);

  Drafts drafts;
  Command chosen;
  define_check(app, drafts.check, chosen);
  define_plan(app, drafts.plan, chosen);
  define_run(app, drafts.run, chosen);
  define_review(app, drafts.review, chosen);
  define_sandbox(app, drafts.sandbox, chosen);
  define_models(app, drafts.models, chosen);

  const std::vector<std::string> arguments(argv + std::min(argc, 1), argv + argc);
  drafts.run.typed = "shotlist " + command_line(arguments);
  try {
    app.parse(argc, argv);
    return {std::move(chosen), {}, ExitCode::ok};
  } catch (const CLI::ParseError& end) {
    std::ostringstream out;
    if (app.exit(end, out, out) == 0) return {std::nullopt, out.str(), ExitCode::ok};
    return {std::nullopt, explain(app, end, arguments), ExitCode::usage};
  }
}

}  // namespace shotlist
