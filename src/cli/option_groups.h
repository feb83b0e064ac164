#pragma once
// The options that several commands share.

#include <string>
#include <vector>

#include "cli/command_line.h"
#include "cli/option.h"

namespace shotlist::cli {

/// Each writes into its argument.
Options console_options(ConsoleOptions& console);
Options manifest_options(ManifestOptions& manifest);
Option encoding_option(ManifestOptions& manifest);
Option strict_option(ManifestOptions& manifest);
Option output_option(ManifestOptions& manifest);
Option excel_option(ManifestOptions& manifest);
Option decisions_option(std::string& decisions);
Options selection_options(plan::Selection& selection);
Options row_options(show::RowSelection& selection);
Option price_option(ManifestOptions& manifest);
Option max_cost_option(std::optional<Money>& max_cost);
Option held_option(std::optional<HeldWish>& held);
Option ledger_option(std::string& ledger);
Option manifest_name_option(ManifestOptions& manifest);
Option wait_option(bool& wait);
Options submit_options(SubmitOptions& submit);

/// What programs read during a run.
Options report_options(ReportOptions& reports);
Option junit_option(std::string& junit);

Options collect_options(CollectOptions& collect, const std::vector<std::string>& only_with);

/// What a request needs that costs nothing: address, key, certificates, pace and times.
Options asking_options(SubmitOptions& submit);

/// For the rehearsal server. They are meaningless without the options `only_with`.
Options rehearsal_options(sandbox::SandboxOptions& sandbox,
                          const std::vector<std::string>& only_with);

}  // namespace shotlist::cli
