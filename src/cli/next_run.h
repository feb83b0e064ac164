#pragma once
// What goes on with a manifest from here, for commands that look back at its last run.

#include "cli/account.h"
#include "cli/command_line.h"
#include "ledger/run.h"
#include "show/summary.h"

namespace shotlist::cli {

/// Fills in the commands of `ending`, its held rows, and what is to be said about them: the last
/// run once more, with the files that `manifest` names, and with a --max-cost that is enough for
/// the rest where the one of that run is reached. `last` is null where there was no run.
void tell_next_run(show::Ending& ending, const ManifestOptions& manifest, const ledger::Run* last,
                   const Account& account, const ManifestRows& rows);

/// What --max-cost must be at least for all that is left to send, where `cap` is too little for any
/// of it.
std::optional<Money> raised_cap(Money cap, const Account& account, const ManifestRows& rows);

}  // namespace shotlist::cli
