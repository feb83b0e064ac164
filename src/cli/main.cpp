// The program: parses the command line, runs the command, reports errors.

#include <exception>
#include <optional>
#include <string>
#include <variant>

#include "base/disarm.h"
#include "base/error.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/environment.h"
#include "cli/reading.h"
#include "cli/settings.h"
#include "system/posix_terminal.h"
#include "system/standard_streams.h"

namespace {

constexpr int standard_output = 1;
constexpr int standard_error = 2;

// Programs read English, whoever runs them.
template <typename Command>
bool is_for_programs(const Command& command) {
  if constexpr (requires { command.format; }) {
    if (command.format != shotlist::show::RowFormat::table) return true;
  }
  if constexpr (requires { command.json; }) return command.json;
  return false;
}

// Sets the user's own defaults, and the language. The help is shown whatever is wrong with them.
std::optional<shotlist::Error> take_own_settings(shotlist::cli::Environment& environment,
                                                 shotlist::Diagnostics& mistakes) {
  using namespace shotlist;
  speak(cli::wished_language({}));
  try {
    environment.own = cli::own_settings(environment, mistakes);
  } catch (const Error& error) {
    return error;
  }
  speak(cli::wished_language(environment.own));
  return std::nullopt;
}

int fail(const std::exception& error, shotlist::ExitCode exit_code) {
  shotlist::system::PosixTerminal(standard_error)
      .write("shotlist: " + shotlist::disarm(shotlist::full_message(error)) + "\n");
  return static_cast<int>(exit_code);
}

}  // namespace

int main(int argc, char** argv) {
  using namespace shotlist;
  using namespace shotlist::cli;
  try {
    system::hold_standard_streams();
    Environment environment = read_environment();
    Diagnostics mistakes;
    const std::optional<Error> unread = take_own_settings(environment, mistakes);
    const CommandLine line = parse_command_line(argc, argv);
    if (!line.command) {
      const bool asked_for = line.code == ExitCode::ok;
      system::PosixTerminal(asked_for ? standard_output : standard_error).write(line.text);
      return static_cast<int>(line.code);
    }
    // A shell that completes a line, or takes its script, has nobody who would read of it.
    const bool is_for_shell = std::holds_alternative<CompleteCommand>(*line.command) ||
                              std::holds_alternative<CompletionCommand>(*line.command);
    if (unread && !is_for_shell) throw *unread;
    Console console({}, environment);
    if (!is_for_shell) show_diagnostics(mistakes, console);
    const auto run = [&](const auto& command) {
      if (is_for_programs(command)) speak(Language::english);
      return execute(command, environment);
    };
    return static_cast<int>(std::visit(run, *line.command));
  } catch (const Error& error) {
    return fail(error, error.exit_code());
  } catch (const std::exception& error) {
    return fail(error, ExitCode::disk);
  }
}
