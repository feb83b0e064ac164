#pragma once
// The options that several commands share.

#include <string>
#include <vector>

#include "cli/command_line.h"
#include "cli/option.h"

namespace shotlist {

/// Each writes into its argument.
Options console_options(ConsoleOptions& console);
Options manifest_options(ManifestOptions& manifest);
Option output_option(ManifestOptions& manifest);
Option excel_option(ManifestOptions& manifest);
Option decisions_option(std::string& decisions);
Options selection_options(Selection& selection);
Options row_options(RowSelection& selection);
Option max_cost_option(std::optional<Money>& max_cost);
Option changed_option(ChangedRows& changed);
Options submit_options(SubmitOptions& submit);

/// The rehearsal server's. They mean nothing without the options `only_with`.
Options rehearsal_options(SandboxOptions& sandbox, const std::vector<std::string>& only_with);

}  // namespace shotlist
