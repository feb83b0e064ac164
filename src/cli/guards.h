#pragma once
// Checks that a ledger knows every purchase before anything is sent on its word.

#include <functional>
#include <string>
#include <vector>

#include "cli/environment.h"
#include "cli/files.h"
#include "cli/past_results.h"
#include "ledger/ledger.h"
#include "ledger/reader.h"
#include "ledger/witness.h"

namespace shotlist::cli {

/// What the guards check. Everything is borrowed.
struct Guarded {
  const Files& files;
  const ledger::Reader& reader;
  const ledger::Whereabouts& here;  ///< of the open ledger file
  const ledger::Witnesses& witnesses;
  bool had_log = false;  ///< see OpenLedger
};

/// Throws Error (invalid), which names the file, what more it knows, and the command that
/// continues, if
///
///   * the user's state remembers more attempts than the ledger holds, or a run that it does not
///     know: the ledger is an older copy, or lost the last writes;
///   * another ledger was here, which paid for something or may have;
///   * the ledger was last used elsewhere, and is still there or cannot be looked for: a copy;
///   * a shared ledger is on another server, or on another line of its history;
///   * a results file of the manifest names attempts that the ledger lacks;
///   * the folder's own ledger has purchases of the manifest, and another ledger is used.
///
/// Returns a message if the ledger was merely moved, else an empty string.
std::string must_know_everything(const Guarded& guarded, PastResults& past);

/// The same for a command that only reads the ledger, which need not exist.
void must_know_everything(const Files& files, const ledger::Reader& reader,
                          const ledger::Witnesses& witnesses, PastResults& past);

/// Throws Error (usage) if the results of another manifest, which still exists, would be replaced.
void must_not_replace_results_of_others(const Files& files, const ledger::Reader& reader);

/// Throws Error (usage) if a rehearsal would replace the results of real requests.
void must_not_replace_real_results(const Files& files, PastResults& past);

/// Records what the ledger holds now, so that an older copy of it is noticed. Also records that the
/// run with the id `run` writes to it from now on: until the run ends, its payments are known
/// nowhere else. Fails silently if that cannot be written.
void remember(const Guarded& guarded, const std::string& run = {});

/// The same for Ledger::before_checkpoint: records the content of the database before it takes in
/// its log. Without that log, which starts anew, the database will look like this from then on.
/// Keeps only the witnesses of `guarded`.
std::function<void(const ledger::Attempt& last)> checkpoint_watch(const Guarded& guarded,
                                                                  const std::string& run);

/// Records that `last` was seen in the ledger with the id `id`, which has failed since.
void remember_failed(const Guarded& guarded, const std::string& id, const ledger::Attempt& last);

/// Also records that the run has ended.
void remember_end(const Guarded& guarded);

}  // namespace shotlist::cli
