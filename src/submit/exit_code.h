#pragma once
// The exit code of a run, from how it ended and the state of its rows.

#include "base/exit_code.h"
#include "model/counts.h"
#include "submit/stop_rule.h"

namespace shotlist::submit {

/// `selected` counts the rows the user asked for. Signals come first, then a refusal of key,
/// balance or endpoint, then rows the user must decide about (in doubt or held), then a stop the
/// user set, then failures.
ExitCode exit_code_of(const RunEnd& end, const Counts& selected);

/// The one of two that a person must know first: 8, 129, 130 and 143, 4, 6, 5, 1.
ExitCode more_urgent(ExitCode one, ExitCode other);

}  // namespace shotlist::submit
