#pragma once
// Checks a write-ahead log that a run left behind, before SQLite trusts it.

#include <string>

namespace shotlist::ledger {

/// Whether the log at `path` is damaged; false if there is no log.
///
/// SQLite treats the first invalid frame as the end of the log and drops what follows. A power loss
/// leaves such a frame only in the last transaction, because each one is synced before the next
/// begins. So if two transactions end at or after that frame, a durable one is damaged. Damage to
/// the very last transaction cannot be distinguished from a power loss.
///
/// Must not be called while a run writes to the log. https://sqlite.org/fileformat2.html#walformat
bool is_damaged_log(const std::string& path);

}  // namespace shotlist::ledger
