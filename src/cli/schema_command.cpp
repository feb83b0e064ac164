// `shotlist schema`: the format of YAML manifests, for editors.

#include "cli/commands.h"
#include "cli/console.h"
#include "manifest/schema.h"

namespace shotlist::cli {

ExitCode execute(const SchemaCommand& command, const Environment& environment) {
  Console(command.console, environment).print(manifest::manifest_schema());
  return ExitCode::ok;
}

}  // namespace shotlist::cli
