#pragma once
// Watches a run until it ends.

#include "base/exit_code.h"
#include "cli/console.h"
#include "cli/review_source.h"
#include "show/row_selection.h"

namespace shotlist::cli {

/// Shows the live state on a terminal, redrawn about once a second; if standard output is not a
/// terminal, says a line on standard error every few seconds, where something has changed. Times
/// are local on a terminal, else UTC. Returns once no run is under way (`ok`), or with the code of
/// an earlier signal.
ExitCode watch(ReviewSource& source, const show::RowSelection& selection, Console& console);

}  // namespace shotlist::cli
