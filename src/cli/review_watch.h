#pragma once
// Looks at a run until it ends.

#include "base/exit_code.h"
#include "cli/console.h"
#include "cli/review_source.h"
#include "show/row_selection.h"

namespace shotlist::cli {

/// Shows the live state on a terminal, drawn anew about once a second; where standard output is no
/// terminal, only waits. Returns once no run is under way (`ok`), or with the code of the signal
/// that came before.
ExitCode watch(ReviewSource& source, const show::RowSelection& selection, Console& console);

}  // namespace shotlist::cli
