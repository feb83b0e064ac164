#pragma once
// Which options each command has.

#include "cli/command_line.h"
#include "cli/option.h"

namespace shotlist::cli {

/// The options of a command, writing into `command`.
Options options_of(InitCommand& command);
Options options_of(CheckCommand& command);
Options options_of(PlanCommand& command);
Options options_of(RunCommand& command);  ///< those of `retry` if it is one
Options options_of(CollectCommand& command);
Options options_of(ResolveCommand& command);
Options options_of(ReviewCommand& command);
Options options_of(ImportCommand& command);
Options options_of(LogCommand& command);
Options options_of(RunsCommand& command);
Options options_of(SandboxCommand& command);
Options options_of(ModelsCommand& command);
Options options_of(SchemaCommand& command);

}  // namespace shotlist::cli
