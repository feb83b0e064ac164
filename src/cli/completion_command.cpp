// `shotlist completion SHELL`: the script for a shell.

#include "cli/commands.h"
#include "cli/completion_script.h"
#include "cli/console.h"

namespace shotlist::cli {

ExitCode execute(const CompletionCommand& command, const Environment& environment) {
  Console(command.console, environment).print(completion_script(command.shell));
  return ExitCode::ok;
}

}  // namespace shotlist::cli
