#include "cli/command_line.h"

#include <algorithm>
#include <memory>
#include <span>
#include <sstream>
#include <string_view>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/disarm.h"
#include "base/translation.h"
#include "cli/command_options.h"
#include "cli/help_text.h"
#include "show/paragraph.h"

namespace shotlist::cli {
namespace {

// Passes one value to its option.
void take(const Option& option, const std::string& name, const std::string& text) {
  if (!option.refusal.empty()) throw CLI::ValidationError(name, std::string(tr(option.refusal)));
  if (option.take(text)) return;
  throw CLI::ValidationError(name, tr("cannot be \"{}\"; {}", text, tr(option.hint)));
}

// Of the commands whose exit codes tell how the rows fared.
std::span<const Meaning> exit_codes_of(std::string_view command) {
  if (command == "collect") return collect_exit_codes();
  if (command == "shotlist" || command == "run" || command == "retry") return exit_codes();
  return {};
}

// The name used in error messages: the longer one of `-o,--output`.
std::string shown_name(const Option& option) {
  return option.names.substr(option.names.rfind(',') + 1);
}

CLI::Option* add(CLI::App& app, const Option& option) {
  const auto take_one = [option, name = shown_name(option)](const std::string& text) {
    take(option, name, text);
  };
  const auto take_all = [take_one](const std::vector<std::string>& texts) {
    std::for_each(texts.begin(), texts.end(), take_one);
  };
  switch (option.kind) {
    case Option::Kind::flag:
      // Nobody who reads `--sandbox=no` could tell what it does.
      return app
          .add_flag_callback(
              option.names, [take_one] { take_one({}); }, option.description)
          ->disable_flag_override();
    case Option::Kind::once:
      return app.add_option_function<std::string>(option.names, take_one, option.description);
    case Option::Kind::repeat:  // one value per occurrence, so that it never swallows the manifest
      return app
          .add_option_function<std::vector<std::string>>(option.names, take_all, option.description)
          ->allow_extra_args(false);
    case Option::Kind::many:
      break;
  }
  return app.add_option_function<std::vector<std::string>>(option.names, take_all,
                                                           option.description);
}

void add(CLI::App& app, const Options& options) {
  for (const Option& option : options) {
    CLI::Option* added = add(app, option)->required(option.required);
    if (option.kind != Option::Kind::flag) added->type_name(option.value);
    if (option.description.empty()) added->group("");
    if (!option.group.empty()) added->group(std::string(tr(option.group)));
  }
  for (const Option& option : options) {
    CLI::Option* added = app.get_option(shown_name(option));
    for (const std::string& other : option.excludes)
      added->excludes(other);
    for (const std::string& other : option.only_with)
      added->needs(other);
  }
}

/// Adds the commands to the program.
class CommandList {
 public:
  CommandList(CLI::App& app, const std::vector<std::string>& arguments, Command& chosen)
      : app_(app), arguments_(arguments), chosen_(chosen) {}

  template <typename Wanted>
  void add(const char* name, Wanted& draft) {
    CLI::App& command = *app_.add_subcommand(name, tr(help_for(name).summary));
    command.group(tr("Subcommands"));
    command.get_help_ptr()->group(tr("Options"));
    // Otherwise the options of unused commands would take most of the startup time.
    const bool may_be_called =
        std::find(arguments_.begin(), arguments_.end(), name) != arguments_.end();
    if (may_be_called) cli::add(command, options_of(draft));
    command.callback([&draft, &chosen = chosen_] { chosen = draft; });
  }

 private:
  CLI::App& app_;
  const std::vector<std::string>& arguments_;
  Command& chosen_;
};

// A term and its meaning, beside or below it, in as many lines as they need.
std::string entry(const std::string& term, std::string_view meaning) {
  constexpr std::size_t column = 24;
  std::string above;
  std::string beside = "  " + term;
  if (beside.size() + 2 > column) above = std::exchange(beside, {}) + '\n';
  beside.resize(column - 1, ' ');
  std::vector<std::string> words;
  show::add_words(words, meaning);
  return above + show::paragraph(beside, words, help_width, column);
}

/// Puts examples first, and omits CLI11's own remarks about an option.
class ExamplesFirst : public CLI::Formatter {
 public:
  ExamplesFirst() {
    for (const char* word : {marked("Usage"), marked("Positionals")})
      label(word, tr(word));
  }

  std::string make_description(const CLI::App* app) const override {
    const CommandHelp& help = help_for(app->get_name());
    return broken_lines(tr(help.summary)) + '\n' + tr("Examples:") + '\n' +
           broken_lines(tr(help.examples)) + '\n';
  }

  // CLI11 leaves two empty lines between groups.
  std::string make_help(const CLI::App* app, std::string name,
                        CLI::AppFormatMode mode) const override {
    std::string text = CLI::Formatter::make_help(app, std::move(name), mode);
    constexpr std::string_view gap = "\n\n\n";
    for (auto at = text.find(gap); at != std::string::npos; at = text.find(gap, at))
      text.erase(at, 1);
    // Not as a footer of CLI11's, which would be made at every start.
    if (const auto codes = exit_codes_of(app->get_name()); !codes.empty()) {
      text.erase(text.find_last_not_of('\n') + 1);
      text += "\n\n" + exit_codes_help(codes) + '\n';
    }
    return text;
  }

  std::string make_option(const CLI::Option* option, bool is_positional) const override {
    return entry(make_option_name(option, is_positional) + make_option_opts(option),
                 make_option_desc(option));
  }

  std::string make_subcommand(const CLI::App* command) const override {
    return entry(command->get_name(), command->get_description());
  }

  std::string make_option_opts(const CLI::Option* option) const override {
    return option->get_type_size() == 0 ? "" : " " + option->get_type_name();
  }
};

std::string in_our_words(const CLI::ParseError& mistake) {
  const std::string what = mistake.what();
  const std::size_t colon = what.find(": ");
  const std::string before = what.substr(0, colon);
  const std::string after = colon == std::string::npos ? std::string() : what.substr(colon + 2);
  constexpr std::string_view required = "1 required ";
  constexpr std::string_view missing = " missing";
  constexpr std::string_view takes_none = " was given a disallowed flag override";
  if (mistake.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError))
    return (after.empty() ? "\"\"" : after) + tr(" is one argument too many");
  constexpr std::string_view is_required = " is required";
  if (mistake.get_name() == "RequiredError" && what.starts_with("A subcommand"))
    return tr("no command was given");
  if (mistake.get_name() == "RequiredError" && what.ends_with(is_required))
    return tr("{} is required", what.substr(0, what.size() - is_required.size()));
  if (constexpr std::string_view requires_other = " requires ";
      mistake.get_name() == "RequiresError" && what.find(requires_other) != std::string::npos) {
    const std::size_t at = what.find(requires_other);
    return tr("{} requires {}", what.substr(0, at), what.substr(at + requires_other.size()));
  }
  if (mistake.get_name() != "ArgumentMismatch") return what;
  if (what.ends_with(takes_none))
    return tr("{} takes no value", "--" + what.substr(0, what.size() - takes_none.size()));
  if (after.starts_with("At Most")) return before + tr(" is given more than once");
  if (!after.starts_with(required) || !after.ends_with(missing)) return what;
  return before + tr(" needs a value: ") +
         after.substr(required.size(), after.size() - required.size() - missing.size());
}

// Uses our own wording for an unknown word.
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
  std::string what = unknown_word(arguments, commands, options);
  if (what.empty() && !called.empty() && arguments.front().starts_with('-')) {
    const std::string& option = arguments.front();  // without its value, which may be a secret
    what = tr("options go behind the command: shotlist {} {}", context.get_name(),
              option.substr(0, option.find('=')));
  }
  if (what.empty()) what = in_our_words(mistake);
  constexpr std::string_view excludes = " excludes ";
  if (const auto at = what.find(excludes);
      at != std::string::npos && mistake.get_name() == "ExcludesError") {
    what = tr("use either ") + what.replace(at, excludes.size(), tr(" or "));
  }
  const std::string command = called.empty() ? "" : context.get_name() + " ";
  if (what.ends_with('?')) return tr("shotlist: {} See shotlist {}--help\n", disarm(what), command);
  return tr("shotlist: {}; see shotlist {}--help\n", disarm(what), command);
}

// Turns `help COMMAND` into `COMMAND --help`.
std::vector<std::string> meant_by(std::vector<std::string> arguments) {
  if (arguments.empty() || arguments.front() != "help") return arguments;
  arguments.erase(arguments.begin());
  const bool is_known = arguments.empty() || help_for(arguments.front()).name == arguments.front();
  if (is_known) arguments.push_back("--help");
  return arguments;
}

}  // namespace

CommandLine parse_command_line(int argc, const char* const* argv) {
  const std::vector<std::string> typed = meant_by({argv + std::min(argc, 1), argv + argc});
  // What follows are words of another command line.
  if (typed.size() > 2 && typed.front() == "complete" && parse_shell(typed[1]))
    return {CompleteCommand{*parse_shell(typed[1]), {typed.begin() + 2, typed.end()}}, {}, {}};

  CLI::App app(tr(help_for("shotlist").summary), "shotlist");
  app.option_defaults()->group(tr("Options"));
  app.formatter(std::make_shared<ExamplesFirst>());
  app.set_help_flag("-h,--help", tr(help_meaning));
  app.set_version_flag("-V,--version", "shotlist " SHOTLIST_VERSION, tr(version_meaning));
  app.require_subcommand(1);

  Drafts drafts;
  Command chosen;
  CommandList commands(app, typed, chosen);
  drafts.run.typed = typed;
  drafts.retry.typed = typed;
  drafts.collect.typed = typed;
  drafts.each([&commands](const char* name, auto& draft) { commands.add(name, draft); });
  app.add_subcommand("help", tr(help_command_summary))->group(tr("Subcommands"));

  try {
    std::vector<std::string> last_first = typed;
    std::reverse(last_first.begin(), last_first.end());
    app.parse(std::move(last_first));
    return {std::move(chosen), {}, ExitCode::ok};
  } catch (const CLI::ParseError& end) {
    std::ostringstream out;
    if (app.exit(end, out, out) == 0) return {std::nullopt, out.str(), ExitCode::ok};
    return {std::nullopt, explain(app, end, typed), ExitCode::usage};
  }
}

}  // namespace shotlist::cli
