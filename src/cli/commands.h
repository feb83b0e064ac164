#pragma once
// The commands, one file each.

#include "base/exit_code.h"
#include "cli/command_line.h"
#include "cli/environment.h"

namespace shotlist::cli {

/// Each executes its command and returns the exit code. Throws Error if it cannot.
ExitCode execute(const InitCommand& command, const Environment& environment);
ExitCode execute(const CheckCommand& command, const Environment& environment);
ExitCode execute(const PlanCommand& command, const Environment& environment);
ExitCode execute(const RunCommand& command, const Environment& environment);
ExitCode execute(const CollectCommand& command, const Environment& environment);
ExitCode execute(const ResolveCommand& command, const Environment& environment);
ExitCode execute(const ReviewCommand& command, const Environment& environment);
ExitCode execute(const ImportCommand& command, const Environment& environment);
ExitCode execute(const LogCommand& command, const Environment& environment);
ExitCode execute(const RunsCommand& command, const Environment& environment);
ExitCode execute(const SandboxCommand& command, const Environment& environment);
ExitCode execute(const ModelsCommand& command, const Environment& environment);
ExitCode execute(const SchemaCommand& command, const Environment& environment);
ExitCode execute(const CompletionCommand& command, const Environment& environment);
ExitCode execute(const CompleteCommand& command, const Environment& environment);

}  // namespace shotlist::cli
