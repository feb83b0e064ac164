// `shotlist sandbox`: the rehearsal server alone, until it is stopped.

#include "base/text.h"
#include "base/translation.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "sandbox/sandbox.h"
#include "system/signal_descriptor.h"

namespace shotlist::cli {

ExitCode execute(const SandboxCommand& command, const Environment& environment) {
  Console console(command.console, environment);
  system::SignalDescriptor
      stop;  // before the sandbox starts threads, which inherit the blocked signals
  const sandbox::Sandbox sandbox(command.sandbox);
  console.print(sandbox.base_url() + "\n");
  console.say(tr("The sandbox answers until Ctrl-C; ") + sandbox.base_url() +
              tr("/sandbox/till shows what it charged.\n"));
  stop.wait();
  console.say(counted(sandbox.till().charges.size(), "charge") + tr(" in the till\n"));
  return ExitCode::ok;
}

}  // namespace shotlist::cli
