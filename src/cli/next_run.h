#pragma once
// How to continue with a manifest, for commands that look back at its last run.

#include "cli/account.h"
#include "cli/command_line.h"
#include "ledger/run.h"
#include "show/summary.h"

namespace shotlist::cli {

/// Fills in the commands of `ending`, its held rows, and the notes about them: the last run again,
/// with the files of `manifest`, and with a --max-cost that covers the rest if the one of that run
/// is reached. `last` is null if there was no run.
void tell_next_run(show::Ending& ending, const ManifestOptions& manifest, const ledger::Run* last,
                   const Account& account, const ManifestRows& rows);

/// The least --max-cost for everything left to send, if `cap` is too little for any of it.
std::optional<Money> raised_cap(Money cap, const Account& account, const ManifestRows& rows);

}  // namespace shotlist::cli
