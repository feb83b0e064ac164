#pragma once
// Whether a ledger knows everything that was paid for, before anything is sent on its word.

#include <functional>
#include <string>
#include <vector>

#include "cli/environment.h"
#include "cli/files.h"
#include "ledger/ledger.h"
#include "ledger/reader.h"
#include "ledger/witness.h"
#include "system/disk.h"

namespace shotlist::cli {

/// What the guards look at, all of it borrowed.
struct Guarded {
  const Files& files;
  const ledger::Reader& reader;
  const ledger::Whereabouts& here;  ///< of the ledger file that is open
  const ledger::Witnesses& witnesses;
  bool had_log = false;  ///< see OpenLedger
};

/// Throws Error (invalid), which names the file, what it knows more, and the command that goes on,
/// where
///
/// * the user's state remembers more attempts than the ledger holds, or a run that it does not
///   know: it is an older copy, or lost what was written last;
/// * another ledger was here, which paid for something, or may have;
/// * the ledger was last used elsewhere, and is still there, or cannot be looked for: it is a copy;
/// * a results file of the manifest names attempts that the ledger lacks;
/// * the folder's own ledger has purchases of the manifest, and another one is used.
///
/// Returns what to tell where the ledger was merely moved; else nothing.
std::string must_know_everything(const Guarded& guarded, system::Disk& disk);

/// The same for a command that only reads the ledger, which need not be there.
void must_know_everything(const Files& files, const ledger::Reader& reader,
                          const ledger::Witnesses& witnesses, system::Disk& disk);

/// Throws Error (usage) where the results of another manifest, which is still there, would be
/// replaced.
void must_not_replace_results_of_others(const Files& files, const ledger::Reader& reader);

/// Throws Error (usage) where a rehearsal would replace the results of real requests.
void must_not_replace_real_results(const Files& files, system::Disk& disk);

/// Notes what the ledger holds now, so that an older copy of it is noticed; and that `run`, an id,
/// writes to it from now on, whose payments are known nowhere else before it ends. Says nothing
/// where that cannot be written.
void remember(const Guarded& guarded, const std::string& run = {});

/// Notes in the same way what is in the database when it is about to take in its log, for
/// Ledger::before_checkpoint: without the log, which begins anew, it would look like this from now
/// on. Keeps nothing of `guarded` but the witnesses.
std::function<void(const ledger::Attempt& last)> checkpoint_watch(const Guarded& guarded,
                                                                  const std::string& run);

/// Notes that `last` was seen in the ledger of that id, which has failed since.
void remember_failed(const Guarded& guarded, const std::string& id, const ledger::Attempt& last);

/// Notes as well that the run has ended.
void remember_end(const Guarded& guarded);

}  // namespace shotlist::cli
